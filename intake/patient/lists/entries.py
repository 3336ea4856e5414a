"""The list of a repeating group: entries are added, changed, removed and brought back."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.answers.rows import TooManyRows, add_row, remove_row, undo_remove
from intake.actions.answers.sheet import RowGone
from intake.core.questionnaire.questionnaire import Group
from intake.core.questionnaire.recognised import recognised
from intake.patient.filling import (
    Sheet,
    address,
    address_of,
    number_in,
    sheet_of,
    to,
    while_filling,
)
from intake.patient.in_words import removed_of
from intake.patient.session import show
from intake.walking.entries import Entry, entries_of, problems_of
from intake.walking.progress import progress_at
from intake.walking.route import CHECK, Listed, Place, way_back, way_on

from .follow import follow_row_back, follow_row_out, take_tick_away
from .names import option_words


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def entries(request: HttpRequest, sheet: Sheet, group: str) -> HttpResponse:
    listed = sheet.group(group)
    if listed.key not in sheet.walk.groups:
        return redirect("patient:tasks")
    if request.method != "POST":
        return _show(request, sheet, listed)
    if problems_of(sheet, listed):
        via = request.GET.get("from", "")
        return redirect(address_of(Listed(group), via=via, errors=1))
    if request.GET.get("from") == CHECK:
        return redirect("patient:check")
    return redirect(to(way_on(sheet.route, Listed(group))))


@require_POST
@while_filling
def add(request: HttpRequest, sheet: Sheet, group: str) -> HttpResponse:
    """An entry in which nothing was said yet is taken first: a double click adds one."""
    listed = sheet.group(group)
    rows = sheet.walk.counted.rows_of(listed.key)
    empty = next((UUID(row.id) for row in rows if not row.answers), None)
    try:
        row = empty or add_row(sheet.submission, listed, given=sheet.given)
    except TooManyRows:
        return redirect(address_of(Listed(group)))
    place = Place(sheet.first_page_of(listed), str(row))
    return redirect(address_of(place, via=request.GET.get("from", "")))


@require_POST
@while_filling
def remove(request: HttpRequest, sheet: Sheet, group: str, row: UUID) -> HttpResponse:
    via, gone = request.GET.get("from", ""), sheet.answers.row_of(group, str(row))
    with transaction.atomic():
        with suppress(RowGone):  # a second click: it is gone, as the patient wanted
            remove_row(sheet.submission, row, given=sheet.given, at=sheet.at)
        after = follow_row_out(sheet_of(sheet.live), group, gone) if gone else sheet
    # The page whose only tick went with the entry.
    blanked = (key for key in sheet.answers.top if key not in after.answers.top)
    if group not in after.walk.groups and (key := next(blanked, None)):
        return redirect(address_of(Place(after.questionnaire.page_of[key]), via=via))
    return redirect(address_of(Listed(group), via=via))


@require_POST
@while_filling
def bring_back(request: HttpRequest, sheet: Sheet, group: str, row: UUID) -> HttpResponse:
    with suppress(RowGone, TooManyRows), transaction.atomic():  # the list shows how it stands
        undo_remove(sheet.submission, row, given=sheet.given)
        follow_row_back(sheet_of(sheet.live), str(row))
    return redirect(address_of(Listed(group), via=request.GET.get("from", "")))


@require_POST
@while_filling
def untick(request: HttpRequest, sheet: Sheet, group: str) -> HttpResponse:
    """A tick that a name on the list made is taken away, and stays away."""
    option = request.POST.get("option", "")
    if option in sheet.given.marks.listed:
        with transaction.atomic():
            take_tick_away(sheet, option)
    return redirect(address_of(Listed(group), via=request.GET.get("from", "")))


def _show(request: HttpRequest, sheet: Sheet, group: Group) -> HttpResponse:
    listed, via = entries_of(sheet, group), request.GET.get("from", "")
    here, rows = Listed(group.key), sheet.walk.counted.rows_of(group.key)
    named = {said for row in rows for said in row.answers.values() if isinstance(said, str)}
    ticked = sheet.given.marks.names.items()
    context = _addresses(sheet, group, listed, via) | {
        "group": group,
        "title": sheet.title_of(group),
        "section": sheet.headed(sheet.questionnaire.section_of[group.items[0].key]),
        "progress": progress_at(sheet, here),
        "spoken_of": sheet.spoken_of,
        "is_full": len(listed) >= group.max_rows,
        "problems": problems_of(sheet, group) if "errors" in request.GET else [],
        "back": to(way_back(sheet.route, here, via=via)),
        "closed": number_in(request.GET.get("closed", "")),
        # What names on this list ticked: the name as it was written, the option, and its code.
        "ticks": [
            (typed, option_words(sheet, option), option)
            for option, typed in ticked
            if typed in named
        ],
    }
    return show(request, sheet.live, "entries.html", context)


def _addresses(sheet: Sheet, group: Group, listed: list[Entry], via: str) -> dict[str, object]:
    """Every entry, and what can be done with it."""
    page, query = sheet.first_page_of(group), {"from": via}
    return {
        "entries": [
            (
                entry,
                address_of(Place(page, entry.row), via=via),
                address("remove", query, group=group.key, row=entry.row),
            )
            for entry in listed
        ],
        "removed": [
            (name, address("bring_back", query, group=group.key, row=row))
            for row, name in removed_of(sheet, group)
        ],
        "add_address": address("add", query, group=group.key),
        "untick_address": address("untick", query, group=group.key),
        "unticked": [
            (name, address("remove", query, group=group.key, row=row))
            for row, name in _unticked(sheet)
        ],
    }


def _unticked(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Entries that a tick made and that hold more by now, whose tick was taken away: row, name."""
    for each in recognised(sheet.heard.questionnaire, sheet.heard.counted):
        asked = (document.by_key[each.question] for document in sheet.in_each_language)
        options = (option for question in asked for option in question.options)
        made = {option.entry_name for option in options if option.code == each.code}
        is_gone = each.refusal in sheet.given.marks.refused
        if is_gone and each.row and each.typed in made:
            yield each.row, each.typed

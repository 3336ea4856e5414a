"""The list of a repeating group: entries are added, changed, removed and brought back."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.answers.save import RowGone, TooManyRows, add_row, remove_row, undo_remove
from intake.core.questionnaire.questionnaire import Group
from intake.walking.entries import Entry, entries_of, problems_of
from intake.walking.navigation import way_back, way_on
from intake.walking.places import CHECK, Listed, Place
from intake.walking.progress import progress_at

from .addresses import address, address_of, to
from .drafts import number_in
from .filling import Sheet, while_filling
from .in_words import removed_of
from .session import show


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
    return redirect(to(way_on(sheet, Listed(group))))


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
    with suppress(RowGone):  # a second click: it is gone, as the patient wanted
        remove_row(sheet.submission, row, given=sheet.given, at=sheet.at)
    return redirect(address_of(Listed(group), via=request.GET.get("from", "")))


@require_POST
@while_filling
def bring_back(request: HttpRequest, sheet: Sheet, group: str, row: UUID) -> HttpResponse:
    with suppress(RowGone, TooManyRows):  # the list shows how it stands
        undo_remove(sheet.submission, row, given=sheet.given)
    return redirect(address_of(Listed(group), via=request.GET.get("from", "")))


def _show(request: HttpRequest, sheet: Sheet, group: Group) -> HttpResponse:
    listed, via = entries_of(sheet, group), request.GET.get("from", "")
    here = Listed(group.key)
    context = _addresses(sheet, group, listed, via) | {
        "group": group,
        "title": sheet.title_of(group),
        "section": sheet.headed(sheet.questionnaire.section_of[group.items[0].key]),
        "progress": progress_at(sheet, here),
        "spoken_of": sheet.spoken_of,
        "is_full": len(listed) >= group.max_rows,
        "problems": problems_of(sheet, group) if "errors" in request.GET else [],
        "back": to(way_back(sheet, here, via=via)),
        "closed": number_in(request.GET.get("closed", "")),
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
    }

"""The list of a repeating group: entries are added, changed, removed and brought back."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.answers.save import RowGone, TooManyRows, add_row, remove_row, undo_remove
from intake.core.questionnaire.questionnaire import Group
from intake.walking.entries import entries_of, problems_of
from intake.walking.navigation import way_back, way_on
from intake.walking.places import CHECK, Place

from .addresses import address, list_address, page_address, to
from .filling import Sheet, while_filling
from .in_words import removed_of
from .session import show


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def entries(request: HttpRequest, sheet: Sheet, group: str) -> HttpResponse:
    listed = sheet.group(group)
    if listed.key not in sheet.walk.groups:
        return redirect("patient:tasks")
    problems = problems_of(sheet, listed) if request.method == "POST" else []
    if request.method != "POST" or problems:
        return _show(request, sheet, listed, problems)
    if request.GET.get("from") == CHECK:
        return redirect("patient:check")
    return redirect(to(way_on(sheet, sheet.first_page_of(listed))))


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
        return redirect(list_address(group))
    place = Place(sheet.first_page_of(listed), row)
    return redirect(page_address(place, via=request.GET.get("from", "")))


@require_POST
@while_filling
def remove(request: HttpRequest, sheet: Sheet, group: str, row: UUID) -> HttpResponse:
    with suppress(RowGone):  # a second click: it is gone, as the patient wanted
        remove_row(sheet.submission, row, given=sheet.given, at=sheet.at)
    return redirect(list_address(group, via=request.GET.get("from", "")))


@require_POST
@while_filling
def bring_back(request: HttpRequest, sheet: Sheet, group: str, row: UUID) -> HttpResponse:
    with suppress(RowGone, TooManyRows):  # the list shows how it stands
        undo_remove(sheet.submission, row, given=sheet.given)
    return redirect(list_address(group, via=request.GET.get("from", "")))


def _show(
    request: HttpRequest, sheet: Sheet, group: Group, problems: list[tuple[str, str]]
) -> HttpResponse:
    listed, via = entries_of(sheet, group), request.GET.get("from", "")
    first = Place(sheet.first_page_of(group))
    context = {
        "group": group,
        "entries": [
            (
                entry,
                page_address(Place(first.page, UUID(entry.row)), via=via),
                address("remove", {"from": via}, group=group.key, row=entry.row),
            )
            for entry in listed
        ],
        "removed": [
            (name, address("bring_back", {"from": via}, group=group.key, row=row))
            for row, name in removed_of(sheet, group)
        ],
        "add_address": address("add", {"from": via}, group=group.key),
        "is_full": len(listed) >= group.max_rows,
        "problems": problems,
        "back": to(way_back(sheet, first, via=via)),
        "section": sheet.questionnaire.section_of[group.items[0].key],
    }
    status = 400 if problems else 200
    return show(request, sheet.live, "entries.html", context, status=status)

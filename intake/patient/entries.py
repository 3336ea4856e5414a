"""The list of a repeating group: entries are added, changed, removed and brought back."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.answers.save import RowGone, TooManyRows, add_row, remove_row, undo_remove
from intake.core.questionnaire.questionnaire import Group

from .addresses import CHECK, Place, list_address, page_address
from .filling import Sheet, while_filling
from .in_words import entries_of, removed_of
from .navigation import way_back, way_on
from .session import show


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def entries(request: HttpRequest, sheet: Sheet, group: str) -> HttpResponse:
    listed = sheet.group(group)
    if listed.key not in sheet.walk.groups:
        return redirect("patient:tasks")
    problems = _problems(sheet, listed) if request.method == "POST" else []
    if request.method != "POST" or problems:
        return _show(request, sheet, listed, problems)
    if request.GET.get("from") == CHECK:
        return redirect("patient:check")
    return redirect(way_on(sheet, _first_page(sheet, listed)))


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
    place = Place(_first_page(sheet, listed), row)
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
    first = Place(_first_page(sheet, group))
    context = {
        "group": group,
        "entries": [
            (entry, page_address(Place(first.page, UUID(entry.row)), via=via)) for entry in listed
        ],
        "removed": removed_of(sheet, group),
        "is_full": len(listed) >= group.max_rows,
        "problems": problems,
        "back": way_back(sheet, first, via=via),
        "via": via,
        "section": sheet.questionnaire.section_of[group.items[0].key],
    }
    status = 400 if problems else 200
    return show(request, sheet.live, "entries.html", context, status=status)


def _problems(sheet: Sheet, group: Group) -> list[tuple[str, str]]:
    """What must be done before the list is left: words and the id they link to."""
    listed = entries_of(sheet, group)
    found = [
        (_("Finish or remove “%(entry)s”.") % {"entry": entry.name}, f"entry-{entry.row}")
        for entry in listed
        if not entry.is_finished
    ]
    if len(listed) < group.min_rows:
        few = ngettext("Add at least %d entry.", "Add at least %d entries.", group.min_rows)
        found.append((few % group.min_rows, "add"))
    return found


def _first_page(sheet: Sheet, group: Group):
    return next(page for page in sheet.questionnaire.pages if page.group == group.key)

"""Pages left without sending: stored when they are hidden, continued or discarded later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from intake.actions.answers.page_drafts import discard_draft
from intake.forms.page import PageForm
from intake.walking.places import Place

from .addresses import page_address
from .filling import Sheet, while_filling
from .holding import hold_draft
from .posted import is_for, keep_as_draft


@require_POST
@while_filling(hold=hold_draft)
def keep(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    """Sent by script when the page is hidden; nothing is judged and nothing is shown."""
    place = sheet.place(section, number, row)
    if is_for(sheet.submission, request.POST) and sheet.asked_at(place):
        if _says_nothing_new(sheet, place, request):
            discard_draft(sheet.submission, place.page, row=place.row)
        else:
            keep_as_draft(sheet.submission, place, request)
    return HttpResponse(status=204)


@require_POST
@while_filling
def discard(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    place = sheet.place(section, number, row)
    discard_draft(sheet.submission, place.page, row=place.row)
    return redirect(page_address(place, via=request.GET.get("from", "")))


def _says_nothing_new(sheet: Sheet, place: Place, request: HttpRequest) -> bool:
    """Whether a page was changed and changed back: then there is nothing to ask the patient."""
    form = PageForm(sheet.asked_at(place), request.POST)
    kept = sheet.given.at(place.page, place.row)
    return not form.has_unkept and form.said == {q.key: kept.get(q.key) for q in form.questions}

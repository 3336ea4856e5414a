"""A page of questions: shown, kept before the next one shows, or put aside as it stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from intake.actions.answers.save import Conflict, PageSaid, RowGone, save_page
from intake.forms.page import PageForm, Said
from intake.walking.navigation import Step
from intake.walking.places import Place

from . import conflicts
from .addresses import list_address, to
from .filling import Sheet, while_filling
from .holding import hold_answer
from .posted import LATER, is_for, keep_as_draft, revision_in
from .screens import form_for, purposes, show_page
from .session import show


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling(hold=hold_answer)
def page(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    place = sheet.place(section, number, row)
    if row in sheet.given.removed:
        return _row_is_gone(request, sheet, place)
    questions = sheet.asked_at(place)
    if not questions:
        return redirect("patient:tasks")
    if request.method != "POST":
        return show_page(request, sheet, place, form_for(sheet, place))
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "other_visit.html", {}, status=409)
    form = PageForm(questions, request.POST, autocomplete=purposes(sheet))
    if LATER in request.POST:
        return _put_aside(request, sheet, place, form)
    if not form.is_valid():
        return show_page(request, sheet, place, form, status=400)
    return _keep(request, sheet, place, form.said)


def _keep(request: HttpRequest, sheet: Sheet, place: Place, said: Said) -> HttpResponse:
    try:
        said = conflicts.resolved(request.POST, sheet, place, said)
        keep(sheet, place, said, revision=revision_in(request.POST))
    except Conflict as conflict:
        return conflicts.show_conflict(request, sheet, place, said, conflict)
    except RowGone:
        return _row_is_gone(request, sheet, place)
    step = Step(sheet, sheet.with_said(place, said), place, via=request.GET.get("from", ""))
    # Not ``redirect``, which first takes the address for the name of a view and searches for it.
    return HttpResponseRedirect(to(step.onward()))


def keep(sheet: Sheet, place: Place, said: Said, *, revision: int) -> int:
    posted = PageSaid(place.page, said, revision=revision, row=place.row)
    return save_page(sheet.submission, posted, given=sheet.given)


def _put_aside(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> HttpResponse:
    """Answers that can be kept are kept; what can't be stays as it was typed."""
    has_unkept, revision = form.has_unkept, revision_in(request.POST)
    try:
        # What stays as typed now stands over what was just kept, and is not at odds with it.
        revision = keep(sheet, place, form.said, revision=revision)
    except (Conflict, RowGone):
        has_unkept = True
    if has_unkept:
        keep_as_draft(sheet.submission, place, request, revision=revision)
    return redirect("patient:later")


def _row_is_gone(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """The row was removed in another window; what was typed waits until it is brought back."""
    if request.method == "POST" and is_for(sheet.submission, request.POST):
        keep_as_draft(sheet.submission, place, request)
    return redirect(list_address(place.page.group))

"""A page of questions on the screen: its form, its headings, and what is said about it."""

from django.http import HttpRequest, HttpResponse

from intake.forms.page import PageForm, headings, initial_of
from intake.walking.entries import entry_name
from intake.walking.navigation import way_back
from intake.walking.places import Place

from .addresses import address, to
from .filling import Sheet
from .posted import REVISION, VISIT, as_posted, number_in, revision_in
from .session import is_on_device, show


def show_page(
    request: HttpRequest, sheet: Sheet, place: Place, form: PageForm, *, status: int = 200
) -> HttpResponse:
    via = request.GET.get("from", "")
    context = _headings(sheet, place, form) | {
        "form": form,
        "draft": None if form.is_bound else sheet.drafts.get(place),
        "draft_address": address("draft", **place.kwargs),
        "discard_address": address("discard", {"from": via}, **place.kwargs),
        "stamp": {REVISION: _revision(request, sheet, place, form), VISIT: sheet.submission.pk},
        "back": to(way_back(sheet, place, via=via)),
        "closed": number_in(request.GET.get("closed", "")),
    }
    return show(request, sheet.live, "page.html", context, status=status)


def form_for(sheet: Sheet, place: Place) -> PageForm:
    questions, draft = sheet.asked_at(place), sheet.drafts.get(place)
    if draft:
        return PageForm.of_draft(questions, as_posted(draft), autocomplete=purposes(sheet))
    initial = initial_of(questions, sheet.shown_at(place))
    return PageForm(questions, initial=initial, autocomplete=purposes(sheet))


def purposes(sheet: Sheet) -> dict[str, str]:
    """Fields that a browser can fill in, as WCAG 1.3.5 asks; the clinic's has seen others."""
    if is_on_device(sheet.live):
        return {}
    roles = sheet.questionnaire.roles
    return {roles.name: "name", roles.birth_date: "bday"}


def _headings(sheet: Sheet, place: Place, form: PageForm) -> dict[str, object]:
    entry = {"entry": entry_name(sheet, place)}
    return headings(form, place.page, pages=sheet.pages, sections=sheet.sections) | entry


def _revision(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> int:
    """What was typed belongs to the answers it was typed over, however long ago."""
    if form.is_bound:
        return revision_in(request.POST)
    draft = sheet.drafts.get(place)
    if draft:
        return revision_in(as_posted(draft))
    return sheet.given.revision_of(place.page, place.row)

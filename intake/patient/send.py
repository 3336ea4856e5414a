"""Sign and send: the patient ticks the statements, types a name, and the answers are frozen."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.answers.page_drafts import Draft
from intake.actions.answers.sheet import Conflict, PageSaid
from intake.actions.answers.submit import (
    NotComplete,
    NotSigned,
    OnPaper,
    Signed,
    sign_and_send,
    signed_name,
)
from intake.actions.talk.corrections import confirm_unchanged_by_patient
from intake.actions.talk.rules import NotRecorded
from intake.core.questionnaire.facts import shares_a_word
from intake.core.questionnaire.questionnaire import Page, Question
from intake.core.questionnaire.walk import declaration_of
from intake.walking.route import Place

from .drafts import keep_as_draft
from .filling import SIGNATURE, Sheet, address, as_posted, is_for, stamp_in, stamps, while_filling
from .session import is_on_device, is_typed_in, show

AS_IT_IS = "-as-it-is"


class SignForm(forms.Form):
    """The declaration of a questionnaire as boxes to tick, and the typed name under it."""

    use_required_attribute = False

    def __init__(self, statements: list[Question], *args, on_device: bool, own: bool) -> None:
        super().__init__(*args)
        for question in statements:
            self.fields[question.key] = forms.BooleanField(
                label=question.text,
                help_text=question.help,
                required=question.required,
                error_messages={
                    "required": _("Tick this before you send: “%(statement)s”")
                    % {"statement": question.text}
                },
            )
        purpose = "name" if own and not on_device else "off"
        self.fields[SIGNATURE] = forms.CharField(
            label=_("Your full name"),
            help_text=_("Typing your name counts as signing."),
            error_messages={"required": _("Type your name to sign.")},
            widget=forms.TextInput(
                attrs={
                    "autocomplete": purpose,
                    "autocapitalize": "words",
                    "spellcheck": "false",
                    "enterkeyhint": "send",
                }
            ),
        )

    def clean(self) -> None:
        """The rule stands where it is signed, so that no other way in can sign with less."""
        if SIGNATURE not in self.errors:
            try:
                signed_name(self.cleaned_data.get(SIGNATURE, ""))
            except NotSigned as problem:
                self.add_error(SIGNATURE, str(problem))


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def sign(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if not sheet.is_ready:
        return redirect("patient:check")
    if is_typed_in(sheet.live):
        return redirect("patient:sign_paper")
    if request.method != "POST":
        keys = {page.name for page in signed_pages(sheet)}
        draft = next((draft for draft in sheet.unsent if draft.page in keys), None)
        return _show(request, sheet, draft)
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "not_saved.html", {}, status=409)
    form = _form(sheet, request.POST)
    if not form.is_valid():
        return _again(request, sheet, form, "errors")
    if AS_IT_IS not in request.POST and is_strange(sheet, form.cleaned_data[SIGNATURE]):
        return _again(request, sheet, form, "name")
    try:
        signed, at = signed_with(form, request, sheet), timezone.now()
        session, given = sheet.live.session, sheet.given
        sign_and_send(sheet.submission, signed, given=given, session=session, at=at)
    except (NotComplete, Conflict):
        # Another window changed something meanwhile: it is shown before anything is sent.
        return redirect("patient:check")
    # What was sent is summed up, but not on a device that the next person holds.
    return redirect("patient:hand_back" if is_on_device(sheet.live) else "patient:sent")


@require_POST
@while_filling
def unchanged(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """On the day of the visit, nothing changed: the answers are closed as they were sent."""
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "not_saved.html", {}, status=409)
    try:
        confirm_unchanged_by_patient(sheet.live.session, at=timezone.now())
    except NotRecorded as because:
        return show(request, sheet.live, "not_saved.html", {"because": because}, status=409)
    return redirect("patient:sent")


def _again(request: HttpRequest, sheet: Sheet, form: SignForm, why: str) -> HttpResponse:
    """Shown again by GET, with what was typed, so that "Back" never sends it twice."""
    signed = signed_pages(sheet)
    if signed and keep_as_draft(sheet.submission, Place(signed[0]), request):
        return redirect(address("sign", {why: 1}))
    return _render(request, sheet, form, None, status=400)


def _show(request: HttpRequest, sheet: Sheet, draft: Draft | None) -> HttpResponse:
    form = _form(sheet, as_posted(draft) if draft else None)
    if draft and not {"errors", "name"} & {*request.GET}:
        shown = {name: form.data.get(name, "") for name in form.fields}
        form = _form(sheet, None)
        form.initial = shown
    return _render(request, sheet, form, draft)


def _render(
    request: HttpRequest, sheet: Sheet, form: SignForm, draft: Draft | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "declaration": declaration_of(sheet.questionnaire),
        "stamps": stamps(sheet.submission, 0, draft),
        "back": address("check"),
        "named": sheet.facts.name,
        "typed": form.data.get(SIGNATURE) if "name" in request.GET and draft else "",
        "answers_for": sheet.spoken_of,
    }
    return show(request, sheet.live, "sign.html", context, status=status)


def _form(sheet: Sheet, posted: object) -> SignForm:
    is_own = not sheet.spoken_of
    return SignForm(statements_of(sheet), posted, on_device=is_on_device(sheet.live), own=is_own)


def is_strange(sheet: Sheet, signature: str) -> bool:
    """A patient who signs with no word of the name on the visit is asked once; others are not."""
    return not sheet.spoken_of and not shares_a_word(signature, sheet.facts.name)


def signed_with(
    form: forms.Form, request: HttpRequest, sheet: Sheet, on_paper: OnPaper | None = None
) -> Signed:
    said, stamp = form.cleaned_data, stamp_in(request.POST)
    statements = tuple(
        PageSaid(
            page,
            # A box that is not ticked says nothing; only a question can be answered with no.
            {q.key: said[q.key] or None for q in sheet.walk.asked_on(page)},
            revision=sheet.given.revision_of(page),
            tab=stamp.tab,
        )
        for page in signed_pages(sheet)
    )
    return Signed(said[SIGNATURE], statements, sheet.facts.language, on_paper)


def statements_of(sheet: Sheet) -> list[Question]:
    """What is ticked before signing, in the patient's language."""
    asked = (q for page in signed_pages(sheet) for q in sheet.walk.asked_on(page))
    return [sheet.spoken(question) for question in asked]


def signed_pages(sheet: Sheet) -> list[Page]:
    return [page for page in sheet.walk.pages if page not in sheet.pages]

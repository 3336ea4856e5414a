"""The end of typing in: who signed the paper and when, who read it back, and it is sent."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.actions.answers.sheet import Conflict
from intake.actions.answers.submit import (
    NotComplete,
    NotSigned,
    OnPaper,
    sign_and_send,
    signed_name,
)
from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.questionnaire import Question
from intake.forms.dates import SplitDateField
from intake.patient.filling import BLANK, SIGNATURE, Sheet, address, is_for, stamps, while_filling
from intake.patient.fit import waiting
from intake.patient.send import AS_IT_IS, is_strange, signed_with, statements_of
from intake.patient.session import is_typed_in, show

SIGNED_ON, READ_BACK_BY = "-signed-on", "-read-back-by"
NAME = {"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}


class SignedPaperForm(forms.Form):
    """The statements as they are ticked on the paper, the name and the day under them."""

    use_required_attribute = False

    def __init__(self, statements: list[Question], today: date, *args) -> None:
        super().__init__(*args)
        self.today = today
        needed = any(question.required for question in statements)
        is_said = BLANK in (self.data or {})
        missing = _("Tick it if it is ticked on the paper: “%(statement)s”")
        for each in statements:
            self.fields[each.key] = forms.BooleanField(
                label=each.text,
                required=each.required and not is_said,
                error_messages={"required": missing % {"statement": each.text}},
            )
        if needed:
            words = _("What is not ticked here is not ticked on the paper either.")
            self.fields[BLANK] = forms.BooleanField(label=words, required=False)
        self.fields |= _signature()

    def clean(self) -> None:
        for name in (SIGNATURE, READ_BACK_BY):
            if name not in self.errors:
                try:
                    signed_name(self.cleaned_data.get(name, ""))
                except NotSigned:
                    self.add_error(name, _("Type a full name."))
        signed_on = self.cleaned_data.get(SIGNED_ON)
        if signed_on and signed_on > self.today:
            self.add_error(SIGNED_ON, _("This day is still to come. Look at the paper again."))


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def sign(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if not is_typed_in(sheet.live):
        return redirect("patient:sign")
    if not sheet.is_ready:
        return redirect("patient:check")
    if waiting(sheet):
        return redirect("patient:fit")
    # What the scribe reads is in English, what the patient signed in the language of the paper,
    # which the sheet is read in.
    with translation.override("en"):
        if request.method == "POST" and not is_for(sheet.submission, request.POST):
            return show(request, sheet.live, "not_saved.html", {}, status=409)
        today = sheet.submission.visit.site.day(sheet.at)
        form = SignedPaperForm(statements_of(sheet), today, request.POST or None)
        if not form.is_valid():
            return _show(request, sheet, form)
        if AS_IT_IS not in request.POST and is_strange(sheet, form.cleaned_data[SIGNATURE]):
            return _show(request, sheet, form, signed_by=form.cleaned_data[SIGNATURE])
        return _send(request, sheet, form)


def _send(request: HttpRequest, sheet: Sheet, form: SignedPaperForm) -> HttpResponse:
    said, at = form.cleaned_data, timezone.now()
    paper = OnPaper(said[SIGNED_ON], said[READ_BACK_BY])
    try:
        signed, session = signed_with(form, request, sheet, paper), sheet.live.session
        sign_and_send(sheet.submission, signed, given=sheet.given, session=session, at=at)
    except (NotComplete, Conflict):
        # Another window changed something meanwhile: it is shown before anything is sent.
        return redirect("patient:check")
    messages.success(request, _("Sent. The provider sees it now."))
    return redirect("scribe:visit", sheet.submission.visit.reference)


def _show(
    request: HttpRequest, sheet: Sheet, form: SignedPaperForm, *, signed_by: str = ""
) -> HttpResponse:
    """``signed_by`` another than the visit is for: asked once, it may be the wrong paper."""
    blanks = [each.question.short for each in sheet.walk.asked if each.is_left_blank]
    context = {
        "form": form,
        "stamps": stamps(sheet.submission, 0, None),
        "back": address("check"),
        "typed": signed_by,
        "left_blank": [*dict.fromkeys(blanks)],
    }
    status = 400 if form.errors or signed_by else 200
    return show(request, sheet.live, "../scribe/sign.html", context, status=status)


def _signature() -> dict[str, forms.Field]:
    signed_on = SplitDateField(
        noun=gettext_lazy("The date on the paper"),
        label=_("Signed on"),
        help_text=_("The date beside the signature."),
        error_messages={"required": _("Enter the date beside the signature.")},
    )
    signed_by = _name(
        _("Name in the signature"),
        _("Who signed the paper, letter for letter. Without a signature it can't be sent."),
        _("Type the name that is signed on the paper."),
    )
    read_by = _name(
        _("Read back to the patient by"),
        _("Who read aloud to the patient what was typed, and heard that it is right."),
        _("Type who read the answers back to the patient."),
    )
    return {SIGNATURE: signed_by, SIGNED_ON: signed_on, READ_BACK_BY: read_by}


def _name(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=SHORT_TEXT,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs=NAME),
    )

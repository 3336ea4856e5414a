"""Sign and send: the patient ticks the statements, types a name, and the answers are frozen."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.actions.answers.save import Conflict
from intake.actions.answers.submit import NotComplete, NotSigned, send
from intake.core.questionnaire.questionnaire import Question
from intake.walking.filling import declaration_of
from intake.walking.places import Place

from . import pages
from .addresses import address
from .filling import Sheet, while_filling
from .posted import VISIT, is_for
from .session import is_on_device, show

SIGNATURE = "-signature"


class SignForm(forms.Form):
    """The declaration of a questionnaire as boxes to tick, and the typed name under it."""

    use_required_attribute = False

    def __init__(self, statements: list[Question], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
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
        # The name is checked where it is signed with, so that no other way in can sign with less.
        self.fields[SIGNATURE] = forms.CharField(
            label=_("Type your full name to sign"),
            help_text=_("If you filled this out for someone else, type your own name."),
            error_messages={"required": _("Type your name to sign.")},
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def sign(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if not sheet.is_ready:
        return redirect("patient:check")
    form = SignForm(_statements(sheet), request.POST or None)
    if is_on_device(sheet.live):
        form.fields[SIGNATURE].widget.attrs["autocomplete"] = "off"
    if not form.is_valid():
        return _show(request, sheet, form)
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "other_visit.html", {}, status=409)
    try:
        _keep_statements(sheet, form)
        signature = form.cleaned_data[SIGNATURE]
        session, at = sheet.live.session, timezone.now()
        send(sheet.submission, session=session, signature=signature, at=at)
    except (NotComplete, Conflict):
        # Another window changed something meanwhile: it is shown before anything is sent.
        return redirect("patient:check")
    except NotSigned as problem:
        form.add_error(SIGNATURE, str(problem))
        return _show(request, sheet, form)
    # What was sent is summed up, but not on a device that the next person holds.
    return redirect("patient:hand_back" if is_on_device(sheet.live) else "patient:sent")


def _show(request: HttpRequest, sheet: Sheet, form: SignForm) -> HttpResponse:
    context = {
        "form": form,
        "declaration": declaration_of(sheet.questionnaire),
        "stamp": {VISIT: sheet.submission.pk},
        "back": address("check"),
    }
    return show(request, sheet.live, "sign.html", context, status=400 if form.errors else 200)


def _statements(sheet: Sheet) -> list[Question]:
    return [question for page in _signed_pages(sheet) for question in sheet.walk.asked_on(page)]


def _keep_statements(sheet: Sheet, form: SignForm) -> None:
    for page in _signed_pages(sheet):
        # A box that is not ticked says nothing; only a question can be answered with no.
        said = {q.key: form.cleaned_data[q.key] or None for q in sheet.walk.asked_on(page)}
        pages.keep(sheet, Place(page), said, revision=sheet.given.revision_of(page))


def _signed_pages(sheet: Sheet):
    return [page for page in sheet.walk.pages if page not in sheet.pages]

"""The decision at the end of a talk: what it rests on, what bars going ahead, the signature."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.actions import access_log as look
from intake.actions.talk.kept_notes import forget_notes, notes_of
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sign_off import NotReady, Signing, sign_off, supersede
from intake.actions.talk.talk_page import Room, Signed
from intake.core.talk.readiness import bars, left_open
from intake.core.talk.sign_off import DECISION_WORDS, MEANING, Decision, DecisionKind
from intake.core.talk.together import (
    LEANING_WORDS,
    OPTION_WORDS,
    SURE,
    Leaning,
    Option,
    Said,
    SureAnswer,
    Together,
)
from intake.display.case import case_of
from intake.display.matters import ranges
from intake.forms.choices import CheckboxList, RadioList
from intake.forms.words import number_in
from intake.models import Visit

from .password import SigningFields
from .rows import Kept, asks_of, rows_of
from .shared import (
    TYPED,
    AfterSigningForm,
    SeenForm,
    back_to,
    forget_kept,
    in_the_room,
    kept_of,
    room_or_404,
    room_page,
)

ONE_REASON = (
    _("No treatment today"),
    _("Patient wants time"),
    _("Next visit"),
    _("Does not apply"),
)
"""Offered for points that were left open; anything else can be typed."""
LINE = forms.Textarea(attrs={"rows": 1, "data-keep": True})


class DecidingFields(SigningFields):
    """What is decided and why."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("Decided"),
        choices=DECISION_WORDS.items(),
        widget=RadioList,
        error_messages={"required": _("Choose a decision.")},
    )
    until = forms.DateField(
        label=_("Wait until this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give the day as a date, such as 2026-11-22.")},
    )
    what = forms.CharField(label=_("Until what is done, or to whom"), required=False)
    reason = forms.CharField(
        label=_("Why, in a line (both papers print it)"),
        widget=LINE,
        error_messages={"required": _("Give the reason for the decision.")},
    )

    def decision(self, together: Together | None) -> Decision:
        said = self.cleaned_data
        kind = DecisionKind(said["kind"])
        return Decision(kind, said["reason"], said["until"], said["what"], together)


class DecisionForm(SeenForm, DecidingFields):
    """With everything that was done together; what is said of single points comes by number."""

    options = forms.MultipleChoiceField(
        label=_("Choices looked at"),
        choices=OPTION_WORDS.items(),
        required=False,
        widget=CheckboxList,
    )
    leaning = forms.ChoiceField(
        label=_("The patient leans"),
        choices=LEANING_WORDS.items(),
        required=False,
        widget=RadioList,
    )
    matters = forms.CharField(label=_("What matters to the patient"), required=False, widget=LINE)
    yes = forms.CharField(
        label=_("The patient’s own yes, in the patient’s words"), required=False, widget=LINE
    )
    present = forms.CharField(label=_("Who else was present"), required=False)
    why_open_as = forms.CharField(required=False)
    why_open = forms.CharField(required=False, widget=LINE)
    why_unknown = forms.CharField(
        label=_("Why go ahead though so much is not known"), required=False, widget=LINE
    )

    @property
    def picks(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self["options"], self["leaning"]

    @property
    def has_more(self) -> bool:
        """Whether anything stands in the fields that are folded away."""
        typed = any(self[name].value() for name in ("until", "what", "present"))
        return typed or bool(self["role"].errors)

    def signing(self) -> Signing:
        return Signing(self.decision(self._together()), self.cleaned_data["role"])

    def _together(self) -> Together:
        said = self.cleaned_data
        why_open = "; ".join(filter(None, (said["why_open_as"], said["why_open"])))
        return Together(
            options=tuple(map(Option, said["options"])),
            matters=said["matters"],
            leaning=Leaning(said["leaning"]) if said["leaning"] else None,
            said_back=self._by_number("back"),
            answers=self._by_number("ask"),
            sure=tuple(
                SureAnswer(key, self.data[f"sure-{key}"] == "yes")
                for key in SURE
                if self.data.get(f"sure-{key}") in ("yes", "no")
            ),
            yes=said["yes"],
            present=said["present"],
            why_open=why_open,
            why_unknown=said["why_unknown"],
        )

    def _by_number(self, kind: str) -> tuple[Said, ...]:
        found = ((name.partition("-"), text) for name, text in self.data.items())
        return tuple(
            Said(number, str(text))
            for (named, _dash, digits), text in found
            if named == kind and (number := number_in(digits)) is not None
        )


class SupersedingForm(AfterSigningForm, DecidingFields):
    field_order = ("signed", "kind", "until", "what", "reason", "role", "password")

    def signing(self, before: Signed) -> Signing:
        """What was done together stays as it was signed before."""
        together = before.decision.together if before.decision else None
        return Signing(self.decision(together or Together()), self.cleaned_data["role"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def decision(request: HttpRequest, visit: Visit) -> HttpResponse:
    room, kept = room_or_404(request, visit), notes_of(visit, request.user)
    # What was typed before; what matters starts with the patient's own hope.
    before = {"matters": room.discussion.own_words.hope, **kept}
    before["options"] = kept.get("options", "").split()
    form = DecisionForm(request.POST or None, initial=before)
    try:
        if form.is_bound and form.is_signed_by(request):
            discussion, seen = form.discussion_of(visit), form.cleaned_data["seen"]
            at = timezone.now()
            sign_off(discussion, form.signing(), by=request.user, at=at, seen=seen)
            forget_notes(visit, list(filter(TYPED.fullmatch, kept)), by=request.user)
            return back_to(visit, "signature")
    except NotReady as because:
        for sentence in because.missing:
            form.add_error(None, sentence)
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("decision_read", at=timezone.now(), by=request.user, visit=visit)
    return _asked(request, room, form, kept)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def superseding(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Another decision in the place of the one that was signed."""
    room = room_or_404(request, visit)
    if room.signed is None:
        raise Http404
    kept = kept_of("supersede", visit, request.user)
    before = {**kept, "signed": room.signed.record.sha256}
    form = SupersedingForm(request.POST or None, initial=before)
    try:
        if form.is_bound and form.is_signed_by(request):
            at, shown = timezone.now(), form.decision_shown(room)
            supersede(shown.record, form.signing(shown), by=request.user, at=at)
            forget_kept("supersede", visit, request.user)
            return back_to(visit, "signature")
    except NotReady as because:
        for sentence in because.missing:
            form.add_error(None, sentence)
    except NotRecorded as because:
        form.refuse(because)
    look.record("decision_read", at=timezone.now(), by=request.user, visit=visit)
    status = 409 if form.errors else 200
    may_sign = visit.provider_id == request.user.pk
    return room_page(request, room, "supersede.html", status=status, form=form, may_sign=may_sign)


def _teach_back(room: Room, kept: Kept) -> tuple[str, str] | None:
    """What is said back before going ahead stands with the point that says when to get help."""
    key = room.frozen.submission.version.read().roles.help_point
    for point in room.discussion.points:
        if point.key == key:
            field = f"back-{point.number}"
            return field, kept.get(field, "")
    return None


def _asked(request: HttpRequest, room: Room, form: DecisionForm, kept: Kept) -> HttpResponse:
    """Of notes to holds so few letters that the page keeps to its screens, however many."""
    rows, still_open = rows_of(room, kept, are_ticked=False), left_open(room.ready)
    return room_page(
        request,
        room,
        "decision.html",
        status=409 if form.errors else 200,
        form=form.shown_in(room),
        rows=rows,
        case=case_of(room.discussion),
        said_back=[(row, kept.get(row.said_back, "")) for row in rows.holds],
        note_letters=200 if len(rows.holds) < 3 else 60 if len(rows.holds) < 5 else 40,
        asks=asks_of(room, kept),
        bars=bars(room.ready),
        blocking=[each for each in room.missing if each.blocks and "Choose a" not in each.says],
        reminders=[each for each in room.missing if not each.blocks],
        left_open=still_open,
        left_open_numbers=ranges(sorted(point.number for point in still_open)),
        has_more=form.has_more,
        teach_back=_teach_back(room, kept),
        one_reason=ONE_REASON,
        sure=[(key, words, kept.get(f"sure-{key}", "")) for key, words in SURE.items()],
        meaning=MEANING,
        may_record=room.signed is None,
        may_sign=not (room.signed or room.reopening) and room.visit.provider_id == request.user.pk,
    )

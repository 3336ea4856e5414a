"""Records what was seen of a fact of product or clinic: with one button, or its value and how."""

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions import access_log as look
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.talk_page import Room
from intake.actions.talk.verify import (
    Fact,
    not_shown,
    take_back_verified,
    verify,
    verify_all,
)
from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.answers import DONT_KNOW
from intake.core.talk.ladder import RungNow
from intake.core.talk.verified_facts import EXPIRY, LOT
from intake.forms.choices import CheckboxList
from intake.forms.record import FactFields
from intake.models import Visit

from .facts_shown import facts_shown
from .shared import SeenForm, back_to, in_the_room, room_or_404, room_page

BY_REGISTER, ON_THE_PRODUCT = "As the clinic’s register says", "Read on the product"


class FactForm(SeenForm, FactFields):
    """What was seen in words, and as an answer of the question: that one goes by the rules."""

    codes = forms.MultipleChoiceField(
        label="Which answer is that?",
        help_text="Only what is ticked here can raise or settle a point.",
        required=False,
        widget=CheckboxList,
    )
    field_order = ("seen", "revision", "edition", "value", "codes", "how", "on")

    def for_question(self, room: Room, key: str) -> "FactForm":
        question = room.frozen.submission.version.read().by_key.get(key)
        texts = question.texts if question else {}
        offered = [(code, words) for code, words in texts.items() if code != DONT_KNOW]
        if offered:
            self.fields["codes"].choices = offered
        else:
            del self.fields["codes"]
        return self

    def fact_of(self, key: str) -> Fact:
        said = self.cleaned_data
        codes = tuple(said.get("codes", ()))
        return Fact(key, said["value"], said["how"], said["on"], codes=codes)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def fact(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    room = room_or_404(request, visit)
    rung = _rung_or_404(room, key)
    form = FactForm(request.POST or None, initial={"on": visit.site.day(timezone.now())})
    form.for_question(room, key)
    try:
        if form.is_valid():
            made, seen = form.fact_of(key), form.cleaned_data["seen"]
            verify(visit, made, by=request.user, at=timezone.now(), seen=seen)
            return back_to(visit, "facts")
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("fact_read", at=timezone.now(), by=request.user, visit=visit)
    status = 409 if form.errors else 200
    form.shown_in(room)
    return room_page(request, room, "fact.html", status=status, form=form, rung=rung)


@require_POST
@in_the_room
def with_one_button(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The facts that the button names: seen, as the register has them, or not shown."""
    form, today = SeenForm(request.POST), visit.site.day(timezone.now())
    room = room_or_404(request, visit)
    if not form.is_valid():
        raise NotRecorded("The page was not whole. Record it from the talk.")
    how, _, key = request.POST.get("fact", "").partition(":")
    facts = _facts(room, how, key, today)
    seen = form.cleaned_data["seen"]
    verify_all(visit, facts, by=request.user, at=timezone.now(), seen=seen)
    return back_to(visit, "facts")


@require_POST
@in_the_room
def undo(request: HttpRequest, visit: Visit, sequence: int) -> HttpResponse:
    verified = get_object_or_404(visit.verifiedrecords, sequence=sequence)
    take_back_verified(verified, by=request.user, at=timezone.now())
    return back_to(visit, "facts")


def _facts(room: Room, how: str, key: str, today: date) -> list[Fact]:
    if how == "product":
        shown = room.choice.shown if room.choice else None
        until = shown.lot_until if shown else None
        if not shown or until is None:
            raise NotRecorded("Choose product, lot and person first.")
        lot = next(fact.words for fact in shown.facts if fact.fact == LOT)
        return [
            Fact(LOT, lot, ON_THE_PRODUCT, today),
            Fact(EXPIRY, plain_date(until), ON_THE_PRODUCT, today),
        ]
    if how == "none":
        return [not_shown(rung.fact, on=today) for rung in facts_shown(room).unshown]
    rung = _rung_or_404(room, key)
    if how == "not_shown":
        return [not_shown(key, on=today)]
    if how == "register" and any(rung.register_words):
        words = "; ".join(dict.fromkeys(filter(None, rung.register_words)))
        return [Fact(key, words, BY_REGISTER, today, codes=rung.register_codes)]
    raise NotRecorded("The register says nothing about this. Record what you saw.")


def _rung_or_404(room: Room, key: str) -> RungNow:
    rung = next((each for each in room.rungs if each.fact == key), None)
    if rung is None:
        raise Http404
    return rung

"""A text in which nothing can be seen is refused wherever an act needs one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.submit import NotSigned, signed_name
from intake.actions.catalog.publish import PublishingRefused, publish
from intake.actions.privacy.legal_holds import NoReason, place_hold
from intake.actions.register import Chosen, Typed
from intake.actions.talk.corrections import reopen
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.talk.sign_off import add_addendum
from intake.actions.talk.verify import Fact, choose, verify
from intake.actions.visits.people import NameRefused, tidy_name
from intake.core.talk.outcomes import Outcome
from tests.make.builders import a_draft, a_provider, a_user
from tests.make.room import GO_AHEAD, TOGETHER, a_room, fresh, lifted, marked, signed
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db
UNSEEN = "\u200b\u3164\u00a0\U000e0041"
REFUSED = (NotRecorded, NotSigned, NameRefused, PublishingRefused, NoReason)


def at_the_end(discussion: models.FrozenDiscussion, **typed: str) -> None:
    lifted(discussion)
    signed(discussion, replace(GO_AHEAD, **typed))


def with_a_role(discussion: models.FrozenDiscussion, text: str, role: str) -> None:
    lifted(discussion)
    record = signed(discussion)
    add_addendum(record, text, by=record.signer, at=timezone.now(), role=role)


def seen(discussion: models.FrozenDiscussion, **typed: str) -> None:
    visit = fresh(discussion.submission.visit)
    fact = replace(Fact("source", "cord", "On the label", timezone.localdate()), **typed)
    verify(visit, fact, by=visit.provider, at=timezone.now(), seen=visit.recorded)


def chosen(discussion: models.FrozenDiscussion, **typed: str) -> None:
    visit = fresh(discussion.submission.visit)
    choice = Chosen(typed=Typed(**typed))
    choose(visit, choice, by=visit.provider, at=timezone.now(), seen=visit.recorded)


PLACES: dict[str, Callable[[models.FrozenDiscussion, models.Visit], object]] = {
    "signature": lambda _d, _v: signed_name(UNSEEN),
    "name at the desk": lambda _d, _v: tidy_name(UNSEEN),
    "why a hold is lifted": lambda d, _v: marked(d, 1, Outcome.LIFTED, UNSEEN),
    "why answers are reopened": lambda _d, v: reopen(
        v, reason=UNSEEN, by=a_user(), at=timezone.now()
    ),
    "why a colleague steps in": lambda _d, v: step_in(
        v, reason=UNSEEN, by=a_provider(), at=timezone.now()
    ),
    "why a visit is handed on": lambda _d, v: reassign(
        v, a_provider(), reason=UNSEEN, by=a_user(), at=timezone.now()
    ),
    "why a record is kept": lambda _d, v: place_hold(
        v.patient, reason=UNSEEN, by=a_user(), at=timezone.now()
    ),
    "why so decided": lambda d, _v: at_the_end(d, reason=UNSEEN),
    "her own yes": lambda d, _v: at_the_end(d, together=replace(TOGETHER, yes=UNSEEN)),
    "why points stay open": lambda d, _v: at_the_end(
        d, together=replace(TOGETHER, why_open=UNSEEN)
    ),
    "an addendum": lambda d, _v: with_a_role(d, UNSEEN, "Provider"),
    "a role": lambda d, _v: with_a_role(d, "She called.", UNSEEN),
    "what was seen": lambda d, _v: seen(d, value=UNSEEN),
    "how it was seen": lambda d, _v: seen(d, how=UNSEEN),
    "a product that is typed": lambda d, _v: chosen(d, product=UNSEEN),
    "a person who is typed": lambda d, _v: chosen(d, person=UNSEEN),
    "why it is published": lambda _d, _v: publish(
        a_draft(SMALL), by=a_user(), at=timezone.now(), why=UNSEEN
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_text_that_shows_nothing_is_refused_in_words(place):
    discussion = a_room()
    with pytest.raises(REFUSED) as refused:
        PLACES[place](discussion, discussion.submission.visit)
    assert str(refused.value).strip()

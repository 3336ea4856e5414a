"""Everything a provider sees in the room, in as many queries for much as for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import confirm_unchanged
from intake.actions.talk.kept_notes import keep_notes, notes_of
from intake.actions.talk.sign_off import add_addendum
from intake.actions.talk.signature import SignatureState
from intake.actions.talk.talk_page import room_of
from intake.actions.talk.verify import Fact, verify
from intake.core.discussion.in_words import plain_date
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Missing
from intake.core.talk.verified_facts import LOT
from tests.make.builders import a_user, a_version, a_visit
from tests.make.room import ROOM, a_room, a_signed_room, fresh, lifted, marked, owner_of, signed

pytestmark = pytest.mark.django_db


def enter_room(discussion, at=None):
    visit = discussion.submission.visit
    return room_of(visit, by=fresh(visit).provider, at=at or timezone.now())


def test_there_is_no_room_before_anything_was_sent():
    a_version(ROOM)
    visit = a_visit()
    assert room_of(visit, by=visit.provider, at=timezone.now()) is None


def test_room_says_what_is_missing_and_how_much_was_seen():
    discussion = a_room()
    marked(discussion, 2, Outcome.WANTS_TIME)
    room, day = enter_room(discussion), plain_date(discussion.submission.visit.date)
    assert (room.frozen, room.seen, room.signed, room.grant) == (discussion, 1, None, None)
    assert room.missing == (
        Missing("Point 1, “Reaction”: record whether the hold is lifted or stays.", blocks=True),
        Missing("Choose a decision and give its reason.", blocks=True),
        Missing(f"The visit is on {day}. You would sign before that day.", blocks=False),
        Missing("The patient wants time for: 2.", blocks=False),
    )
    assert room.outcomes.of(2).talk.by_name == "Ana Ruiz, MD"


def test_signed_room_shows_decision_addenda_and_that_the_signature_is_valid():
    sign_off = a_signed_room()
    add_addendum(sign_off, "She called.", by=sign_off.signer, at=timezone.now(), role="Provider")
    shown = enter_room(sign_off.discussion).signed
    assert (shown.record, shown.state) == (sign_off, SignatureState.VALID)
    assert shown.decision.reason == "All holds lifted."
    assert [(each.text, each.state) for each in shown.addenda] == [
        ("She called.", SignatureState.VALID)
    ]
    assert enter_room(sign_off.discussion).missing == ()


def test_room_opens_when_rows_were_altered_and_says_so():
    sign_off = a_signed_room()
    models.OutcomeRecord.objects.update(content=b"x")
    models.SignOff.objects.update(content=b"x")
    room = enter_room(sign_off.discussion)
    assert (room.unreadable, room.signed.decision) == (2, None)
    assert room.signed.state is SignatureState.NOT_VALID


def record_much(discussion, times):
    by, at = owner_of(discussion), timezone.now()
    visit = discussion.submission.visit
    for turn in range(times):
        for number in (2, 3, 4):
            marked(discussion, number, Outcome.WANTS_TIME, f"Turn {turn}")
        fact = Fact(LOT, "A12", f"Read, turn {turn}", timezone.localdate(at))
        verify(visit, fact, by=by, at=at, seen=fresh(visit).recorded)
        confirm_unchanged(discussion, by=by, at=at + timedelta(seconds=turn))


def queries(discussion):
    with CaptureQueriesContext(connection) as captured:
        enter_room(discussion)
    return len(captured)


@pytest.mark.parametrize("is_signed", [False, True])
def test_queries_stay_the_same_when_more_is_recorded(is_signed):
    counts = []
    for times in (1, 3):
        discussion = a_room()
        record_much(discussion, times)
        if is_signed:
            lifted(discussion)
            sign_off = signed(discussion)
            for turn in range(times):
                add_addendum(
                    sign_off, f"Turn {turn}", by=sign_off.signer, at=timezone.now(), role="Provider"
                )
        enter_room(discussion)  # the version is read once in a process
        counts.append(queries(discussion))
    assert counts[0] == counts[1]
    assert counts[0] <= (24 if is_signed else 10)


def test_what_one_types_is_brought_back_to_nobody_else():
    visit, now = a_room().submission.visit, timezone.now()
    guest = a_user(username="guest")
    for each in (visit.provider, guest):
        keep_notes(visit, {"note-1": f"Half a note of {each.username}"}, by=each, at=now)
    for each in (visit.provider, guest):
        assert notes_of(visit, each) == {"note-1": f"Half a note of {each.username}"}
    assert notes_of(visit, a_user(username="third")) == {}

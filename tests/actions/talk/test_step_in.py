"""A colleague's visit opened for a day with a reason, the owner told, visits handed on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import confirm_unchanged
from intake.actions.talk.rules import NotRecorded, NotYours, grant_of
from intake.actions.talk.sharing import (
    handed_on_from,
    handing_seen,
    notice_seen,
    notices_for,
    reason_of,
    reassign,
    step_in,
)
from intake.actions.talk.talk_page import room_of
from intake.core.talk.outcomes import Outcome
from tests.make.builders import a_provider, a_user
from tests.make.room import a_room, fresh, marked, owner_of

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def stepped_in(visit, by, *, reason="Ana is ill", at=None):
    return step_in(visit, reason=reason, by=by, at=at or timezone.now())


def open_to(user, at=None):
    return list(models.Visit.objects.visits_open_to(user, at))


@pytest.fixture
def visit():
    return a_room().submission.visit


@pytest.fixture
def guest():
    return a_provider(first_name="Ben")


def test_c32_visit_is_open_for_a_day_when_a_reason_is_recorded(visit, guest):
    at = timezone.now()
    assert open_to(guest, at) == []
    grant = stepped_in(visit, guest, at=at)
    assert (reason_of(grant), grant.owner, grant.until) == ("Ana is ill", visit.provider, at + DAY)
    assert open_to(guest, at) == [visit]
    assert open_to(guest, at + DAY - timedelta(seconds=1)) == [visit]
    assert open_to(guest, at + DAY) == []
    assert open_to(guest, at - timedelta(seconds=1)) == []
    line = visit.access_events.order_by("-id").first()
    assert (line.action, line.user, line.detail) == ("stepped_in", guest, "")


def test_without_a_time_only_own_visits_are_open(visit, guest):
    stepped_in(visit, guest)
    assert open_to(guest) == []
    assert open_to(visit.provider) == [visit]
    assert open_to(visit.provider, timezone.now()) == [visit]


def test_visit_is_listed_once_when_it_was_opened_twice(visit, guest):
    at = timezone.now()
    stepped_in(visit, guest, at=at - DAY - timedelta(hours=1))
    stepped_in(visit, guest, at=at)
    assert open_to(guest, at) == [visit]
    assert models.AccessGrant.objects.count() == 2


def test_double_click_opens_once(visit, guest):
    assert stepped_in(visit, guest) == stepped_in(visit, guest)


def test_closed_account_reaches_nothing(visit, guest):
    stepped_in(visit, guest)
    guest.is_active = False
    assert open_to(guest, timezone.now()) == []
    with pytest.raises(NotRecorded, match="opens no visit"):
        stepped_in(visit, guest)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4_001])
def test_c32_visit_stays_closed_without_a_reason(visit, guest, reason):
    with pytest.raises(NotRecorded):
        stepped_in(visit, guest, reason=reason)
    assert open_to(guest, timezone.now()) == []


def test_own_visit_needs_no_grant(visit):
    with pytest.raises(NotRecorded, match="your own"):
        stepped_in(visit, visit.provider)


def test_reason_can_not_be_read_in_the_row(visit, guest):
    stepped_in(visit, guest, reason="Maria is bleeding")
    assert "Maria" not in repr(models.AccessGrant.objects.values().get())


def test_guest_reads_and_notes_and_lifts_no_hold(visit, guest):
    discussion = visit.submission.discussions.get()
    grant = stepped_in(visit, guest)
    marked(discussion, 2, Outcome.WANTS_TIME, "Will call.", by=guest)
    marked(discussion, 1, Outcome.STAYS, by=guest)
    confirm_unchanged(discussion, by=guest, at=timezone.now())
    with pytest.raises(NotYours, match="Only Ana Ruiz, MD may lift a hold on this visit"):
        marked(discussion, 1, Outcome.LIFTED, "Read", by=guest)
    room = room_of(visit, by=guest, at=timezone.now())
    assert (room.grant, room.outcomes.of(2).talk.by_name) == (grant, "Ben Ruiz, MD")
    assert room_of(visit, by=visit.provider, at=timezone.now()).grant is None


def test_guest_notes_nothing_after_the_day(visit, guest):
    discussion = visit.submission.discussions.get()
    stepped_in(visit, guest, at=timezone.now() - DAY)
    assert grant_of(visit, guest, at=timezone.now()) is None
    with pytest.raises(NotYours):
        marked(discussion, 2, by=guest)


def test_owner_is_told_until_the_notice_was_seen(visit, guest):
    grant = stepped_in(visit, guest)
    assert list(notices_for(visit.provider)) == [grant]
    assert list(notices_for(guest)) == []
    notice_seen(grant, by=guest, at=timezone.now())
    assert list(notices_for(visit.provider)) == [grant]
    notice_seen(grant, by=visit.provider, at=timezone.now())
    notice_seen(grant, by=visit.provider, at=timezone.now())
    assert list(notices_for(visit.provider)) == []
    assert visit.access_events.filter(action="notice_seen").count() == 1


def test_visit_handed_on_is_the_next_providers_alone(visit, guest):
    owner, front_desk = visit.provider, a_user()
    row = reassign(visit, guest, reason="Ana left", by=front_desk, at=timezone.now())
    assert (row.from_provider, row.to_provider, reason_of(row)) == (owner, guest, "Ana left")
    assert (open_to(guest), open_to(owner)) == ([visit], [])
    line = visit.access_events.order_by("-id").first()
    assert (line.action, line.detail) == ("reassigned", f"to user {guest.pk}")


def test_whoever_stepped_in_is_out_when_the_visit_is_handed_on(visit, guest):
    at, heir = timezone.now(), a_provider(first_name="Cy")
    stepped_in(visit, guest, at=at)
    reassign(visit, heir, reason="Ana left", by=a_user(), at=at)
    handed_on = fresh(visit)
    assert (open_to(guest, at), grant_of(handed_on, guest, at=at)) == ([], None)
    again = stepped_in(handed_on, guest, at=at)
    assert (again.owner, open_to(guest, at)) == (heir, [visit])


def test_earlier_owner_is_told_of_handing_on_until_it_was_seen(visit, guest):
    owner, at = visit.provider, timezone.now()
    row = reassign(visit, guest, reason="Ana left", by=a_user(), at=at)
    assert (list(handed_on_from(owner)), list(handed_on_from(guest))) == ([row], [])
    handing_seen(row, by=guest, at=at)
    assert list(handed_on_from(owner)) == [row]
    handing_seen(row, by=owner, at=at)
    handing_seen(row, by=owner, at=at)
    assert list(handed_on_from(owner)) == []
    assert visit.access_events.filter(action="notice_seen").count() == 1


def test_grant_of_the_new_owner_does_not_matter_after_handing_on(visit, guest):
    stepped_in(visit, guest)
    reassign(visit, guest, reason="Ana left", by=a_user(), at=timezone.now())
    assert open_to(guest, timezone.now()) == [visit]
    discussion = visit.submission.discussions.get()
    assert owner_of(discussion) == guest
    marked(discussion, 1, Outcome.LIFTED, "Read")


@pytest.mark.parametrize("reason", ["", "  "])
def test_handing_on_needs_a_reason(visit, guest, reason):
    with pytest.raises(NotRecorded, match="Say why"):
        reassign(visit, guest, reason=reason, by=a_user(), at=timezone.now())
    assert fresh(visit).provider == visit.provider


def test_visit_is_not_handed_to_its_owner_or_to_a_closed_account(visit):
    closed = a_provider(first_name="Cy", is_active=False)
    for provider, words in ((visit.provider, "already"), (closed, "is closed")):
        with pytest.raises(NotRecorded, match=words):
            reassign(visit, provider, reason="Ana left", by=a_user(), at=timezone.now())

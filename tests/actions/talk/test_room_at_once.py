"""Several people at one talk at the same moment lose nothing, on a database they share."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.register import Chosen
from intake.actions.talk.corrections import cancel_reopening, reopen
from intake.actions.talk.load import outcomes_of
from intake.actions.talk.outcomes import Mark, mark, mark_told, take_back
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.talk.sign_off import Signing, add_addendum, sign_off
from intake.actions.talk.signature import SignatureState, addendum_states, signature_state
from intake.actions.talk.verify import Fact, choose, verify
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.verified_facts import EXPIRY, LOT
from tests.actions.answers.test_at_once import at_once
from tests.make.builders import a_provider, a_user
from tests.make.room import DECLINE, a_lot, a_room, a_signed_room, fresh, lifted, marked

# Threads see what other threads wrote only outside of a test's own transaction.
pytestmark = [pytest.mark.django_db(transaction=True)] if connection.vendor == "postgresql" else []


@pytest.fixture
def discussion(shared_database):
    return a_room()


def outcome_of(act, *given):
    """The name of what refused, or "done"."""
    try:
        act(*given)
    except NotRecorded as refused:
        return type(refused).__name__
    return "done"


def two_providers(visit):
    guest = a_provider(first_name="Ben")
    before = timezone.now() - timedelta(minutes=5)
    step_in(visit, reason="Two of us are in the room", by=guest, at=before)
    return fresh(visit).provider, guest


def test_two_providers_marking_different_points_are_both_kept(discussion):
    at = timezone.now()
    owner, guest = two_providers(discussion.submission.visit)
    work = [(1, Outcome.STAYS, owner), (2, Outcome.DISCUSSED, guest), (3, Outcome.DISCUSSED, owner)]
    work += [(4, Outcome.WANTS_TIME, guest)]
    told = at_once(
        lambda one: outcome_of(lambda: mark(discussion, Mark(*one[:2]), by=one[2], at=at, seen=0)),
        work,
    )
    assert told == ["done"] * 4
    entries = outcomes_of(discussion.submission.visit)
    assert sorted((e.number, e.outcome, e.by) for e in entries) == sorted(
        (number, outcome, by.pk) for number, outcome, by in work
    )
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert fresh(discussion.submission.visit).recorded == 4


def test_of_two_providers_marking_one_point_one_is_kept_and_one_is_told(discussion):
    at = timezone.now()
    owner, guest = two_providers(discussion.submission.visit)
    told = at_once(
        lambda one: outcome_of(lambda: mark(discussion, Mark(2, one[0]), by=one[1], at=at, seen=0)),
        [(Outcome.DISCUSSED, owner), (Outcome.WANTS_TIME, guest)],
    )
    assert Counter(told) == {"done": 1, "ChangedElsewhere": 1}
    assert len(outcomes_of(discussion.submission.visit)) == 1


def test_eight_double_clicks_record_once(discussion):
    at, owner = timezone.now(), fresh(discussion.submission.visit).provider
    rows = at_once(
        lambda _n: mark(discussion, Mark(2, Outcome.DISCUSSED), by=owner, at=at, seen=0).pk,
        range(8),
    )
    assert len(set(rows)) == 1
    assert models.OutcomeRecord.objects.count() == 1


def test_checklist_recorded_by_four_at_once_is_recorded_once(discussion):
    at, owner = timezone.now(), fresh(discussion.submission.visit).provider
    kept = at_once(lambda _n: len(mark_told(discussion, [3, 4], by=owner, at=at)), range(4))
    assert sorted(kept) == [0, 0, 0, 2]


def test_outcome_is_taken_back_once_by_six_at_once(discussion):
    row, at = marked(discussion, 2), timezone.now()
    owner, guest = two_providers(discussion.submission.visit)
    told = at_once(lambda by: outcome_of(lambda: take_back(row, by=by, at=at)), [owner, guest] * 3)
    assert models.OutcomeRecord.objects.count() == 2
    assert Counter(told) == {"done": 3, "ChangedElsewhere": 3}
    now = outcomes_now(discussion.read(), outcomes_of(discussion.submission.visit))
    assert now.of(2).talk is None


def test_front_desk_and_provider_verify_at_once(discussion):
    at, visit = timezone.now(), discussion.submission.visit
    day = timezone.localdate(at)
    facts = [
        Fact(LOT, "A12", "Read", day),
        Fact(LOT, "B7", "Read", day),
        Fact(EXPIRY, "12/2030", "y", day),
    ]
    people = [a_user() for _fact in facts]
    told = at_once(
        lambda one: outcome_of(lambda: verify(visit, one[0], by=one[1], at=at, seen=0)),
        list(zip(facts, people, strict=True)),
    )
    assert Counter(told) == {"done": 2, "ChangedElsewhere": 1}
    assert told[2] == "done"


def test_of_two_choices_from_the_register_one_is_kept_and_one_is_told(discussion):
    at, visit, lot = timezone.now(), discussion.submission.visit, a_lot()
    chosen = [Chosen(lot.product, lot), Chosen(lot.product)]
    told = at_once(
        lambda one: outcome_of(lambda: choose(visit, one, by=a_user(), at=at, seen=0)), chosen
    )
    assert Counter(told) == {"done": 1, "ChangedElsewhere": 1}
    assert models.ChoiceRecord.objects.count() == 1


def test_signature_covers_what_was_recorded_at_the_same_moment_or_refuses(discussion):
    lifted(discussion)
    visit, at = discussion.submission.visit, timezone.now()
    owner, guest = two_providers(visit)

    def act(who):
        if who is owner:
            signing = Signing(DECLINE, role="Treating provider")
            return outcome_of(lambda: sign_off(discussion, signing, by=owner, at=at, seen=1))
        return outcome_of(
            lambda: mark(discussion, Mark(2, Outcome.DISCUSSED), by=guest, at=at, seen=1)
        )

    told = tuple(at_once(act, [owner, guest]))
    assert told in (("done", "AlreadySigned"), ("ChangedElsewhere", "done"))
    if told[0] == "done":
        assert signature_state(visit) is SignatureState.VALID


def test_signing_and_reopening_at_once_leave_one_of_them(discussion):
    lifted(discussion)
    visit, at, desk = discussion.submission.visit, timezone.now(), a_user()
    owner = fresh(visit).provider

    def act(is_signing):
        if is_signing:
            signing = Signing(DECLINE, role="Treating provider")
            return outcome_of(lambda: sign_off(discussion, signing, by=owner, at=at, seen=1))
        return outcome_of(lambda: reopen(visit, reason="Wrong medicine", by=desk, at=at))

    told = tuple(at_once(act, [True, False]))
    assert told in (("done", "AlreadySigned"), ("BeingCorrected", "done"))
    assert fresh(visit).state == ("sent" if told[0] == "done" else "reopened")


def test_eight_signatures_at_once_sign_once(discussion):
    lifted(discussion)
    at, owner = timezone.now(), fresh(discussion.submission.visit).provider
    signing = Signing(DECLINE, role="Treating provider")
    told = at_once(
        lambda _n: outcome_of(lambda: sign_off(discussion, signing, by=owner, at=at, seen=1)),
        range(8),
    )
    assert Counter(told) == {"done": 1, "AlreadySigned": 7}
    assert signature_state(discussion.submission.visit) is SignatureState.VALID


def test_four_reopenings_at_once_reopen_once_and_cancel_once(discussion):
    visit, at, desk = discussion.submission.visit, timezone.now(), a_user()
    told = at_once(
        lambda _n: outcome_of(lambda: reopen(visit, reason="Wrong", by=desk, at=at)), range(4)
    )
    assert Counter(told) == {"done": 1, "BeingCorrected": 3}
    told = at_once(lambda _n: outcome_of(lambda: cancel_reopening(visit, by=desk, at=at)), range(4))
    assert Counter(told) == {"done": 1, "NotRecorded": 3}
    assert models.Submission.objects.get().revision == 1


def test_addenda_written_at_once_are_all_kept_and_valid(shared_database):
    row, at = a_signed_room(), timezone.now()
    at_once(lambda text: add_addendum(row, text, by=row.signer, at=at, role="Provider"), "abcdef")
    assert addendum_states(row) == {n: SignatureState.VALID for n in range(1, 7)}


def test_marking_goes_on_while_the_visit_is_handed_on(discussion):
    visit, at, desk = discussion.submission.visit, timezone.now(), a_user()
    owner, heir = fresh(visit).provider, a_provider(first_name="Ben")

    def act(is_handing_on):
        if is_handing_on:
            return outcome_of(lambda: reassign(visit, heir, reason="Ana left", by=desk, at=at))
        return outcome_of(
            lambda: mark(discussion, Mark(2, Outcome.DISCUSSED), by=owner, at=at, seen=0)
        )

    told = at_once(act, [True, False])
    assert told in (["done", "done"], ["done", "NotYours"])

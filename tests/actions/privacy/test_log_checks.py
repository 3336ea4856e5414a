"""A check goes on from the last one, and a known break is answered for by somebody."""

import pytest
from django.db import connection
from django.utils import timezone as clock

from intake import models
from intake.actions.access_log import record
from intake.actions.privacy.verify_log import accept_break
from tests.actions.privacy.test_check_log import LINES, change, checked, take_out, tamper, written
from tests.make.builders import a_user
from tests.make.guards import guards_down

__all__ = ["written"]
pytestmark = pytest.mark.django_db


def test_a_check_goes_on_from_the_last_one_and_reads_only_what_is_new(written):
    assert checked().lines == LINES
    record("looked", at=clock.now())
    assert checked(whole=False).lines == 1
    assert checked(whole=True).lines == LINES + 1
    with guards_down(connection):
        change(LINES + 1, detail="9")
    assert checked(whole=True).problems == ("Line 8 was rewritten, put in, or moved",)


def test_a_check_that_was_noted_by_hand_is_not_believed(written):
    with guards_down(connection):
        change(3, detail="9")
        last = models.AccessSeal.objects.get()
        models.AccessNote.objects.create(
            kind="checked", seal=last.number, head=last.digest, at=clock.now(), digest="0" * 64
        )
    assert checked(whole=False).problems == ("Line 3 was rewritten, put in, or moved",)


def test_a_known_break_that_somebody_answers_for_is_named_and_no_problem_any_more(written):
    (said,) = tamper(lambda: take_out(2))
    accept_break(said, by=a_user(), at=clock.now())
    found = checked()
    assert (found.problems, found.accepted) == ((), (said,))
    with guards_down(connection):
        models.AccessNote.objects.filter(kind="accepted").update(said="Line 3 is missing")
        take_out(3)
    assert checked().problems == ("Lines 2 to 3 are missing",)


def test_a_known_break_is_a_problem_again_when_another_is_said_to_answer_for_it(written):
    (said,) = tamper(lambda: take_out(2))
    accept_break(said, by=a_user(), at=clock.now())
    assert checked().problems == ()
    with guards_down(connection):
        models.AccessNote.objects.filter(kind="accepted").update(by=a_user())
    assert checked().problems == (said,)

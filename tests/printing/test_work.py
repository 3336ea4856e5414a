"""What a printer makes of a job: both copies, the other one too when one fails, and a code."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake import models
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.core.limits import JOB_LEASE
from intake.models import Copy, Job
from intake.pdf.copies import Busy, Printed, RenderFailed
from intake.printing import conduct
from intake.printing.work import print_next
from tests.make.builders import a_sent_submission, a_version
from tests.make.printers import all_is_printed
from tests.make.room import DECLINE, a_signed_room, reworded
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper(monkeypatch):
    """No pages are laid out here: what is printed says which copy it is and with which talk."""
    for copy in Copy:

        def printer(_discussion, *, talk=None, copy=copy, **_more):
            added = len(talk.signed.addenda) if talk else "as sent"
            return Printed(f"%PDF {copy} {added}".encode(), "", 1)

        monkeypatch.setitem(conduct.PRINTERS, copy, printer)


def broken(monkeypatch, copy: Copy, failure: Exception) -> None:
    def fail(_discussion, **_more):
        raise failure

    monkeypatch.setitem(conduct.PRINTERS, copy, fail)


def sent() -> models.FrozenDiscussion:
    a_version(SMALL)
    return a_sent_submission(answers=SMALL_ANSWERS)


def kept(of) -> list[bytes]:
    return sorted(models.sealed.open_bytes(pdf, "content") for pdf in of.pdfs.filter(state="ok"))


def ended() -> list[tuple[str, str]]:
    return list(Job.objects.order_by("asked_at").values_list("state", "code"))


def test_sending_asks_for_both_copies_and_the_command_prints_them():
    frozen = sent()
    assert ended() == [("waiting", "")]
    call_command("printer", "--once")
    assert kept(frozen) == [b"%PDF patient as sent", b"%PDF provider as sent"]
    assert ended() == [("done", "")]


def test_signing_and_each_addendum_ask_for_a_set_that_shows_what_was_signed_by_then():
    record = a_signed_room()
    add_addendum(record, "She called.", by=record.signer, at=timezone.now(), role="Provider")
    all_is_printed()
    assert kept(record) == [
        b"%PDF patient 0", b"%PDF patient 1", b"%PDF provider 0", b"%PDF provider 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("failure", "code"),
    [(RenderFailed("x"), "not_printed"), (Busy(), "busy"), (OSError("Maria"), "error")],
)
def test_one_copy_is_kept_when_the_other_fails_and_the_job_is_tried_again(
    failure, code, monkeypatch
):
    frozen = sent()
    with monkeypatch.context() as broken_now:
        broken(broken_now, Copy.PATIENT, failure)
        all_is_printed()
    assert (kept(frozen), ended()) == ([b"%PDF provider as sent"], [("waiting", code)])
    assert print_next(at=timezone.now() + timedelta(seconds=30))
    assert (len(kept(frozen)), ended()) == (2, [("done", "")])


def test_record_that_does_not_open_is_given_up_at_once():
    frozen = sent()
    models.FrozenDiscussion.objects.filter(pk=frozen.pk).update(document=b"altered")
    all_is_printed()
    assert ended() == [("failed", "cannot_open")]


def test_record_whose_signature_does_not_hold_is_printed_for_nobody():
    record = a_signed_room()
    reworded(record, kind="decline")
    all_is_printed()
    assert kept(record) == []
    assert ended()[-1] == ("failed", "not_valid")


def test_record_that_another_decision_took_the_place_of_is_not_printed_any_more():
    first = a_signed_room()
    signing = Signing(DECLINE, role="Provider")
    later = supersede(first, signing, by=first.signer, at=timezone.now())
    all_is_printed()
    assert (kept(first), kept(later)) == ([], [b"%PDF patient 0", b"%PDF provider 0"])
    assert ended() == [("done", ""), ("done", "not_wanted"), ("done", "")]


def test_worker_that_is_lost_after_one_copy_leaves_the_other_to_the_next(monkeypatch):
    frozen = sent()

    class Killed(BaseException):
        pass

    with monkeypatch.context() as killed, pytest.raises(Killed):
        broken(killed, Copy.PROVIDER, Killed())
        all_is_printed()
    assert ended() == [("taken", "")]
    assert print_next(at=timezone.now() + JOB_LEASE + timedelta(seconds=1))
    assert kept(frozen) == [b"%PDF patient as sent", b"%PDF provider as sent"]
    assert Job.objects.get().perhaps_twice

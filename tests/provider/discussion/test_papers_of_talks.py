"""Copies on paper during and after the talk: fresh while it goes on, kept once it is signed."""

import re

import pytest

from intake import models
from intake.core.talk.outcomes import Outcome
from intake.models import Copy
from intake.pdf.copies import Busy, RenderFailed
from intake.printing import conduct
from tests.make.builders import PASSWORD
from tests.make.printers import all_is_printed
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh, lifted, made_ready, marked, reworded, signed
from tests.pdf.pages import foot_of_each_page, page_in, text_in
from tests.provider.pages import address, page_of, talk_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider(password=PASSWORD))


@pytest.fixture
def visit(discussion):
    return fresh(discussion.submission.visit)


@pytest.fixture
def client(visit):
    return signed_in(visit.provider)


def copy_of(client, visit, copy="provider") -> bytes:
    return client.get(address(visit, f"{copy}.pdf")).content


def sign(client, visit, page="decision/", **more):
    said = {
        "kind": "go_ahead",
        "reason": "All holds lifted.",
        "role": "Treating provider",
        "password": PASSWORD,
        "yes": "Yes, I want it.",
        "why_open": "No time.",
        "why_unknown": "Papers come.",
        "seen": fresh(visit).recorded,
        "revision": 1,
        "edition": models.FrozenDiscussion.objects.filter(submission__visit=visit).first().edition,
        "signed": "".join(visit.sign_offs.values_list("sha256", flat=True)),
        **more,
    }
    assert client.post(address(visit, page), said).status_code == 302


def test_copy_before_the_talk_has_room_to_write_and_is_kept(client, visit):
    assert "NOT SIGNED" not in text_in(copy_of(client, visit))
    assert models.StoredPdf.objects.count() == 1


def test_copy_asked_for_during_the_talk_is_fresh_and_not_kept(client, visit, discussion):
    copy_of(client, visit)
    marked(discussion, 2, Outcome.WANTS_TIME, "Asks her sister.")
    first = text_in(copy_of(client, visit))
    assert "IN DISCUSSION - NOT SIGNED" in first
    assert "Asks her sister." in first
    marked(discussion, 3, Outcome.DISCUSSED, "Said it back.")
    assert "Said it back." in text_in(copy_of(client, visit))
    assert models.StoredPdf.objects.count() == 1
    assert not models.SignedPdf.objects.exists()


def test_signing_keeps_both_copies_and_a_reprint_serves_those_bytes(
    client, visit, discussion, monkeypatch
):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    assert "The copies are being made." in page_of(visit)
    all_is_printed()
    assert "The copies are being made." not in page_of(visit)
    assert set(models.SignedPdf.objects.values_list("copy", "addenda", "state")) == {
        ("provider", 0, "ok"),
        ("patient", 0, "ok"),
    }
    for copy in Copy:
        monkeypatch.setitem(conduct.PRINTERS, copy, None)
    assert "Go ahead" in page_in(copy_of(client, visit), 1)
    assert "You decided to go ahead." in page_in(copy_of(client, visit, "patient"), 1)


def test_addendum_makes_another_copy_and_leaves_the_signed_one(client, visit, discussion):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    before = copy_of(client, visit)
    sign(client, visit, "addendum/", text="She called on Monday.")
    all_is_printed()
    assert "She called on Monday." in text_in(copy_of(client, visit))
    assert client.get(address(visit, "provider.pdf?as=signed")).content == before
    assert models.SignedPdf.objects.count() == 4


def test_copy_of_altered_content_says_so_and_is_not_kept(client, visit, discussion, monkeypatch):
    lifted(discussion)
    signed(discussion)
    reworded(models.OutcomeRecord.objects.first(), outcome=Outcome.STAYS)
    assert "SIGNATURE NOT VALID FOR THIS CONTENT" in text_in(copy_of(client, visit))
    assert not models.SignedPdf.objects.exists()


def test_record_is_signed_also_when_no_paper_can_be_made(client, visit, discussion, monkeypatch):
    def fail(_discussion, **_more):
        raise RenderFailed("killed")

    for copy in Copy:
        monkeypatch.setitem(conduct.PRINTERS, copy, fail)
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    all_is_printed()
    assert set(models.SignedPdf.objects.values_list("state", flat=True)) == {"failed"}
    text = client.get(address(visit, "provider.pdf")).content.decode()
    assert "Tolerated penicillin in 2024, record seen." in text
    assert "All holds lifted." in text


@pytest.mark.parametrize("failure", [Busy(), OSError("no room on the disk")])
def test_signature_stands_before_printing_and_whatever_happens_to_the_printer(
    client, visit, discussion, monkeypatch, failure
):
    stood = []

    def fail(_discussion, **_more):
        stood.append((models.SignOff.objects.count(), fresh(visit).talk))
        raise failure

    for copy in Copy:
        monkeypatch.setitem(conduct.PRINTERS, copy, fail)
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    sign(client, visit, "addendum/", text="She called.")
    assert models.Addendum.objects.count() == 1
    all_is_printed()
    assert stood == [(1, "signed")] * 6
    assert set(models.Job.objects.values_list("state", "tries")) == {("waiting", 1)}
    monkeypatch.undo()
    assert "She called." in text_in(copy_of(client, visit))


def test_page_tells_which_copy_is_current(client, visit, discussion):
    assert "Current: revision 1, digest" in words(page_of(visit))
    lifted(discussion)
    assert "Current: revision 1, in discussion - not signed, digest" in words(page_of(visit))
    digest = signed(discussion).sha256
    letters = " ".join(digest[at : at + 4] for at in range(0, 16, 4))
    assert f"Current: revision 1, signed, content {letters}" in words(page_of(visit))


def test_paper_shows_the_name_as_the_page_does(client, visit):
    assert "DELGADO, Maria" in page_of(visit)
    assert page_in(copy_of(client, visit), 1).startswith("DELGADO, Maria")


def test_after_another_decision_both_papers_name_the_earlier_and_those_of_the_earlier_are_stamped(
    client, visit, discussion
):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    copy_of(client, visit)
    sign(client, visit, "decision/another/", kind="decline", reason="Fever this morning.")
    now = text_in(copy_of(client, visit))
    assert "An earlier decision was signed and is superseded: Go ahead, Ana Ruiz, MD" in now
    assert "takes the place of an earlier decision" in text_in(copy_of(client, visit, "patient"))
    papers = re.findall(r"(provider|patient).pdf(.decision=[0-9a-f]{16})", talk_of(visit))
    assert [copy for copy, _which in papers] == ["provider", "patient"]
    for copy, which in papers:
        before = client.get(address(visit, f"{copy}.pdf{which}"))
        stamp = "SUPERSEDED by a later" if copy == "provider" else "OUT OF DATE: a later"
        feet = foot_of_each_page(before.content)
        assert feet and all(stamp in foot for foot in feet)
    front = page_in(before.content, 1)
    assert "This paper is out of date: a later decision took its place." in front
    assert "This one said: “You decided to go ahead.”" in front
    # What was signed is kept as it was printed then, and the stamped copy is not kept beside it.
    assert models.SignedPdf.objects.filter(sign_off__supersedes=None).count() == 1


@pytest.mark.parametrize("which", ["", "0000000000000000", "zz", "%2e"])
def test_a_paper_of_no_earlier_decision_is_not_found(client, visit, discussion, which):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    assert client.get(address(visit, f"provider.pdf?decision={which}")).status_code == 404

"""What the page of a talk tells beside its rows, and what a refused decision brings back."""

import re

import pytest

from intake import models
from intake.core.questionnaire.answers import Unsaid
from tests.make.room import lifted, marked
from tests.provider.pages import a_sent_visit, address, answers_of, talk_of, words

pytestmark = pytest.mark.django_db
TYPED = "TYPED, NOT IN THE REGISTER"
CHECKED = re.compile(r'<input[^>]*?name="([^"]+)"\s+value="([^"]*)"[^>]*?\bchecked\b')
CANNOT_BE_READ = "Something that was recorded was altered in the database and cannot be read."


def test_what_is_to_be_said_alone_is_told_with_its_points_and_folded_away():
    visit = a_sent_visit(answers=answers_of("says_it_in_person", pregnancy_status=Unsaid.DECLINED))
    withheld = visit.submission.discussions.get().read().withheld
    points = ", ".join(str(n) for n in sorted({n for said in withheld for n in said.points}))
    box = re.search(r'<details class="box alone">.*?</details>', talk_of(visit), re.DOTALL)[0]
    seen, folded = map(words, box.split("</summary>"))
    told = f"See alone: {len(withheld)} things to say in person (points {points})."
    assert seen == f"{told} Alone now"
    assert folded == " ".join(said.text for said in withheld)


def test_nobody_is_asked_to_be_alone_where_nothing_is_to_be_said_so(visit):
    assert "See alone" not in talk_of(visit)


def test_what_was_typed_and_is_not_in_the_register_is_marked_wherever_it_stands(client, visit):
    said = {"seen": 0, "revision": 1, "typed_product": "Gleam", "typed_lot": "B7"}
    client.post(address(visit, "register/"), {**said, "typed_expires_on": "2030-12-31"})
    talk, decision = talk_of(visit), client.get(address(visit, "decision/")).content.decode()
    assert (talk.count(TYPED), decision.count(TYPED)) == (2, 1)
    assert "Gleam · B7 , good until 31-Dec-2030" in words(talk)
    assert "Gleam , B7 , good until 31-Dec-2030" in words(decision)


def test_what_was_altered_is_said_on_the_page(visit, discussion):
    marked(discussion, 2)
    assert CANNOT_BE_READ not in words(talk_of(visit))
    models.OutcomeRecord.objects.update(content=b"x")
    assert CANNOT_BE_READ in words(talk_of(visit))


def test_whatever_was_picked_and_typed_stands_there_again_when_signing_is_refused(
    client, visit, discussion
):
    lifted(discussion)
    picked = {
        ("why_open_as", "Next visit"),
        ("sure-sure", "yes"),
        ("sure-understand", "no"),
        ("options", "wait"),
        ("options", "nothing"),
        ("leaning", "not_sure"),
        ("kind", "decline"),
    }
    typed = {"back-1": "It can kill.", "matters": "My knee.", "present": "Her son."}
    said = {name: [each for of, each in picked if of == name] for name, _picked in picked}
    posted = {"seen": 1, "revision": 1, "password": "wrong", **said, **typed}
    again = client.post(address(visit, "decision/"), posted).content.decode()
    assert {*CHECKED.findall(again)} == picked
    assert {text for text in typed.values() if text not in again} == set()
    assert '<details class="folded" open' in " ".join(again.split())

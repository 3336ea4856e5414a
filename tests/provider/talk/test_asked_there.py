"""What a patient did not know when answering, asked in the talk and recorded with one button."""

import re
from dataclasses import replace

import pytest

from intake import models
from intake.core.questionnaire.questionnaire import Settles
from tests.make.builders import a_sent_submission, a_version, a_visit
from tests.make.providers import a_provider
from tests.make.room import fresh, outcomes_kept
from tests.make.values import (
    DISCUSS_FIRST,
    DONT_KNOW,
    HOLD,
    IN_PERSON,
    any_of,
    choice,
    point,
    questionnaire,
    said,
    when,
)
from tests.provider.pages import address, row_of, talk_of, words

pytestmark = pytest.mark.django_db


def asked_there(key):
    not_known = replace(any_of(DISCUSS_FIRST, when(key, "=", "dont_know")), row="both")
    return point(key, not_known, any_of(HOLD, when(key, "=", "yes")))


BOTH = ("pain", "fever")
IN_ONE_ROW = questionnaire(
    *(choice(key, short=key.capitalize(), settles=Settles.PROVIDER) for key in BOTH),
    points=map(asked_there, BOTH),
)


@pytest.fixture
def discussion():
    a_version(IN_ONE_ROW)
    unknown = said(pain=DONT_KNOW, fever=DONT_KNOW)
    return a_sent_submission(visit=a_visit(provider=a_provider()), answers=unknown)


def answer(client, visit, number, code, **more):
    posted = {"answer": code, "seen": 0, "revision": 1, **more}
    return client.post(address(visit, f"points/{number}/answer/"), posted)


def test_answer_given_in_the_talk_leads_to_the_hold_that_it_raises(client, visit):
    assert "Pain: what is the answer? Yes 1 2 No 1 2 Still not known" in row_of(visit, 1)
    response = answer(client, visit, 1, "yes")
    assert response["Location"] == address(visit) + "#next"
    assert row_of(visit, 1).startswith("HOLD Point 1 Pain ")
    assert "Fever: what is the answer?" in row_of(visit, 2)


def test_still_not_known_ends_the_whole_row_with_the_note_that_stands_in_it(client, visit):
    client.post(address(visit, "keep/"), {"note-1": "Asks her sister"})
    answer(client, visit, 2, "", **{"note-1": "Asks her sister."})
    assert outcomes_kept() == [(1, "told"), (2, "told")]
    assert "Asked in the talk: still not known. Asks her sister." in row_of(visit, 1)
    assert not models.KeptNote.objects.exists()
    assert "Typed and not recorded" not in talk_of(visit)


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        (1, "perhaps", "This is not one of the answers to this question."),
        (9, "yes", "There is no point 9 in this discussion."),
    ],
)
def test_answer_to_nothing_that_was_asked_is_refused_and_the_note_is_kept(
    client, visit, number, code, sentence
):
    response = answer(client, visit, number, code, **{"note-1": "Asks her sister"})
    assert (response.status_code, sentence in words(response.content.decode())) == (409, True)
    assert (fresh(visit).recorded, outcomes_kept()) == (0, [])
    assert ">Asks her sister</textarea>" in talk_of(visit)


def test_what_is_kept_for_the_room_is_named_in_its_row_only_behind_a_press():
    """Whoever sits beside the patient sees the screen, and the first row opens by itself."""
    asks = choice("pain", short="Pain", settles=Settles.PROVIDER)
    a_version(questionnaire(asks, points=[asked_there("pain")]))
    visit = a_visit(provider=a_provider())
    a_sent_submission(visit=visit, answers=said(pain=IN_PERSON))
    behind = re.search(r'<details class="when-alone">.*?</details>', talk_of(visit), re.DOTALL)
    folded = words(behind[0])
    assert folded == "Alone now 1 Pain: what is the answer? Yes 1 No 1"
    assert "See alone: 1 thing to say in person (point 1)." in words(talk_of(visit))
    seen = row_of(visit, 1).replace(folded, "(folded)").partition(" Still not known 1 ")[0]
    alone = "Ask when you are alone. “Alone now” says what it is about."
    assert seen == f"Point 1 To say in person {alone} Note 1 (folded)"

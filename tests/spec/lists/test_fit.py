"""Answers that do not seem to fit together: which are shown before sending, and until when."""

import pytest

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.fit import misfits
from intake.core.discussion.numbering import BOTH_RIGHT
from intake.core.questionnaire.answers import Answers, Chosen, Row, Unsaid
from intake.core.questionnaire.points import PointKind, Severity
from intake.core.questionnaire.walk import walk
from tests.make.discussions import FACTS
from tests.make.shipped import AS_OF, EVERYBODY, shipped, test_patient
from tests.make.values import choice, chose, point, questionnaire

EDITION = Edition(version=1, revision=1, as_of=AS_OF)
EPINEPHRINE = {
    "allergy_substance": "Penicillin",
    "allergy_severity": Chosen(("mild",)),
    "allergy_treatment": Chosen(("epinephrine",)),
}


def said(**top: str) -> Answers:
    rows = {"allergies_list": (Row("1", EPINEPHRINE),)}
    answers = {key: Chosen((code,)) for key, code in top.items()}
    return Answers({"has_allergy": Chosen(("yes",)), **answers}, rows)


def titles(answers: Answers, settled: frozenset[str] = frozenset()) -> list[str]:
    return [each.title for each in misfits(walk(shipped(), answers), settled)]


def test_a_mild_reaction_that_needed_epinephrine_is_shown_with_both_answers():
    (found,) = misfits(walk(shipped(), said()), frozenset())
    assert found.title == "How bad was one reaction?"
    assert found.places == (("1", "allergy_severity"), ("1", "allergy_treatment"))


def test_a_point_for_everybody_that_no_answer_raised_is_not_asked_about():
    always = {"kind": PointKind.CLARIFY, "always": Severity.INFORM, "check_title": "Which is it?"}
    asked = questionnaire(choice("dizzy"), points=[point("doubt", **always)])
    assert misfits(walk(asked, Answers({"dizzy": chose("yes")})), frozenset()) == ()


def test_what_she_said_is_right_is_not_shown_again_until_an_answer_changes():
    (found,) = misfits(walk(shipped(), said()), frozenset())
    settled = frozenset({found.key})
    assert titles(said(), settled) == []

    changed = Row("1", EPINEPHRINE | {"allergy_treatment": Chosen(("hospital_stay",))})
    other = Answers({"has_allergy": Chosen(("yes",))}, {"allergies_list": (changed,)})
    assert titles(other, settled) == ["How bad was one reaction?"]


def test_none_of_these_beside_a_name_is_shown():
    top = {"medicines_risk": Chosen(("none",)), "medicines_list": ("Eliquis 5",)}
    (found,) = misfits(walk(shipped(), Answers(top)), frozenset())
    assert (found.name.typed, found.name.option) == ("Eliquis 5", "medicines_risk/blood_thinner")
    assert found.places == ((None, "medicines_list"), (None, "medicines_risk"))


@pytest.mark.parametrize("answer", [Chosen(("no",)), Unsaid.DONT_KNOW])
def test_an_allergy_that_was_entered_and_is_left_out_now_is_asked_about_once(answer):
    """A slip from "yes" to "no" would take it off page 1 without a word."""
    denied = test_patient("nothing_to_report").answers.top
    gone = {**denied, "has_allergy": answer}
    rows = {"allergies_list": (Row("1", EPINEPHRINE), Row("2", {}))}
    kept = Answers(gone, rows)
    (found,) = misfits(walk(shipped(), kept), frozenset(), kept=kept)
    assert (found.left_out, found.places) == ("Penicillin", ((None, "has_allergy"),))
    assert misfits(walk(shipped(), kept), frozenset({found.key}), kept=kept) == ()
    back = Answers({**denied, "has_allergy": Chosen(("yes",))}, rows)
    found = misfits(walk(shipped(), back), frozenset(), kept=back)
    assert {each.left_out for each in found} == {""}, "counted again, it is asked about as others"


def test_the_point_stays_and_says_that_both_are_right():
    (found,) = misfits(walk(shipped(), said()), frozenset())

    def talk(answers: Answers) -> str:
        made = discuss(shipped(), answers, FACTS, EDITION)
        return next(p.talk for p in made.points if p.key == "clarify_mild_but_emergency")

    given = said()
    assert BOTH_RIGHT not in talk(given)
    kept = Answers(given.top, given.rows, settled=frozenset({found.key}))
    assert talk(kept).endswith(BOTH_RIGHT)


@pytest.mark.parametrize("path", EVERYBODY, ids=lambda path: path.stem)
def test_everything_shown_has_a_title_or_a_name(path):
    """No example patient meets an empty heading."""
    found = misfits(walk(shipped(), test_patient(path.stem).answers), frozenset())
    assert [each for each in found if not (each.title or each.name)] == []


def test_a_tick_that_a_name_made_says_which_name_and_another_tick_says_none():
    top = {"medicines_risk": Chosen(("antiplatelet", "beta_blocker"))}
    given = Answers(top, listed={"medicines_risk/beta_blocker": "Metoprolol 50"})
    said = [
        s for section in discuss(shipped(), given, FACTS, EDITION).sections for s in section.said
    ]
    named = {each.question: each.listed for each in said if each.listed}
    assert named == {"medicines_risk": ("Metoprolol 50",)}


def test_medicines_stand_line_by_line_with_what_their_names_are_known_to_be():
    top = {
        "medicines_risk": Chosen(("beta_blocker",)),
        "medicines_list": ("Metoprolol 50", "Eliquis 5", "Zinc"),
    }
    lines = discuss(shipped(), Answers(top), FACTS, EDITION).own_words.medicine_lines
    assert [(each.name, len(each.kinds), len(each.unticked)) for each in lines] == [
        ("Metoprolol 50", 1, 0),
        ("Eliquis 5", 1, 1),
        ("Zinc", 0, 0),
    ]

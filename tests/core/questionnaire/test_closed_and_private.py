"""What an answer says "I don't know" for, and what stays off the copy that is taken home."""

from dataclasses import replace

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Rank
from intake.core.discussion.private import for_home, own_doctor_questions
from intake.core.questionnaire.answers import Answers, Behavior
from intake.core.questionnaire.facts import ClinicSays, VisitFacts
from tests.make.shipped import AS_OF, shipped, test_patient
from tests.make.values import choice, chose, discussed, questionnaire, said, shown_if, when

CLOSED = ["product_identity", "label_use", "ingredients_list", "donor_testing", "lot_testing"]


NOBODY, SAYS_NOTHING = VisitFacts(), ClinicSays()


def made(answers: Answers, clinic=SAYS_NOTHING, facts=NOBODY):
    return discuss(shipped(), answers, facts, Edition(1, 1, AS_OF), clinic=clinic)


def test_nothing_yet_says_i_dont_know_for_the_facts_behind_the_gate():
    told = made(test_patient("lucia_bergstrom").answers)
    closed = [said for section in told.sections for said in section.said if said.answered_by]
    assert sorted(said.question for said in closed) == sorted(CLOSED)
    assert {said.answered_by for said in closed} == {"papers_seen"}
    assert set(CLOSED) <= {unknown.question for unknown in told.unknowns}
    ranks = {line.question: line.rank for line in told.ladder}
    assert [ranks[key] for key in CLOSED] == [Rank.UNKNOWN] * 5


def test_a_plant_has_no_donor_to_ask_about():
    told = made(test_patient("renee_fontaine").answers)
    closed = {
        said.question for section in told.sections for said in section.said if said.answered_by
    }
    assert closed == set(CLOSED) - {"donor_testing"}


def test_an_answer_stands_for_a_question_that_another_answer_as_well_would_open():
    opened = shown_if(when("gate", "=", "yes"), when("asthma", "=", "yes"), behavior=Behavior.ANY)
    gate = choice("gate", "yes", "no")
    no = replace(gate.options[1], answers_for=("lot",))
    gate = replace(gate, options=(gate.options[0], no))
    document = questionnaire(choice("asthma"), gate, choice("lot", show_if=opened))
    told = discussed(document, said(asthma=chose("no"), gate=chose("no")))
    assert [unknown.question for unknown in told.unknowns] == ["lot"]


def test_what_the_clinic_shows_is_not_unknown_any_more():
    answers = test_patient("lucia_bergstrom").answers
    clinic = ClinicSays(verified={"lot_testing": ("seen_in_writing",)})
    before, after = made(answers), made(answers, clinic)
    assert after.dont_know_count == before.dont_know_count - 1
    assert "lot_testing" not in {unknown.question for unknown in after.unknowns}


def test_what_is_private_marks_its_points_and_asks_nothing_on_her_list():
    answers = test_patient("pregnant").answers
    open_, private = made(answers), made(replace(answers, private=frozenset({"pregnancy_status"})))
    (point,) = private.holds
    assert (point.key, point.is_private) == ("pregnancy_breastfeeding", True)
    assert point.ask in {ask.text for ask in open_.questions_to_ask}
    assert point.ask not in {ask.text for ask in private.questions_to_ask}


def test_what_is_private_takes_no_words_of_hers_and_no_question_home():
    answers = test_patient("knows_nothing").answers
    marked = replace(answers, private=frozenset({"hope", "has_allergy"}))
    open_, private = made(answers), made(marked)
    hope, asked = open_.own_words.hope, shipped().by_key["has_allergy"].ask_doctor
    assert (for_home(open_, hope), for_home(private, hope)) == ((hope,), ())
    assert asked in own_doctor_questions(open_)
    # Neither in words nor by its name.
    others = tuple(each for each in own_doctor_questions(open_) if each != asked)
    assert own_doctor_questions(private) == others


def test_what_is_said_in_person_counts_as_not_known():
    told = made(test_patient("says_it_in_person").answers)
    assert told.not_known_count == told.dont_know_count + len(told.withheld)
    assert told.withheld != ()


def test_the_own_doctor_is_asked_in_questions():
    told = made(test_patient("knows_nothing").answers)
    assert told.ask_own_doctor != ()
    assert all(question.endswith("?") for question in told.ask_own_doctor)


def test_the_watch_time_is_the_clinics_own():
    facts = VisitFacts(watch_minutes=45)
    told = made(test_patient("knows_nothing").answers, facts=facts)
    (ready,) = (point for point in told.points if point.key == "emergency_readiness")
    assert "45 minutes" in ready.talk
    assert "{" not in "".join(
        text for point in told.points for text in (*point.provider, point.talk)
    )

"""What the clinic knows of the visit: identity, age, prefilled answers, evidence that is due."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from intake.core.discussion.discussion import Place
from intake.core.questionnaire.answers import Chosen
from intake.core.questionnaire.facts import VisitFacts, does_identity_fit, shares_a_word
from intake.core.questionnaire.walk import age_on, known_answers, prefilled, walk
from tests.make.shipped import AS_OF, shipped
from tests.make.values import BLANK, DISCUSS, chose, discussed, evidence, point, questionnaire, said

BORN = date(1979, 7, 14)
OF_AGE = {"age_group": Chosen(("age_10_to_55",))}
MARIA = VisitFacts(name="María José Delgado-O'Neil", birth_date=BORN)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("María José Delgado-O'Neil", True),
        ("maria jose delgado o'neil", True),
        ("DELGADO-O'NEIL, MARÍA JOSÉ", True),
        ("Delgado O Neil María-José", True),
        ("  María   José Delgado-O’Neil ", True),
        ("Mari\u0301a Jose\u0301 Delgado-O'Neil", True),
        ("María Delgado-O'Neil", True),
        ("María José Delgado", True),
        ("María José Carmen Delgado-O'Neil", True),
        ("Maria Jose Delgado-ONeil", True),
        ("María José Ramirez", False),
        ("Mario José Delgado-O'Neil", False),
        ("?", False),
        (BLANK, True),
    ],
)
def test_a_name_fits_in_any_order_with_or_without_accents_and_case(typed, fits):
    answers = said(preferred_name=typed, date_of_birth=BORN)
    assert does_identity_fit(shipped(), answers, MARIA) is fits


@pytest.mark.parametrize(
    ("story", "facts", "name", "born", "fits"),
    [
        ("both fit", MARIA, MARIA.name, BORN, True),
        ("day and month swapped", MARIA, MARIA.name, date(1979, 4, 17), False),
        ("one year off", MARIA, MARIA.name, date(1978, 7, 14), False),
        ("birth date not typed", MARIA, MARIA.name, BLANK, True),
        ("nothing typed", MARIA, BLANK, BLANK, True),
        ("clinic knows no birth date", VisitFacts(name="Ann Lee"), "Ann Lee", BORN, True),
        ("clinic knows no name", VisitFacts(birth_date=BORN), "Anyone", BORN, True),
        ("clinic knows nothing", VisitFacts(), "Anyone", BORN, True),
        ("other letters", VisitFacts(name="Ольга Ким"), "КИМ ОЛЬГА", BORN, True),
        ("other letters, other person", VisitFacts(name="Ольга Ким"), "Olga Kim", BORN, False),
        ("stroke through a letter", VisitFacts(name="Łukasz Øst"), "Lukasz Ost", BORN, True),
        ("sharp s", VisitFacts(name="Jan Weiß"), "WEISS JAN", BORN, True),
    ],
)
def test_identity_is_to_be_clarified_when_name_or_birth_date_differ(story, facts, name, born, fits):
    answers = said(preferred_name=name, date_of_birth=born)
    made = discussed(shipped(), answers, facts)
    found = [(p.place, p.because) for p in made.points if p.key == "clarify_identity"]
    assert found == ([] if fits else [(Place.FIRST, ())]), story


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("Ann Lee", "Ann Lee", True),
        ("LÉE", "Lee, Ann", True),
        ("Robert Chen", "Ann Lee", False),
        # an "x" is no name, unless nobody knows one
        ("x", "Ann Lee", False),
        ("x", "", True),
    ],
)
def test_a_signature_fits_when_it_shares_a_word_with_the_name_or_no_name_is_known(
    typed, name, fits
):
    assert shares_a_word(typed, name) is fits


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 11, 30), date(2026, 11, 29), 17),
        (date(2008, 11, 30), date(2026, 11, 30), 18),
        (date(2008, 11, 30), date(2026, 12, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 30), date(2026, 11, 30), 0),
    ],
)
def test_age_counts_whole_years(born, day, years):
    assert age_on(day, born) == years


@pytest.mark.parametrize(
    ("story", "facts", "known"),
    [
        ("nothing", VisitFacts(), {}),
        ("an adult", VisitFacts(birth_date=date(1979, 7, 14)), OF_AGE | {"is_adult": True}),
        (
            "a child",
            VisitFacts(birth_date=date(2017, 4, 3)),
            {"is_adult": False, "age_group": Chosen(("other",))},
        ),
        ("18 today", VisitFacts(birth_date=date(2008, 11, 22)), OF_AGE | {"is_adult": True}),
        ("18 tomorrow", VisitFacts(birth_date=date(2008, 11, 23)), OF_AGE | {"is_adult": False}),
        (
            "where the clinic is",
            VisitFacts(clinic_location="in_us"),
            {"clinic_location": Chosen(("in_us",))},
        ),
        ("a place that is no answer", VisitFacts(clinic_location="on the moon"), {}),
        ("name and day are confirmed by the patient", VisitFacts("EV-1", "Ann", None, BORN), {}),
    ],
)
def test_the_visit_answers_what_the_clinic_knows(story, facts, known):
    assert known_answers(shipped(), facts, AS_OF) == known, story


def test_a_known_answer_counts_and_is_not_asked_and_beats_what_was_stored():
    known = {"is_adult": False}
    walked = walk(shipped(), said(is_adult=True), known)
    assert walked.counted.top == known
    assert "is_adult" not in walked.keys
    assert "is_adult" not in [asked.question.key for asked in walked.missing]
    assert all(asked.key != "is_adult" for page in walked.pages for asked in walked.asked_on(page))


def test_a_child_is_held_for_by_the_birth_date_alone():
    facts = VisitFacts(birth_date=date(2017, 4, 3))
    (hold,) = discussed(shipped(), said(), facts, as_of=AS_OF).holds
    assert hold.key == "minor_or_proxy"
    assert [(b.question, b.value, b.words) for b in hold.because] == [("is_adult", "false", "No")]


def test_the_form_shows_what_is_known_for_the_patient_to_confirm():
    facts = VisitFacts(name="Ann Lee", birth_date=BORN, visit_date=date(2026, 12, 4))
    assert prefilled(shipped(), facts) == {
        "preferred_name": "Ann Lee",
        "date_of_birth": BORN,
        "appointment_date": date(2026, 12, 4),
    }
    assert prefilled(shipped(), VisitFacts()) == {}


def test_the_header_takes_the_clinics_facts_and_else_what_was_typed():
    typed = said(preferred_name="Ann Lee", date_of_birth=BORN, completed_by=chose("with_help"))
    header = discussed(shipped(), typed, as_of=AS_OF).header
    assert (header.name, header.birth_date, header.age) == ("Ann Lee", BORN, 47)
    assert header.answered_by == "I am the patient, and someone is helping me"
    facts = VisitFacts(name="Anna Lee", birth_date=date(1980, 1, 1))
    known = discussed(shipped(), typed, facts, as_of=AS_OF).header
    assert known == replace(header, name="Anna Lee", birth_date=date(1980, 1, 1), age=46)


@pytest.mark.parametrize(
    ("review_by", "is_overdue"),
    [(date(2026, 11, 21), True), (date(2026, 11, 22), False), (date(2026, 11, 23), False)],
)
def test_evidence_is_overdue_after_the_day_it_was_to_be_read_again(review_by, is_overdue):
    used, unused = evidence("E1", review_by=review_by), evidence("E2", review_by=review_by)
    asked = questionnaire(
        points=[point("odd", always=DISCUSS, evidence=("E1",))], evidence=(used, unused)
    )
    made = discussed(asked, said(), as_of=datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
    assert [(line.evidence, line.is_overdue) for line in made.evidence] == [(used, is_overdue)]

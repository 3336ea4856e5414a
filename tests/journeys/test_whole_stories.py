"""Whole stories: from the link to the reference number, with the shipped questionnaire."""

from dataclasses import replace

import pytest

from intake.actions.answers.sheet import load_answers, walked
from intake.core.questionnaire.answers import Answer, Answers, Chosen
from intake.core.questionnaire.questionnaire import Kind
from intake.models import FrozenDiscussion, Visit
from intake.models.visits.visits import facts_of
from tests.journeys.person import Person, fill_in, sign
from tests.make.builders import a_visit, patient_answers, shipped

# Together they pass every page of the questionnaire, and every kind of answer.
PATIENTS = [
    "guardian_for_child",
    "knows_nothing",
    "nothing_to_report",
    "optional_left_blank",
    "plant_serum_on_skin",
    "says_it_in_person",
    "took_back_her_allergy",
    "twenty_allergies",
]
pytestmark = pytest.mark.django_db


def a_visit_of(answers: Answers) -> Visit:
    roles = shipped().roles
    return a_visit(name=answers.top[roles.name], birth_date=answers.top[roles.birth_date])


def told(visit: Visit) -> Answers:
    """What the clinic has of a patient, and only what is asked."""
    visit = Visit.objects.select_related("patient", "provider").get(pk=visit.pk)
    given = load_answers(visit.submission)
    walk = walked(visit.submission, given, facts_of(visit), at=visit.submission.opened_at)
    return without_ids(walk.counted)


def without_ids(answers: Answers) -> Answers:
    rows = {
        group: tuple(replace(row, id="") for row in given) for group, given in answers.rows.items()
    }
    return Answers(dict(answers.top), rows)


def typed(key: str, answer: Answer) -> Answer:
    """An answer as the screens can take it: own words only where a box is offered for them."""
    is_open = shipped().by_key[key].kind is Kind.OPEN_CHOICE
    return answer if is_open or not isinstance(answer, Chosen) else replace(answer, text="")


@pytest.mark.parametrize("name", PATIENTS)
def test_an_invented_patient_gets_through_and_every_answer_arrives(name):
    answers = patient_answers(name)
    visit = a_visit_of(answers)
    person = Person(visit, birth_date=answers.top[shipped().roles.birth_date]).enter()

    fill_in(person, shipped(), answers)

    arrived, meant = told(visit), without_ids(answers)
    assert arrived.rows == {group: meant.rows.get(group, ()) for group in arrived.rows}
    assert {k: typed(k, a) for k, a in meant.top.items() if k in arrived.top} == {
        k: a for k, a in arrived.top.items() if k in meant.top
    }
    assert "Continue to sign and send" in person.screen.text


@pytest.mark.parametrize("name", ["nothing_to_report", "knows_nothing", "twenty_allergies"])
def test_a_patient_signs_sends_and_gets_a_reference_and_a_copy(name):
    answers = patient_answers(name)
    visit = a_visit_of(answers)
    person = Person(visit, birth_date=answers.top[shipped().roles.birth_date]).enter()
    fill_in(person, shipped(), answers)

    sign(person)

    visit.refresh_from_db()
    discussion = FrozenDiscussion.objects.get(submission__visit=visit).read()
    assert person.at == "/p/sent/"
    assert person.screen.heading == "Your answers were sent"
    assert visit.reference in person.screen.text
    assert len(discussion.questions_to_ask) <= 5
    assert all(ask.text in person.screen.text for ask in discussion.questions_to_ask)
    assert visit.state == "sent"
    copy = person.client.get("/p/copy.pdf")
    assert copy["Content-Type"] == "application/pdf"
    assert copy.content.startswith(b"%PDF-")


def test_the_quick_check_is_not_given_away_before_sending():
    answers = patient_answers()
    person = Person(a_visit_of(answers), birth_date=answers.top["date_of_birth"]).enter()
    seen = [person.screen.text]
    person.get("/p/tasks/")
    seen.append(person.screen.text)
    fill_in(person, shipped(), answers)
    seen += [person.screen.text, person.get("/p/sign/").screen.text]

    # What a patient may have heard is listed again at the check; that tells nobody what is true.
    words = " ".join(seen).lower().replace("it is approved by the fda", "")

    assert "approved by the fda" not in words
    assert "fda-approved" not in words
    assert "no exosome product" not in words

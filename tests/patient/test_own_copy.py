"""An answer that can be said in person can be kept off the copy that the patient takes home."""

import re

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.actions.answers.submit import send
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from intake.core.questionnaire.answers import Unsaid
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit, say
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_lot, a_product, fresh
from tests.make.shipped import shipped, test_patient
from tests.pdf.pages import text_in
from tests.provider.pages import address

pytestmark = pytest.mark.django_db
ASKED = "pregnancy_status"
OFF, ON = "Keep it off my copy", "Put it on my copy"


@pytest.fixture
def patient():
    """Pregnant, everything answered, and on the page to check it."""
    a_version(shipped())
    answers = test_patient("pregnant").answers
    visit = a_visit(provider=a_provider(), birth_date=answers.top["date_of_birth"])
    person = Person(visit, birth_date=answers.top["date_of_birth"]).enter()
    say(models.Submission.objects.get(), answers)
    return person.get("/p/check/")


def press(patient: Person, copy: str, key: str = ASKED) -> Person:
    return patient.post(f"/p/check/{key}/copy/", {"copy": copy})


def page(patient: Person) -> str:
    return patient.response.content.decode()


def private() -> set[str]:
    return set(load_answers(models.Submission.objects.get()).answers.private)


def test_it_is_kept_off_with_one_press_and_put_back_with_another(patient):
    offered = page(patient).count(OFF)
    assert offered and ON not in page(patient)
    press(patient, "off")
    assert private() == {ASKED}
    assert (page(patient).count(OFF), page(patient).count(ON)) == (offered - 1, 1)
    assert "Not on the copy you take home. Your provider reads it." in page(patient)
    press(patient, "off")
    press(patient, "on")
    assert private() == set() and ON not in page(patient)


def test_each_answer_is_kept_off_and_put_back_by_itself(patient):
    offered = re.findall(r"/p/check/(\w+)/copy/", page(patient))
    one, other = [*dict.fromkeys(offered)][:2]
    press(patient, "off", one)
    press(patient, "off", other)
    assert private() == {one, other}
    press(patient, "on", one)
    assert private() == {other}


def test_it_stays_off_when_another_answer_is_changed_afterwards(patient):
    press(patient, "off")
    submission = models.Submission.objects.get()
    say(submission, test_patient("pregnant").answers)
    assert private() == {ASKED}


@pytest.mark.parametrize("key", ["has_allergy", "nobody", "allergy_severity"])
def test_what_can_not_be_said_in_person_stays_on_it(patient, key):
    assert press(patient, "off", key).response.status_code == 404
    assert private() == set()


def test_what_is_said_in_person_has_nothing_to_keep_off(patient):
    answers = test_patient("pregnant").answers
    before = page(patient).count(OFF)
    say(models.Submission.objects.get(), type(answers)({**answers.top, ASKED: Unsaid.DECLINED}))
    assert page(patient.get("/p/check/")).count(OFF) == before - 1


def test_her_copy_does_not_name_it_and_the_providers_does_also_in_a_later_edition(patient):
    press(patient, "off")
    submission = models.Submission.objects.get()
    visit = fresh(submission.visit)
    session = models.PatientSession.objects.latest("started_at")
    send(submission, session=session, signature="Maria Delgado", at=timezone.now())
    for edition in (1, 2):
        client = signed_in(visit.provider)
        hers = text_in(client.get(address(visit, "patient.pdf")).content)
        assert "regnan" not in hers, edition
        assert "Pregnant" in text_in(client.get(address(visit, "provider.pdf")).content)
        assert models.FrozenDiscussion.objects.count() == edition
        product = a_product(name=f"P{edition}", facts={"label_use": ["research_only"]})
        rows = Chosen(product, a_lot(product, number=f"L{edition}"))
        choose(visit, rows, by=visit.provider, at=timezone.now(), seen=fresh(visit).recorded)

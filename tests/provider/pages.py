"""Pages of the provider's door, and what a test looks for in them."""

import re
from dataclasses import replace
from functools import cache

from django.utils import timezone

from intake import models
from intake.core.questionnaire.answers import Answers
from tests.make.builders import a_sent_submission, a_visit, patient_answers
from tests.make.providers import a_provider, signed_in
from tests.make.shipped import test_patient


@cache
def answers_of(patient: str, **changed: object) -> Answers:
    """The answers of a test patient, some of them said otherwise."""
    answers = patient_answers(patient)
    return replace(answers, top={**answers.top, **changed})


def a_sent_visit(
    patient: str = "knows_nothing", *, answers: Answers | None = None, **visit: object
) -> models.Visit:
    """A visit whose patient has sent the answers of a test patient."""
    made = a_visit(**{"provider": a_provider(), **visit})
    a_sent_submission(visit=made, answers=answers or answers_of(patient))
    return models.Visit.objects.select_related("provider", "submission").get(pk=made.pk)


def sent_by(
    patient: str, *, provider: models.User, version: models.Version
) -> models.FrozenDiscussion:
    """What a shipped test patient has sent before a visit of today, all of it as she answers."""
    answers = test_patient(patient).answers
    born, day = answers.top["date_of_birth"], timezone.localdate()
    visit = a_visit(provider=provider, birth_date=born, day=day, version=version)
    return a_sent_submission(visit=visit, answers=answers, birth_date=born)


def address(visit: models.Visit, page: str = "") -> str:
    return f"/provider/visits/{visit.reference}/{page}"


def page_of(visit: models.Visit) -> str:
    """The whole discussion, to read."""
    return signed_in(visit.provider).get(address(visit, "all/")).content.decode()


def talk_of(visit: models.Visit) -> str:
    """The talk, as its provider sees it."""
    return signed_in(visit.provider).get(address(visit)).content.decode()


def row_of(visit: models.Visit, number: int) -> str:
    """One row of the talk in words."""
    rows = re.split(r'(?=<details\s+class="row)', talk_of(visit))
    found = [row for row in rows if f'id="p{number}"' in row.partition(">")[0]]
    return words(found[0]) if found else ""


def signature_of(visit: models.Visit) -> str:
    found = re.search(r'<section\s+class="signature.*?</section>', talk_of(visit), re.DOTALL)
    return words(found[0]) if found else ""


def part(page: str, anchor: str) -> str:
    """One part of the discussion as it is written."""
    parts = re.findall(r'<section\s+class="part.*?</section>', page, re.DOTALL)
    return next((each for each in parts if re.search(rf'<h2\s+id="{anchor}"', each)), "")


def words(html: str) -> str:
    """What is read, without the tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())

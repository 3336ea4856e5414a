"""Pages of the desk as they read, deeds about a visit, and one whose answers were sent."""

from django.urls import reverse

from intake import models
from tests.make.builders import a_sent_submission, a_visit


def a_sent_visit() -> models.Visit:
    visit = a_visit()
    a_sent_submission(visit=visit)
    return visit


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def act(desk, visit: models.Visit, name: str, **posted: str):
    return desk.post(reverse(f"desk:{name}", args=[visit.reference]), posted, follow=True)


def fresh(visit: models.Visit) -> models.Visit:
    return models.Visit.objects.get(pk=visit.pk)

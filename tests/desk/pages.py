"""Pages of the desk as they read, and a visit whose answers were sent."""

from intake import models
from tests.make.builders import a_sent_submission, a_visit


def a_sent_visit() -> models.Visit:
    visit = a_visit()
    a_sent_submission(visit=visit)
    return visit


def shown(response) -> str:
    return " ".join(response.content.decode().split())

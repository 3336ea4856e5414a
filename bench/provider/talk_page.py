"""The talk, the whole discussion and the decision of 35 points and more: bytes, server time."""

from collections.abc import Callable, Mapping
from functools import partial

from django.test import Client
from django.utils import timezone

from intake import models
from intake.core.editing.example_patients import example_patient_from_json
from tests.make.builders import a_sent_submission, a_visit
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_lot, a_practitioner, a_product

from ..table import at_most, in_turns, show
from ..visits import ROOT, asked_by_client, published, questionnaires

NAME = "knows_nothing"
ROUNDS = 20
MOST_BYTES, MOST_MS, LEAST_POINTS = 400_000, 150, 35
PAGES = {"the talk": "", "the whole discussion": "all/", "the decision": "decision/"}


def run(_shipped: str) -> None:
    with asked_by_client():
        provider = a_provider()
        visit = _sent(provider)
        points = len(models.FrozenDiscussion.objects.get().read().points)
        if points < LEAST_POINTS:
            raise RuntimeError(f"{NAME} has {points} points only")
        client = signed_in(provider)
        ways = {
            name: partial(_read, client, f"/provider/visits/{visit.reference}/{path}")
            for name, path in PAGES.items()
        }
        _show(points, ways, in_turns(ways, rounds=ROUNDS))


def _sent(provider: models.User) -> models.Visit:
    document = questionnaires()["shipped"]
    text = (ROOT / "fixtures" / "patients" / f"{NAME}.json").read_text(encoding="utf-8")
    answers = example_patient_from_json(document, text).answers
    born, version = answers.top["date_of_birth"], published("shipped", provider)
    day = timezone.localdate()
    visit = a_visit(provider=provider, birth_date=born, day=day, version=version)
    a_sent_submission(visit=visit, answers=answers, birth_date=born)
    a_lot(a_product())
    a_practitioner()
    return visit


def _read(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.content


def _show(
    points: int, ways: Mapping[str, Callable[[], bytes]], medians: Mapping[str, float]
) -> None:
    lines = []
    for name, way in ways.items():
        lines += [
            at_most(f"{name}: bytes", len(way()), "", MOST_BYTES),
            at_most(f"{name}: server time", medians[name], "ms", MOST_MS),
        ]
    show(f"Pages of a talk with {points} points", lines)

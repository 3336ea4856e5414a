"""A provider's worklist with few visits, and with a thousand times as many, side by side."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from intake.models import sealed
from tests.make.providers import a_provider, signed_in

from ..table import Line, in_turns, show
from ..visits import BIRTH_DATE, FIRST_BARE, asked_by_client, bind_visits, published

FEW, MANY = 200, 200_000
ROUNDS = 40
BUDGET = 1.5
TODAY, WAITING = 30, 60
"""Enough that every list of both providers shows a whole page, or a whole day."""
EACH_DAY = 30
_numbers = count()

Way = Callable[[], None]


def run(_shipped: str) -> None:
    with asked_by_client():
        few = a_provider(username="few")
        fill_worklist(few, FEW)
        alone = in_turns({"few": _page(few)}, rounds=ROUNDS, clock=time.perf_counter)["few"]
        many = a_provider(username="many")
        fill_worklist(many, MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _show(few, many, alone)


def _show(few: models.User, many: models.User, alone: float) -> None:
    ways = {"few": _page(few), "many": _page(many), "deep": _page(many, _far_down(many))}
    medians = in_turns(ways, rounds=ROUNDS, clock=time.perf_counter)
    asked = {name: _queries(way) for name, way in ways.items()}
    ratio = medians["many"] / min(alone, medians["few"])
    fewest = asked["few"]
    show(
        f"Worklist, first page (clock time, {connection.vendor})",
        [
            Line(f"{FEW} visits, and no others", alone, "ms"),
            Line(f"{FEW} visits, beside {MANY:,}", medians["few"], "ms"),
            Line(f"{MANY:,} visits", medians["many"], "ms"),
            Line("", medians["many"], "ms", ratio, "few", f"<= {BUDGET} x", ratio <= BUDGET),
            Line("a page from the middle of coming days", medians["deep"], "ms"),
            Line(f"queries with {FEW} visits", fewest, ""),
            Line(
                f"queries with {MANY:,}",
                asked["many"],
                "",
                budget="the same",
                is_kept=asked["many"] == fewest,
            ),
        ],
    )


def _page(provider: models.User, query: str = "") -> Way:
    return partial(_read, signed_in(provider), f"/provider/{query}")


def _read(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"The worklist answered {response.status_code}")


def _far_down(provider: models.User) -> str:
    """Where a page begins that has half of the coming days before it."""
    coming = provider.visits.filter(date__gt=timezone.localdate()).order_by("date", "id")
    return f"?list=coming&after={coming[coming.count() // 2].reference}"


def _queries(way: Way) -> int:
    with CaptureQueriesContext(connection) as asked:
        way()
    return len(asked)


def fill_worklist(provider: models.User, visits: int) -> None:
    """A busy day, a tenth to come, a hundredth waiting (at least a page of each), the rest signed.

    Bare rows with names that open; a patient comes ten times.
    """
    coming, waiting = max(visits // 10, WAITING), max(visits // 100, WAITING)
    plan = {"today": TODAY, "coming": coming, "waiting": waiting}
    plan["signed"] = visits - sum(plan.values())
    patients = _patients(max(visits // 10, WAITING))
    version, at = published("shipped", provider), timezone.now()
    site = models.Site.objects.earliest("pk")
    made = [
        models.Visit(
            pk=FIRST_BARE + next(_numbers),
            patient=patients[number % len(patients)],
            provider=provider,
            questionnaire=version.questionnaire,
            site=site,
            reference=f"W{next(_numbers):011}",
            date=day,
            created_at=at,
            created_by=provider,
            **_standing(kind, number),
        )
        for kind, number, day in _days(plan)
    ]
    sent = [visit for visit in made if visit.state == "sent"]
    submissions = [
        models.Submission(visit=visit, version=version, state="sent", opened_at=at, sent_at=at)
        for visit in sent
    ]
    bind_visits(made)
    models.Visit.objects.bulk_create(made, batch_size=2_000)
    models.Submission.objects.bulk_create(submissions, batch_size=2_000)
    frozen = (_frozen(each, number, at) for number, each in enumerate(submissions))
    models.FrozenDiscussion.objects.bulk_create(frozen, batch_size=2_000)


def _frozen(submission: models.Submission, number: int, at: datetime) -> models.FrozenDiscussion:
    """Its brief opens; a list reads nothing else of it."""
    row = models.FrozenDiscussion(submission=submission, revision=1, frozen_at=at, sha256="x")
    row.document, row.signature = b"x", b"x"
    sealed.seal(row, "brief", json.dumps({"holds": number % 3}))
    return row


def _days(plan: dict[str, int]) -> Iterator[tuple[str, int, date]]:
    """Every visit with its day, as many a day as one provider sees."""
    today = timezone.localdate()
    for kind, visits in plan.items():
        for number in range(visits):
            away = timedelta(days=1 + number // EACH_DAY)
            yield kind, number, {"today": today, "coming": today + away}.get(kind, today - away)


def _standing(kind: str, number: int) -> dict[str, object]:
    if kind == "coming" and number % 2:
        return {"state": "invited"}
    talk = "signed" if kind == "signed" else "not_begun"
    return {"state": "sent", "talk": talk}


def _patients(number: int) -> list[models.Patient]:
    made = []
    for each in range(number):
        surname = f"Delgado{each}"
        patient = models.Patient(
            surname_index=sealed.surname_index(surname),
            birth_date_index=sealed.birth_date_index(BIRTH_DATE),
        )
        sealed.seal(patient, "name", f"Maria {surname}")
        sealed.seal(patient, "birth_date", BIRTH_DATE.isoformat())
        made.append(patient)
    return models.Patient.objects.bulk_create(made, batch_size=2_000)

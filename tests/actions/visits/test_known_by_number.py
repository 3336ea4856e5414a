"""A message about a visit that is known by its number need not tell what the visit tells."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from intake import models
from intake.core.desk.seen import Seen, Standing, Unclear
from tests.desk.lines import DAY, a_line, came
from tests.make.builders import a_version
from tests.make.staff import a_member

pytestmark = pytest.mark.django_db
CANCELLED = Seen(
    "an entry",
    standing=Standing.CANCELLED,
    source_id="7",
    unclear=(Unclear.NO_PERSON, Unclear.NO_DAY),
)


@pytest.fixture
def visit():
    a_member("provider", first_name="Ana", last_name="Ruiz")
    a_version()
    assert came(a_line(source_id="7")) == []
    return models.Visit.objects.get()


@pytest.mark.parametrize(
    ("said", "standing", "waits"),
    [
        (CANCELLED, "cancelled", False),
        (replace(CANCELLED, standing=Standing.PLANNED), "planned", True),
        (replace(CANCELLED, source_id="8"), "planned", True),
        (replace(CANCELLED, unclear=(Unclear.BROKEN,)), "planned", True),
    ],
)
def test_a_visit_known_by_its_number_is_cancelled_without_a_day(visit, said, standing, waits):
    waiting = came(said)
    visit.refresh_from_db()
    assert (visit.standing, bool(waiting)) == (standing, waits)


def test_a_visit_that_is_moved_to_a_day_without_a_time_keeps_its_time(visit):
    models.Visit.objects.update(time=time(9))
    came(a_line(source_id="7", day=DAY + timedelta(days=1)))
    visit.refresh_from_db()
    assert (visit.date, visit.time) == (DAY + timedelta(days=1), time(9))


def test_another_number_on_the_same_day_is_another_visit_also_when_it_comes_later(visit):
    models.Visit.objects.update(time=time(9))
    came(a_line(source_id="8", at=time(15)))
    assert set(models.Visit.objects.values_list("source_id", "time")) == {
        ("7", time(9)),
        ("8", time(15)),
    }


@pytest.mark.parametrize(("length", "is_kept"), [(120, True), (121, False)])
def test_a_number_is_kept_as_it_is_told_as_far_as_its_column_goes(visit, length, is_kept):
    number = "7" * length
    came(a_line(source_id=number, day=DAY + timedelta(days=1)))
    assert models.Visit.objects.filter(source_id=number).exists() is is_kept

"""A schedule whose dates leave day and month open is read as somebody at the desk says."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.models.visits.visits import birth_date_of
from tests.desk.pages import shown
from tests.make.builders import a_version
from tests.make.staff import FRONT_DESK, a_member, signed_in

pytestmark = pytest.mark.django_db
YEAR = (timezone.localdate() + timedelta(days=365)).year
LINES = f"Name,DOB,Date,Time,Provider\nMaria Delgado,05/06/1979,03/04/{YEAR},9:00,Ruiz\n"
ORDERS = re.compile(r'name="day_first"\s+value="(\w+)"')


def test_dates_that_leave_day_and_month_open_are_taken_in_the_order_that_the_desk_chooses():
    a_member("provider", first_name="Ana", last_name="Ruiz")
    a_version()
    desk = signed_in(FRONT_DESK)
    posted = {"pasted": LINES, "questionnaire": models.Questionnaire.objects.get().pk}

    def seen(**more: object) -> str:
        return shown(desk.post(reverse("desk:import"), posted | more))

    first = seen()
    assert "read with the month first" in first and f"March 4, {YEAR}" in first
    other = seen(day_first=ORDERS.findall(first))  # the hidden field, then the button pressed
    assert "read with the day first" in other and f"April 3, {YEAR}" in other
    seen(day_first=ORDERS.findall(other)[:1], take="yes")
    visit = models.Visit.objects.get()
    assert visit.date == date(YEAR, 4, 3)
    assert birth_date_of(visit.patient) == date(1979, 6, 5)

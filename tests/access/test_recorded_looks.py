"""Every look at what is about somebody leaves its line in the access log, a refused deed too."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from tests.desk.lines import NO_BIRTH_DATE, a_line, came
from tests.make.builders import a_version, a_visit
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import a_room, a_signed_room
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, PRIVACY, a_member
from tests.scribe.paper import a_scribe

pytestmark = pytest.mark.django_db

LOOKS: dict[str, tuple[str, ...]] = {
    "point_read": ("provider:outcome", 1),
    "register_read": ("provider:choose",),
    "fact_read": ("provider:fact", "record.lot"),
    "decision_read": ("provider:decision",),
    "reopening_read": ("provider:reopen",),
}
OF_SIGNED = {"decision_read": "provider:supersede", "addendum_begun": "provider:addendum"}
AT_THE_DESK = {
    "register_read": ("desk:choose",),
    "fact_read": ("desk:fact", "record.lot"),
}


def page(route: str, visit: models.Visit, *more: object) -> str:
    return reverse(route, args=[visit.reference, *more])


@pytest.mark.parametrize("action", LOOKS)
def test_a_page_of_the_talk_that_is_looked_at_is_recorded(action):
    visit, (route, *more) = a_room(a_provider()).submission.visit, LOOKS[action]
    assert signed_in(visit.provider).get(page(route, visit, *more)).status_code == 200
    assert (action, visit.reference, "") in events(visit.provider)


@pytest.mark.parametrize("action", OF_SIGNED)
def test_a_page_of_a_signed_talk_that_is_looked_at_is_recorded(action):
    visit = a_signed_room(a_provider()).visit
    assert signed_in(visit.provider).get(page(OF_SIGNED[action], visit)).status_code == 200
    assert (action, visit.reference, "") in events(visit.provider)


@pytest.mark.parametrize("action", AT_THE_DESK)
def test_what_the_desk_verifies_is_recorded_when_it_is_looked_at(action):
    visit, desk = a_room().submission.visit, a_member(FRONT_DESK)
    route, *more = AT_THE_DESK[action]
    assert signed_in(desk).get(page(route, visit, *more)).status_code == 200
    assert (action, visit.reference, "") in events(desk)


def test_a_visit_whose_paper_a_scribe_looks_at_is_recorded():
    a_version(SMALL)
    visit, scribe = a_visit(), a_scribe()
    assert signed_in(scribe).get(page("scribe:visit", visit)).status_code == 200
    assert events(scribe)[-1] == ("visit_opened", visit.reference, "")


def test_a_day_and_waiting_lines_that_are_read_are_recorded():
    a_version(SMALL)
    desk, day = a_member(FRONT_DESK), timezone.localdate().isoformat()
    came(a_line(**NO_BIRTH_DATE))
    client = signed_in(desk)
    client.get(reverse("desk:day", args=[day]))
    client.get(reverse("desk:waiting"))
    assert events(desk)[-2:] == [("desk_day_read", "", day), ("waiting_read", "", "1 lines")]


def test_what_was_refused_is_recorded_too():
    provider = a_provider()
    visit, client = a_room(provider).submission.visit, signed_in(provider)
    client.post(page("provider:outcome", visit, 1), {"outcome": "lifted"})
    client.post(reverse("provider:another_visit"), {"reference": "EV-0000-0000"})
    client.get(reverse("provider:day"), {"paper": "parchment"})
    assert events(provider)[-3:] == [
        ("outcome_refused", visit.reference, ""),
        ("step_in_refused", "", ""),
        ("day_not_printed", "", ""),
    ]


def test_the_list_of_what_is_due_for_erasure_is_recorded_when_it_is_read():
    officer = a_member(PRIVACY)
    assert signed_in(officer).get(reverse("admin:intake_stone_due")).status_code == 200
    assert events(officer)[-1] == ("due_read", "", "0 visits")

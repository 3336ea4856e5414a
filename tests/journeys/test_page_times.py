"""Pages are timed by counts, and the clinic's own times take the place of the model."""

import re

import pytest

from intake.actions.answers.page_times import count_time, forget_times, page_times
from intake.models import PageTime
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit, shipped_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    forget_times()
    yield a_version(shipped_now())
    forget_times()


def kept(version) -> list[tuple[str, int, int]]:
    return [(t.page, t.seconds, t.count) for t in version.page_times.all()]


ASKED_OF_ALL = "health/2"
"""A page without a question that depends on age or on another answer: only those are counted."""


def at_health(version) -> Person:
    return Person(a_visit(version=version)).enter().get(f"/p/q/{ASKED_OF_ALL}/")


def answer(person: Person, **changes: object) -> Person:
    said = {"immune_status": ["none"], "clot_bleed": ["none"]}
    return person.send(person.screen.main, **{**said, **changes})


def earlier(person: Person, seconds: int) -> int:
    return int(person.screen.main.fields["-opened"][0]) - seconds


@pytest.mark.parametrize(("seconds", "step"), [(0, 0), (23, 20), (180, 180), (90_000, 180)])
def test_a_page_is_counted_in_steps_of_five_seconds_up_to_three_minutes(version, seconds, step):
    person = at_health(version)

    answer(person, **{"-opened": earlier(person, seconds)})

    assert kept(version) == [(ASKED_OF_ALL, step, 1)]


def test_only_the_first_time_through_is_counted_and_nothing_made_up(version):
    person = at_health(version)
    answer(person)
    answer(person.get(f"/p/q/{ASKED_OF_ALL}/"), clot_bleed=["clot"])
    assert not person.screen.title.startswith("Error: ")
    for made_up in ("", "x", "9999999999", "-5"):
        answer(at_health(version), **{"-opened": made_up})

    assert [count for _page, _seconds, count in kept(version)] == [1]


def test_an_error_does_not_begin_the_time_anew(version):
    person = at_health(version)
    opened = earlier(person, 60)
    person.send(person.screen.main, **{"-opened": opened})
    assert person.screen.title.startswith("Error: ")

    assert person.screen.main.fields["-opened"] == [str(opened)]


def test_a_page_that_an_answer_opens_is_not_counted(version):
    person = Person(a_visit(version=version)).enter().get("/p/q/allergies/1/")
    person.say(anaphylaxis_ever="no", allergy_conditions=["asthma"])
    assert "asthma" in person.screen.text
    person.say(
        asthma_control="controlled", reaction_product=["none"], reaction_injection_items=["none"]
    )

    assert {page for page, _seconds, _count in kept(version)} == {"allergies/1"}


def minutes_left(person: Person) -> int:
    return int(re.search(r"about (\d+) min left", person.screen.text)[1])


def test_twenty_sittings_take_the_place_of_the_model(version):
    before = minutes_left(at_health(version))
    for _sitting in range(19):
        count_time(version, "clinic/1", 178)
    forget_times()
    assert minutes_left(at_health(version)) == before

    count_time(version, "clinic/1", 178)
    forget_times()
    assert page_times(version)["clinic/1"].usual > 170
    assert minutes_left(at_health(version)) >= before + 2


def test_the_start_page_promises_what_the_clinic_has_seen(version):
    always = {page.name for page in shipped_now().pages if page.group is None}
    PageTime.objects.bulk_create(
        PageTime(version=version, page=page, seconds=170, count=20) for page in always
    )
    forget_times()

    person = Person(a_visit(version=version)).enter()

    low, high = map(int, re.search(r"About (\d+) to (\d+) min", person.screen.text).groups())
    assert 45 <= low < high

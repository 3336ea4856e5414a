"""Two sites in two zones with two phones and two papers: no word of one is on the other's."""

import subprocess
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake import models
from intake.actions.visits.contact import Contact, correct_contact
from intake.actions.visits.messages import live_link
from intake.models import Copy, sealed
from intake.outbox.words import words_for
from tests.journeys.person import Person
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit
from tests.make.printers import all_is_printed
from tests.make.providers import a_provider, signed_in
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import FRONT_DESK, a_member, a_site, works_at

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 4, tzinfo=UTC)
"""The evening of December 1 in the west, the afternoon of December 2 in the far east."""
WEST = {
    "name": "Lakeside",
    "phone": "+1 555 0111",
    "after_hours_phone": "+1 555 0119",
    "address": "12 Harbor Way, Oakland",
    "country": "US",
    "time_zone": "America/Los_Angeles",
    "paper": "letter",
}
EAST = {
    "name": "Kowhai Rooms",
    "phone": "+64 9 555 0222",
    "after_hours_phone": "+64 9 555 0299",
    "address": "3 Queen Street, Auckland",
    "country": "NZ",
    "time_zone": "Pacific/Auckland",
    "paper": "a4",
    "emergency_number": "111",
    "date_order": "dmy",
}
TOLD = ("name", "phone", "after_hours_phone", "address")


class Place(NamedTuple):
    site: models.Site
    own: dict[str, str]
    others: dict[str, str]
    visit: models.Visit
    day: str
    """What the calendar there says."""
    points: tuple[float, float]
    """Size of a sheet."""


@pytest.fixture(params=["west", "east"])
def place(request):
    with time_machine.travel(AT, tick=False):
        a_version(SMALL)
        models.Site.objects.update(**WEST)
        west, east = models.Site.objects.get(), a_site("east", **EAST)
        doctors = {site: works_at(a_provider(last_name=site.key), site) for site in (west, east)}
        visits = {
            site: a_visit(
                name=f"Ann {site.key}", day=site.day(AT), provider=doctors[site], site=site
            )
            for site in (west, east)
        }
        if request.param == "west":
            yield Place(west, WEST, EAST, visits[west], "2026-12-01", (612, 792))
        else:
            yield Place(east, EAST, WEST, visits[east], "2026-12-02", (595, 842))


def strange(text: str, place: Place) -> list[str]:
    """Words of the other site."""
    return [place.others[name] for name in TOLD if place.others[name] in text]


def test_no_page_of_the_patient_names_the_other_site(place):
    person, read = Person(place.visit), []
    read.append(person.get(f"/p/{person.token}/").response)
    read.append(person.enter().response)
    for name in ("tasks", "later", "check"):
        read.append(person.get(reverse(f"patient:{name}")).response)
    a_sent_submission(visit=place.visit, answers=SMALL_ANSWERS)
    read.append(person.get(reverse("patient:sent")).response)
    read.append(person.get(f"/p/{person.token}/").response)
    for response in read:
        text = response.content.decode()
        assert strange(text, place) == []
        assert place.own["name"] in text
        assert place.own["phone"] in text
    assert place.site.number_to_dial in text


def test_no_message_names_the_other_site_and_it_says_the_sites_own_days(place):
    correct_contact(place.visit, Contact(mail="ann@example.org"), by=a_user(), at=AT)
    visit = models.Visit.objects.get(pk=place.visit.pk)
    words = words_for(visit, live_link(visit, at=AT))
    for text in (words.text, words.html):
        assert strange(text, place) == []
        assert all(place.own[name] in text for name in TOLD)
        assert f"December {place.site.day(AT).day + 1}" in text, "the last whole day of the link"


def test_no_paper_names_the_other_site_and_both_have_the_sites_size(place, tmp_path):
    a_sent_submission(visit=place.visit, answers=SMALL_ANSWERS)
    all_is_printed()
    for stored in models.StoredPdf.objects.all():
        file = tmp_path / f"{stored.copy}.pdf"
        file.write_bytes(sealed.open_bytes(stored, "content"))
        text = told("pdftotext", "-layout", str(file), "-")
        assert strange(text, place) == []
        assert place.own["name"] in text
        assert f"{place.site.day(AT).day}-Dec-2026" in text or "December" in text
        size = told("pdfinfo", str(file)).split("Page size:")[1].split("pts")[0]
        assert tuple(round(float(each)) for each in size.split("x")) == place.points
    assert models.StoredPdf.objects.count() == len(Copy)


def told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_no_page_of_staff_of_one_site_names_the_other(place):
    member = works_at(a_member(FRONT_DESK), place.site)
    desk, provider = signed_in(member), signed_in(place.visit.provider)
    reference, day = place.visit.reference, place.day
    read = [
        desk.get(reverse("desk:day", args=[day])),
        desk.get(reverse("desk:visit", args=[reference])),
        desk.get(reverse("desk:move", args=[reference])),
        desk.get(reverse("desk:messages")),
        desk.post(reverse("desk:search"), {"words": "Ann"}),
        provider.get(reverse("provider:worklist")),
        provider.get(reverse("provider:visit", args=[reference])),
    ]
    for response in read:
        text = response.content.decode()
        assert response.status_code == 200
        assert strange(text, place) == []
        assert place.own["name"] in text
    assert desk.get("/desk/")["Location"] == reverse("desk:day", args=[day])


def test_a_page_of_a_visit_tells_the_time_by_the_clock_of_its_site(place):
    desk = signed_in(works_at(a_member(FRONT_DESK), place.site))
    live_link(place.visit, at=AT)
    page = desk.get(reverse("desk:visit", args=[place.visit.reference])).content.decode()
    here = "Tue, Dec 1, 8:00 pm by" if place.own is WEST else "Wed, Dec 2, 5:00 pm by"
    assert here in page


def test_the_worklist_of_somebody_at_both_sites_goes_by_each_sites_day(place):
    both = models.User.objects.get(pk=a_provider().pk)
    models.Visit.objects.update(provider=both)
    for site in models.Site.objects.all():
        a_visit(provider=both, day=site.day(AT) + timedelta(days=1), site=site)
    lists = {each.key: each.rows for each in signed_in(both).get("/provider/").context["lists"]}
    assert {row.date.isoformat() for row in lists["today"]} == {"2026-12-01", "2026-12-02"}
    assert {row.date.isoformat() for row in lists["coming"]} == {"2026-12-02", "2026-12-03"}


def test_dates_and_times_are_read_as_the_site_writes_them(place):
    models.Site.objects.filter(pk=place.site.pk).update(opens=time(13), closes=time(21))
    desk = signed_in(works_at(a_member(FRONT_DESK), place.site))
    typed = {
        "surname-1": "Okafor",
        "born-1": "3/4/1979",
        "day-1": "12/1/2027" if place.own is WEST else "1/12/2027",
        "day_is-1": "2027-12-01",
        "time-1": "1:30",
    }
    assert desk.post(reverse("desk:enter", args=[place.day]), typed).status_code == 302
    made = models.Visit.objects.latest("pk")
    assert (made.site, made.date.isoformat(), made.time) == (place.site, "2027-12-01", time(13, 30))
    born = "1979-03-04" if place.own is WEST else "1979-04-03"
    assert sealed.open(made.patient, "birth_date") == born


def test_nobody_is_written_to_in_the_sites_night(place):
    assert place.site.rhythm.is_quiet(place.site.here(AT).time()) is (place.own is WEST)


def test_a_page_of_no_site_speaks_of_the_group(place, settings):
    text = Client().get(reverse("account:sign_in")).content.decode()
    assert strange(text, place) == [] and place.own["name"] not in text
    assert settings.CLINIC.name in text

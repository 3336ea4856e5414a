"""What a manager sets stands on the site; bad input gets words, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.models.visits.visits import facts_to_discuss
from tests.make.builders import a_version, a_visit
from tests.make.factor import let_in
from tests.make.files import a_picture
from tests.make.small import SMALL
from tests.make.staff import a_member, a_site, works_at

from .conftest import MANAGER

pytestmark = pytest.mark.django_db


def at(part: str, key: str = "lakeside") -> str:
    return reverse(f"clinic:{part}", args=[key])


def filled(client: Client, part: str) -> dict[str, object]:
    """What a browser posts of a form that was not touched."""
    return untouched(client.get(at(part)))


def untouched(page) -> dict[str, object]:
    values = {field.html_name: field.value() for field in page.context["form"]}
    opened = re.findall(
        r'<input[^>]* name="(initial-\w+)"(?: value="([^"]*)")?', page.content.decode()
    )
    return {
        # A browser posts nothing for a box that is not ticked. (0 == False, but 0 is a value.)
        **{k: value for k, value in values.items() if value is not None and value is not False},
        **{name: unescape(value) for name, value in opened},
    }


CHANGES = [
    ("about", {"name": "Lakeside West", "phone": "+1 (555) 0111", "country": "us"}),
    ("about", {"address": "12 Harbor Way", "after_hours_phone": "555-0119", "sender_name": "L."}),
    ("hours", {"time_zone": "America/Denver", "opens": "07:30", "closes": "19:00"}),
    ("hours", {"paper": "a4", "date_order": "dmy"}),
    ("messages", {"lead_days": "7", "remind_days": "5, 2", "last_call_hours": "0"}),
    ("messages", {"quiet_from": "21:00", "quiet_to": "07:00", "link_days_after": "3"}),
    ("care", {"emergency_number": "112", "watch_minutes": "45", "keep_years": "12"}),
]
KEPT = {"us": "US", "5, 2": "5,2"}


@pytest.mark.parametrize(("part", "changes"), CHANGES)
def test_what_is_saved_stands_and_nothing_else_changes(client, site, part, changes):
    sites, other = models.Site.objects.values(), a_site("westside").pk
    before, elsewhere = sites.get(pk=site.pk), sites.get(pk=other)
    answer = client.post(at(part), {**filled(client, part), **changes})
    assert answer["Location"] == at("site")
    after = sites.get(pk=site.pk)
    assert sites.get(pk=other) == elsewhere
    changed = {name for name in after if after[name] != before[name]}
    assert changed == set(changes)
    shown = filled(client, part)
    for name, value in changes.items():
        assert str(shown[name])[:5] == KEPT.get(value, value)[:5]


BAD = [
    ("about", "name", ""),
    ("about", "name", "x" * 121),
    ("about", "phone", "call us"),
    ("about", "phone", "١٢٣"),
    ("about", "country", "USA"),
    ("about", "country", "1"),
    ("about", "sender_name", "Exosome Center"),
    ("about", "sender_name", "Lake\r\nBcc: x@example.org"),
    ("hours", "time_zone", "Boston"),
    ("hours", "opens", "25:00"),
    ("hours", "opens", ""),
    ("hours", "closes", "07:00"),
    ("hours", "paper", "a3"),
    ("hours", "date_order", ""),
    ("messages", "lead_days", "0"),
    ("messages", "lead_days", "61"),
    ("messages", "lead_days", "-1"),
    ("messages", "lead_days", "soon"),
    ("messages", "remind_days", "3; 1"),
    ("messages", "remind_days", "4,3,2,1"),
    ("messages", "remind_days", "0"),
    ("messages", "last_call_hours", "13"),
    ("messages", "quiet_from", "07:00"),
    ("messages", "link_days_after", "99999999999"),
    ("care", "emergency_number", "help"),
    ("care", "watch_minutes", "0"),
    ("care", "watch_minutes", "1e3"),
    ("care", "keep_years", "100"),
]


@pytest.mark.parametrize(("part", "name", "value"), BAD)
def test_bad_input_gets_words_and_is_not_lost(client, site, part, name, value):
    before = models.Site.objects.values().get()
    answer = client.post(at(part), {**filled(client, part), name: value})
    form = answer.context["form"]
    assert answer.status_code == 400
    assert form.errors
    assert form[name].value() == value
    assert "There is a problem" in answer.content.decode()
    assert models.Site.objects.values().get() == before


@pytest.mark.parametrize(("typed", "told"), [("45", 45), ("", settings.CLINIC.watch_minutes)])
def test_papers_say_how_long_this_site_watches_a_patient(client, site, typed, told):
    client.post(at("care"), {**filled(client, "care"), "watch_minutes": typed})
    assert facts_to_discuss(a_visit()).watch_minutes == told


@pytest.mark.parametrize(
    ("country", "by_default", "location"),
    [
        ("US", "outside_us", "in_us"),
        ("NZ", "in_us", "outside_us"),
        ("", "in_us", "in_us"),
        ("", "outside_us", "outside_us"),
        ("", "", ""),
    ],
)
def test_rules_about_law_go_by_the_sites_own_country(country, by_default, location, monkeypatch):
    monkeypatch.setattr(settings.CLINIC, "location", by_default)
    visit = a_visit(site=a_site("pier", country=country))
    assert facts_to_discuss(visit).clinic_location == location


def test_the_front_page_says_what_is_to_be_set_up_until_it_is(client, site, settings):
    settings.MESSAGES_FROM = "visits@clinic.example"

    def left() -> list[str]:
        place = client.get(reverse("clinic:home")).context["place"]
        found = [step.words for step in place.steps if not step.is_done]
        assert place.left == len(found)
        return found

    assert "Name and phone" in left() and "The first visit" in left()
    a_version(SMALL)
    a_visit(provider=a_member("provider"))
    a_member("front desk")
    given = {"phone": "1", "address": "x", "country": "US", "time_zone": "UTC"}
    models.Site.objects.update(**given)
    assert left() == []


def test_the_front_page_of_forty_sites_asks_no_more_than_that_of_two(client, site):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("clinic:home"))
        return len(queries)

    a_site("second")
    few = asked()
    for number in range(38):
        a_site(f"more-{number}")
    assert asked() == few


def test_a_manager_of_one_site_finds_no_other_and_opens_none(site):
    a_site("east")
    client = let_in(Client(), works_at(a_member(MANAGER), site))
    for part in ("site", "about", "hours", "messages", "care", "logo"):
        assert client.get(at(part)).status_code == 200
        assert client.get(at(part, "east")).status_code == 404
        assert client.post(at(part, "east"), {}).status_code in (404, 405)
    assert client.get(reverse("clinic:new_site")).status_code == 404


def test_another_site_is_opened_with_a_key_of_its_own(client, site):
    new = reverse("clinic:new_site")
    assert client.post(new, {"name": " "}).status_code == 400
    assert client.post(new, {"name": "Lakeside"})["Location"] == at("site", "lakeside-2")
    assert client.post(new, {"name": "王"})["Location"] == at("site", "site")


def test_a_logo_is_drawn_anew_and_shown_to_everybody(client, site):
    marked = a_picture().replace(b"IEND", b"IEND") + b"<script>behind the picture</script>"
    assert client.post(at("logo"), {"file": upload(marked)})["Location"] == at("site")
    site.refresh_from_db()
    shown = Client().get(reverse("logo", args=[site.logo_sha256]))
    assert shown["Content-Type"] == "image/png"
    assert "immutable" in shown["Cache-Control"]
    assert b"script" not in shown.content
    page = Client().get(reverse("account:sign_in")).content.decode()
    assert reverse("logo", args=[site.logo_sha256]) in page
    client.post(at("remove_logo"))
    assert Client().get(reverse("logo", args=[site.logo_sha256])).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        a_picture(kind="GIF"),
        a_picture(1201, 10),
        a_picture(10, 401),
        a_picture()[:40],
        a_picture() + bytes(200_001),
    ],
)
def test_what_is_no_small_png_is_refused_in_words(client, site, content):
    answer = client.post(at("logo"), {"file": upload(content)})
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    assert models.SiteLogo.objects.count() == 0


def upload(content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("logo.png", content, "image/png")


def test_the_environment_stands_where_the_site_says_nothing(site, settings):
    settings.TIME_ZONE, settings.KEEP_YEARS = "America/Denver", 7
    assert (site.zone.key, site.years_kept) == ("America/Denver", 7)
    site.time_zone, site.keep_years = "Pacific/Auckland", 3
    assert (site.zone.key, site.years_kept) == ("Pacific/Auckland", 3)
    assert site.here(timezone.now()).tzinfo == site.zone

"""The clinic manager's pages in a real browser: every width, and the same without script."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import bind_account
from intake.actions.sites import keep_logo
from tests.browser.chromium import DESK, PHONE, Tab, save_picture
from tests.browser.flaws import flaws
from tests.browser.hands import Pointer
from tests.browser.inside import let_staff_in
from tests.make.builders import a_user
from tests.make.factor import enrolled
from tests.make.files import a_picture
from tests.make.staff import a_member, a_site, works_at

pytestmark = pytest.mark.browser
TABLET = 768


def a_manager(*roles: str) -> models.User:
    member = enrolled(a_user(username="kim", first_name="Kim", last_name="Lee"))
    member.groups.set(Group.objects.filter(name__in=("clinic manager", *roles)))
    bind_account(member)
    return member


def a_group() -> None:
    """Two sites, one of them set up, and people of every kind."""
    site = models.Site.objects.get()
    models.Site.objects.update(
        key="lakeside",
        name="Lakeside",
        phone="+1 555 0111",
        address="12 Harbor Way",
        country="US",
        time_zone="America/Los_Angeles",
    )
    there = a_site("kowhai", name="Kowhai Rooms", time_zone="Pacific/Auckland")
    works_at(a_member("front desk", first_name="Lee", last_name="Tanaka"), site)
    works_at(a_member("provider", first_name="Ana", last_name="Ruiz", credentials="MD"), there)
    works_at(a_member("scribe", first_name="Jo", last_name="Park", is_active=False), site)
    keep_logo(site, a_picture(300, 90), by=a_user(), at=timezone.now())


def the_sites(tab: Tab) -> None:
    tab.go(reverse("clinic:home"))


def a_new_site(tab: Tab) -> None:
    tab.go(reverse("clinic:new_site"))
    Pointer(tab.page).press("Open it")


def what_is_set_up(tab: Tab) -> None:
    tab.go(reverse("clinic:site", args=["kowhai"]))


def name_and_phone(tab: Tab) -> None:
    tab.go(reverse("clinic:about", args=["lakeside"]))
    tab.page.locator("#id_phone").fill("call us")
    Pointer(tab.page).press("Save")


def hours(tab: Tab) -> None:
    tab.go(reverse("clinic:hours", args=["lakeside"]))


def messages(tab: Tab) -> None:
    tab.go(reverse("clinic:messages", args=["lakeside"]))


def care(tab: Tab) -> None:
    tab.go(reverse("clinic:care", args=["lakeside"]))


def logo(tab: Tab) -> None:
    tab.go(reverse("clinic:logo", args=["lakeside"]))


def people(tab: Tab) -> None:
    tab.go(reverse("clinic:people"))


def somebody(tab: Tab) -> None:
    people(tab)
    Pointer(tab.page).follow("Lee Tanaka")


def invite(tab: Tab) -> None:
    tab.go(reverse("clinic:invite"))
    tab.page.get_by_label("Mail address").fill("kim")
    Pointer(tab.page).press("Send the invitation")


def invited(tab: Tab) -> None:
    tab.go(reverse("clinic:invite"))
    tab.page.get_by_label("Mail address").fill("jo@clinic.example")
    tab.page.get_by_label("First name").fill("Jo")
    tab.page.get_by_label("Surname").fill("Park")
    tab.page.get_by_label("Scribe").check()
    tab.page.get_by_label("Lakeside").check()
    Pointer(tab.page).press("Send the invitation")


def welcome(tab: Tab) -> None:
    """After ``invited``: the address that its page shows once."""
    tab.go("/account/" + tab.page.locator("code").inner_text().split("/account/")[1])


PAGES = (
    *(the_sites, a_new_site, what_is_set_up, name_and_phone, hours, messages, care, logo),
    *(people, somebody, invite, invited, welcome),
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_no_page_has_a_flaw_at_any_width(browse, script):
    a_group()
    tab = browse(width=DESK, script=script)
    tab.may_fail = True  # forms that are refused
    let_staff_in(tab, a_manager())
    found = {}
    for to in PAGES:
        tab.widen(DESK)
        to(tab)
        keep(tab, f"{to.__name__}-{'script' if script else 'plain'}")
        if script:
            found |= {to.__name__: wrong} if (wrong := flaws(tab)) else {}
    assert found == {}


def keep(tab: Tab, name: str) -> None:
    """Pictures for whoever looks: PICTURES=/tmp/sites pytest …"""
    if folder := os.environ.get("PICTURES"):
        for width in (PHONE, TABLET, DESK):
            tab.widen(width)
            save_picture(tab, Path(folder) / f"{name}-{width}.png")


def test_a_desk_of_two_sites_goes_from_one_to_the_other(browse):
    a_group()
    member = a_manager("front desk")
    tab = browse(width=DESK)
    let_staff_in(tab, member)
    tab.go(reverse("desk:today"))
    tab.page.get_by_label("Site", exact=True).select_option("lakeside")
    Pointer(tab.page).press("Show")
    assert "Lakeside" in tab.page.locator(".clinic-name").inner_text()
    keep(tab, "desk-of-two")
    assert flaws(tab) == {}

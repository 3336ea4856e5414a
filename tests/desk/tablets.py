"""A tablet that was paired the way people do it: its browser, and the device it is known as."""

import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.devices import pair
from tests.make.builders import a_user
from tests.make.staff import FRONT_DESK, signed_in

TABLET = "/p/tablet/"
WINDOW = "Tablet at the window"


def asking() -> tuple[Client, str]:
    """A browser that shows a code, and the code."""
    browser = Client()
    text = browser.post(TABLET, follow=True).content.decode()
    return browser, re.search(r'class="code">\s*(\w{3} \w{3})', text)[1]


def a_tablet(name: str = WINDOW, site: models.Site | None = None) -> tuple[Client, models.Device]:
    browser, code = asking()
    site = site or models.Site.objects.earliest("pk")
    return browser, pair(code, name, site=site, by=a_user(), at=timezone.now())


def a_desk(**columns: object) -> Client:
    return signed_in(FRONT_DESK, **columns)


def give(desk: Client, visit: models.Visit, device: models.Device, language: str = ""):
    address = reverse("desk:give", args=[visit.reference])
    return desk.post(address, {"device": device.pk, "language": language}, follow=True)


def shows(browser: Client) -> str:
    """What the tablet is told it should show, without the number of the link."""
    return browser.get(f"{TABLET}now/").json()["shows"].partition(" ")[0]

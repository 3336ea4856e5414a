"""Bytes and requests of a whole walk, from the link to the page that says it was sent."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.visits_and_links import Appointment, NewPatient, create_visit, invite
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.questionnaire import Page, Questionnaire

from .table import Line, at_most, show
from .visits import BIRTH_DATE, asked_by_client, published, questionnaires
from .walk_length import answers_of
from .wizard import posted

NAME = "knows_nothing"
MOST_BYTES, MOST_REQUESTS = 200_000, 60
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
STAMP = re.compile(r'<input type="hidden" name="(-[a-z]+)" value="([^"]*)"')
REQUEST_HEAD = 600
"""What a browser says of itself with every request, with its cookies, rounded up."""


class Browser:
    """Counts what goes over the line, as a browser with script would ask for it."""

    def __init__(self) -> None:
        self.client = Client(headers={"Accept-Encoding": "gzip"})
        self.requests = self.received = self.sent = 0
        self.kept: set[str] = set()
        self.page = ""

    def get(self, address: str) -> str:
        return self._counted(self.client.get(address))

    def post(self, address: str, fields: dict[str, object]) -> str:
        """The page that the answer leads to."""
        stamps = dict(STAMP.findall(self.page))
        answer = self.client.post(address, {**stamps, **fields}, headers={"X-Turn": "script"})
        self.sent += len(repr(fields))
        self._counted(answer)
        onward = answer.headers.get("X-Next") or answer.headers.get("Location")
        if onward is None:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        self.get(onward)
        return onward.partition("?")[0]

    def _counted(self, answer: HttpResponse) -> str:
        head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
        head += sum(
            len(f"Set-Cookie: {each.OutputString()}\r\n") for each in answer.cookies.values()
        )
        self.requests += 1
        self.sent += REQUEST_HEAD
        self.received += head + len(answer.content)
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        content = gzip.decompress(answer.content) if is_packed else answer.content
        self.page = content.decode()
        for address in dict.fromkeys(LINKED.findall(self.page)):
            self._static(address)
        return self.page

    def _static(self, address: str) -> None:
        """A static file is kept by its name for a year, and asked for once."""
        if address in self.kept:
            return
        self.kept.add(address)
        found = finders.find(unquote(address.removeprefix(settings.STATIC_URL)))
        self.requests += 1
        self.sent += REQUEST_HEAD
        self.received += REQUEST_HEAD + len(gzip.compress(Path(str(found)).read_bytes()))


def run(_shipped: str) -> None:
    with asked_by_client():
        document = questionnaires()["shipped"]
        browser = Browser()
        pages = walked(browser, document, answers_of(document, NAME))
    show(
        f"Weight of the walk “{NAME}”, {pages} pages of questions, as a browser with script asks",
        [
            at_most("requests", browser.requests, "", MOST_REQUESTS),
            Line("bytes received", browser.received, ""),
            Line("bytes sent", browser.sent, ""),
            at_most("bytes", browser.received + browser.sent, "", MOST_BYTES),
        ],
    )


def walked(browser: Browser, document: Questionnaire, answers: Answers) -> int:
    """Link, birth date, start, every page, check, signature, and the page that says "sent"."""
    token = a_link()
    entrance = reverse("patient:link", args=[token])
    browser.get(entrance)
    parts = ("month", "day", "year")
    browser.post(entrance, {f"birth_date-{part}": getattr(BIRTH_DATE, part) for part in parts})
    at, pages = _first(browser), 0
    browser.get(at)
    while at != reverse("patient:check"):
        at, pages = browser.post(at, _fields(document, answers, at)), pages + 1
    browser.get(reverse("patient:sign"))
    statements = {key: "on" for keys in document.sections[-1].pages for key in keys}
    browser.post(reverse("patient:sign"), {**statements, "-signature": "Maria Delgado"})
    return pages


def a_link() -> str:
    staff, _is_new = models.User.objects.get_or_create(username="bench")
    today = timezone.localdate()
    visit = create_visit(
        NewPatient("Maria Delgado", BIRTH_DATE),
        Appointment(staff, published("shipped", staff).questionnaire, today),
        by=staff,
        at=timezone.now(),
    )
    return invite(visit, by=staff, at=timezone.now())


def _first(browser: Browser) -> str:
    return next(href for href in re.findall(r'href="([^"]+)"', browser.page) if "/q/" in href)


def _fields(document: Questionnaire, answers: Answers, at: str) -> dict[str, object]:
    found = resolve(at)
    if found.url_name != "page":
        return {}
    place = found.kwargs["section"], found.kwargs["number"]
    return posted(_page(document, place), answers)


def _page(document: Questionnaire, place: tuple[str, int]) -> Page:
    return next(page for page in document.pages if (page.section, page.number) == place)

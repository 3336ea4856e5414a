"""A patient's page turn and its queries, beside a bare view and a session wizard."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.questionnaire import Page
from intake.core.questionnaire.walk import walk
from intake.patient.session import COOKIE

from .table import Line, at_most, in_turns, show
from .visits import Patient, a_patient, answers_for, asked_by_client, fill, questionnaires
from .wizard import posted, posted_to_wizard, step_of

MIDDLE = ("health", 2)
MOST_ON_GET, MOST_ON_POST = 5, 8
MANY = 100_000
WALKS = 6
BARE = "bare view"
WIZARD = "session wizard with crispy-forms"
OURS = "patient's page"


def run(_shipped: str) -> None:
    templates = {**settings.TEMPLATES[0]}
    templates["DIRS"] = [*templates["DIRS"], Path(__file__).parent / "templates"]
    with asked_by_client(ROOT_URLCONF="bench.urls", TEMPLATES=[templates]):
        _turns()
        _queries()


def _turns() -> None:
    """Whole walks through the shipped questionnaire, each with a patient and a browser of its own.

    A wizard's session grows with every step, so one page alone would not be a fair measure.
    """
    pages = _pages_to_turn()
    walks = {
        BARE: iter([_bare(pages) for _ in range(WALKS + 1)]),
        WIZARD: iter([_in_wizard(pages) for _ in range(WALKS + 1)]),
        OURS: iter([_in_product(pages) for _ in range(WALKS + 1)]),
    }
    ways = {name: partial(_next_walk, each) for name, each in walks.items()}
    medians = in_turns(ways, rounds=WALKS, clock=time.process_time)
    bare, wizard, ours = (medians[name] / len(pages) for name in (BARE, WIZARD, OURS))
    show(
        f"Page turn: post, redirect, get; average over {len(pages)} pages (processor time)",
        [
            Line(BARE, bare, "ms"),
            Line(WIZARD, wizard, "ms", wizard / bare, "bare view"),
            Line(OURS, ours, "ms", ours / bare, "bare view"),
            Line("", ours, "ms", ours / wizard, "wizard", "<= 0.8 x wizard", ours <= 0.8 * wizard),
        ],
    )


def _next_walk(walks: Iterator[Callable[[], None]]) -> None:
    next(walks)()


def _pages_to_turn() -> list[Page]:
    """What the patient with nothing to report is asked, up to the page that is signed."""
    document, answers = questionnaires()["shipped"], answers_for("shipped")
    signed = document.sections[-1].key
    return [page for page in walk(document, answers).pages if page.section != signed]


def _queries() -> None:
    patients = {name: a_patient(name, _middle(name)) for name in questionnaires()}
    counted = {f"{name} questionnaire": _count(patient) for name, patient in patients.items()}
    fill(MANY)
    among_many = counted[f"shipped, {MANY:,} submissions"] = _count(patients["shipped"])
    lines = []
    for name, (on_post, on_get) in counted.items():
        lines += [
            at_most(f"{name}: GET", on_get, "", MOST_ON_GET),
            at_most(f"{name}: POST", on_post, "", MOST_ON_POST),
        ]
    # Questionnaires may differ by one: a page that depends on an age is not timed.
    more = sum(among_many) - sum(counted["shipped questionnaire"])
    lines.append(Line("more among many submissions", more, "", None, "", "0", more == 0))
    show("Queries of a page turn", lines)


def _page(name: str, section: str, number: int) -> Page:
    pages = questionnaires()[name].pages
    return next(page for page in pages if (page.section, page.number) == (section, number))


def _middle(name: str) -> Page:
    if name == "shipped":
        return _page(name, *MIDDLE)
    return questionnaires()[name].pages[9]


def _bare(pages: list[Page]) -> Callable[[], None]:
    client = Client()

    def turn_all() -> None:
        for _page in pages:
            _followed(client, client.post("/bare/"))

    return turn_all


def _in_wizard(pages: list[Page]) -> Callable[[], None]:
    client, answers = Client(), answers_for("shipped")

    def turn_all() -> None:
        client.get(_step_address(pages[0]))
        for page in pages:
            fields = posted_to_wizard(page, answers)
            _followed(client, client.post(_step_address(page), fields))

    return turn_all


def _step_address(page: Page) -> str:
    return reverse("wizard-shipped-step", kwargs={"step": step_of(page)})


def _in_product(pages: list[Page]) -> Callable[[], None]:
    patient = a_patient("shipped", None)
    client, answers = _client(patient), answers_for("shipped")

    def turn_all() -> None:
        for page in pages:
            stamp = {"-revision": 0, "-visit": patient.submission.pk}
            fields = {**posted(page, answers), **stamp}
            _followed(client, client.post(_page_address(page), fields))

    return turn_all


def _page_address(page: Page) -> str:
    return reverse("patient:page", kwargs={"section": page.section, "number": page.number})


def _client(patient: Patient) -> Client:
    client = Client()
    client.cookies[COOKIE] = patient.key
    return client


def _posts(patient: Patient) -> list[dict[str, object]]:
    """The page as answered, and with its last question answered otherwise: each is a change."""
    first = posted(patient.page, answers_for(patient.name))
    key = patient.page.keys[-1]
    options = questionnaires()[patient.name].by_key[key].options
    other = next(option.code for option in options if [option.code] != first[key])
    return [{**first, key: [other]}, first]


def _followed(client: Client, response: HttpResponse) -> HttpResponse:
    """The page after the redirect; anything else would measure an error page."""
    if response.status_code != 302:
        raise RuntimeError(f"A page turn answered {response.status_code}")
    shown = client.get(response["Location"])
    if shown.status_code != 200:
        raise RuntimeError(f"The next page answered {shown.status_code}")
    return shown


def _count(patient: Patient) -> tuple[int, int]:
    """Queries of one post that changes an answer, and of the page that follows."""
    client = _client(patient)
    revision = load_answers(patient.submission).revision_of(patient.page)
    fields = {**_posts(patient)[0], "-revision": revision, "-visit": patient.submission.pk}
    with CaptureQueriesContext(connection) as asked:
        response = client.post(_page_address(patient.page), fields)
    on_post = _without_transaction(asked)
    with CaptureQueriesContext(connection) as asked:
        _followed(client, response)
    return on_post, _without_transaction(asked)


def _without_transaction(asked: CaptureQueriesContext) -> int:
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(words) for query in asked.captured_queries)

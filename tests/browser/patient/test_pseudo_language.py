"""A made-up language from right to left, in very long words: no page and no paper breaks."""

import re
from dataclasses import replace

import pytest
from django.utils import timezone

from bench.walk_length import answers_of
from intake.actions.answers.submit import send
from intake.actions.catalog.translate import keep_translation
from intake.core.documents.translations import Translated, texts_of
from intake.models import PatientSession, Submission
from intake.patient import language
from tests.browser.chromium import Tab
from tests.browser.flaws import flaws
from tests.browser.inside import let_in
from tests.make.builders import BIRTH_DATE, NAME, a_version, a_visit, shipped_now
from tests.pdf.pages import text_in

pytestmark = pytest.mark.browser

LATIN, HEBREW = "abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד"
LONG = "ארוך" * 12
LETTERS = str.maketrans(LATIN + LATIN.upper(), HEBREW + HEBREW)
PAGES = ["start/", "tasks/", "q/about_you/2/", "q/allergies/3/", "q/goals/1/", "sign/"]


def made_up(text: str) -> str:
    """Hebrew letters for Latin ones, blanks such as {name} as they are, and a long word."""
    words = re.sub(r"[^{}]+(?![^{]*})", lambda found: found[0].translate(LETTERS), text)
    return f"{words} {LONG}"


@pytest.fixture
def in_it(browse, monkeypatch) -> tuple[Tab, Submission]:
    """A patient half way, who reads the made-up language."""
    monkeypatch.setattr(language, "NAMES", {**language.NAMES, "he": "עברית"})
    document = shipped_now()
    version = a_version(document)
    texts = {name: Translated(said, made_up(said)) for name, said in texts_of(document).items()}
    keep_translation(version, "he", texts, at=timezone.now())
    tab = browse()
    own = {"medicines_list": f"{LONG} {LONG}", "hope": LONG, "my_questions": f"{LONG}?"}
    known = {"preferred_name": NAME, "date_of_birth": BIRTH_DATE}
    answers = answers_of(document, "three_allergies")
    told = replace(answers, top={**answers.top, **own, **known})
    submission = let_in(tab, visit=a_visit(version=version), answers=told)
    submission.language = "he"
    submission.save(update_fields=["language"])
    return tab, submission


@pytest.mark.parametrize("page", [*PAGES, "list/allergies_list/", "check/"])
def test_a_page_stands_in_a_language_from_right_to_left_with_long_words(in_it, page):
    tab, _submission = in_it

    tab.go(f"/p/{page}")

    assert tab.page.locator("html").get_attribute("dir") == "rtl"
    assert LONG in tab.words
    assert flaws(tab) == {}


def test_the_copy_is_printed_with_every_letter_of_it(in_it):
    tab, submission = in_it
    session = PatientSession.objects.latest("started_at")
    send(submission, session=session, signature=NAME, at=timezone.now())

    tab.go("/p/sent/")

    assert flaws(tab) == {}
    copy = tab.context.request.get(f"{tab.site}/p/copy.pdf")
    assert copy.status == 200
    assert LONG in "".join(text_in(copy.body()).split())

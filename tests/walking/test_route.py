"""The way through lists of entries, from the check to what a change opened, and how far it is."""

import pytest

from intake.core.limits import FIELD_SECONDS, TAP_SECONDS, WORDS_A_MINUTE
from intake.core.questionnaire.answers import Answers, Row
from intake.core.questionnaire.questionnaire import Kind
from intake.core.questionnaire.walk import walk
from intake.walking.filling import Filling
from intake.walking.progress import progress_at, seconds_of, words_of
from intake.walking.route import CHECK, LIST, Listed, Place, Route, Step, Stop
from intake.walking.sections import tasks_of
from tests.make.values import (
    choice,
    chose,
    group,
    question,
    questionnaire,
    section,
    shown_if,
    when,
)

IF_ANY = shown_if(when("any", "=", "yes"))
DOCUMENT = questionnaire(
    section("start", choice("well", required=True)),
    section(
        "lists",
        choice("any", required=True),
        choice("since", show_if=IF_ANY, required=False),
        group(
            "allergies",
            question("cause", Kind.STRING, required=True),
            choice("how_bad", required=True),
            show_if=IF_ANY,
        ),
        group("pills", question("pill", Kind.STRING, required=True)),
        question("wish", Kind.TEXT, required=False),
    ),
)
PAGE = {key: page for page in DOCUMENT.pages for key in page.keys}
YES, NO = {"any": chose("yes"), "since": chose("no")}, {"any": chose("no")}
DONE = {"cause": "Bees", "how_bad": chose("yes")}


def route(top, *allergies, pill=None):
    rows = tuple(Row(f"allergy {n}", answers) for n, answers in enumerate(allergies, 1))
    pills = (Row("pill 1", {"pill": pill} if pill else {}),)
    return Route(walk(DOCUMENT, Answers(top, {"allergies": rows, "pills": pills})))


@pytest.mark.parametrize(
    ("allergies", "first"),
    [
        ((DONE, {"cause": "Eggs"}, {}), Place(PAGE["cause"], "allergy 2")),
        ((DONE, DONE), Listed("allergies")),
        ((), Listed("allergies")),
    ],
)
def test_a_list_is_entered_at_its_own_first_entry_that_is_not_finished(allergies, first):
    assert route(YES, *allergies).first_of("allergies") == first


@pytest.mark.parametrize(
    ("second", "before"),
    [(DONE, Listed("allergies")), ({"cause": "Eggs"}, Place(PAGE["how_bad"], "allergy 1"))],
)
def test_back_from_an_entry_that_is_finished_is_its_list(second, before):
    assert route(YES, DONE, second).before(Place(PAGE["cause"], "allergy 2")) == before


@pytest.mark.parametrize(
    ("story", "after", "stop"),
    [
        (
            "a question that may stay blank",
            {"any": chose("yes")},
            Stop.at(Place(PAGE["since"]), via=CHECK),
        ),
        ("a list with what was entered before", YES, Stop(LIST, {"group": "allergies"}, CHECK)),
    ],
)
def test_a_change_at_the_check_leads_to_what_it_opened(story, after, stop):
    step = Step(route(NO, DONE, pill="A"), route(after, DONE, pill="A"), Place(PAGE["any"]), CHECK)
    assert step.onward() == stop, story


def test_a_change_at_the_check_that_opens_nothing_leads_back_to_it():
    step = Step(route(YES, DONE, pill="A"), route(YES, DONE, pill="B"), Place(PAGE["any"]), CHECK)
    assert step.onward() == Stop(CHECK)


class Filled(Filling):
    """Nothing was continued but the pages named."""

    is_ready = False

    def __init__(self, top, *kept):
        self.route = route(top)
        self.walk, self.answers = self.route.walk, Answers(top)
        self.questionnaire, self.kept = DOCUMENT, {PAGE[key] for key in kept}

    def is_kept(self, page):
        return page in self.kept


@pytest.mark.parametrize(
    ("key", "stands"), [("well", (1, 2, 1, 1)), ("any", (2, 2, 1, 4)), ("wish", (2, 2, 4, 4))]
)
def test_the_line_above_a_page_says_which_section_and_which_page_it_is(key, stands):
    found = progress_at(Filled(NO), Place(PAGE[key]))
    assert (found.section, found.sections, found.page, found.pages) == stands


@pytest.mark.parametrize(
    ("key", "seconds"),
    [("well", TAP_SECONDS), ("pill", FIELD_SECONDS), ("wish", FIELD_SECONDS / 2)],
)
def test_a_choice_takes_a_tap_and_a_text_that_may_stay_blank_half_its_typing(key, seconds):
    row = "pill 1" if key == "pill" else None
    reading = words_of(DOCUMENT.by_key[key]) * 60 / WORDS_A_MINUTE
    cost = seconds_of(route(NO), Place(PAGE[key], row))
    assert cost == pytest.approx(reading + seconds + TAP_SECONDS)


@pytest.mark.parametrize(("kept", "is_begun"), [((), False), (("well",), True)])
def test_the_sections_say_that_it_is_begun_once_a_page_was_continued(kept, is_begun):
    assert tasks_of(Filled({}, *kept), str)["is_begun"] is is_begun

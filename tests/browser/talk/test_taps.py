"""How long a talk takes: taps to sign, screens of a tablet, the first hold in the first view."""

import pytest

from tests.browser.talk.talking import (
    VIEWS,
    a_talk,
    look_at,
    opened,
    signed,
    talked_through,
    views_high,
)
from tests.make.room import fresh
from tests.provider.pages import address

pytestmark = pytest.mark.browser

FIXED = 11
"""Four facts, asked today, tick all, told, Decide, leaning, decision, sign."""
REASON = 1
TALK, DECISION = 2, 1.3
"""Screens of 768 by 1024."""
PATIENTS = [
    ("nothing_to_report", "stay"),
    ("penicillin_unknown_ingredients", "lifted"),
    ("knows_nothing", "stay"),
    *(
        pytest.param(name, holds, marks=pytest.mark.slow)
        for name, holds in (
            ("active_cancer", "stay"),
            ("blood_thinner_and_beta_blocker", "lifted"),
            ("mast_cell_disease", "lifted"),
            ("pressured", "stay"),
            ("says_it_in_person", "stay"),
            ("told_to_stop_usual_care", "lifted"),
            ("twenty_allergies", "stay"),
        )
    ),
]


@pytest.mark.parametrize(("patient", "holds"), PATIENTS)
def test_a_talk_is_signed_with_few_taps_and_on_few_screens(browse, provider, patient, holds):
    visit = a_talk(provider, patient)
    tab = opened(browse, provider, visit)
    assert views_high(tab) <= TALK
    held = tab.page.locator(".rows-holds .row").count()
    first = tab.page.locator(".row").count() - held
    taps = talked_through(tab, holds=holds)
    assert views_high(tab) <= TALK
    taps.press("Decide")
    assert views_high(tab) <= DECISION
    signed(tab, taps)
    assert taps.count <= FIXED + first + held * (2 if holds == "lifted" else 1) + REASON
    assert fresh(visit).talk == "signed"
    assert "Decline" in tab.page.locator("#signature").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("holds", ["stay", "lifted"])
def test_a_decision_on_many_holds_fits_its_screens(browse, provider, holds):
    facts = {"label_use": ["research_only"], "source_type": ["placenta"]}
    visit = a_talk(provider, "active_cancer", facts=facts)
    tab = opened(browse, provider, visit)
    assert tab.page.locator(".rows-holds .row").count() >= 4
    talked_through(tab, holds=holds, told=False).press("Decide")
    assert views_high(tab) <= DECISION


@pytest.mark.parametrize("patient", ["knows_nothing", "penicillin_unknown_ingredients"])
def test_a_decision_fits_its_screens_before_anything_is_settled(browse, provider, patient):
    tab = opened(browse, provider, visit := a_talk(provider, patient))
    tab.go(address(visit, "decision/"))
    assert views_high(tab) <= DECISION


@pytest.mark.parametrize("patient", ["penicillin_unknown_ingredients", "mast_cell_disease"])
def test_first_hold_and_its_buttons_are_in_the_first_view(browse, provider, patient):
    tab = opened(browse, provider, a_talk(provider, patient))
    for view, (_, height) in VIEWS.items():
        look_at(tab, view)
        tab.page.reload()
        buttons = tab.page.locator(".rows-holds .row[open] .acts").first.bounding_box()
        assert buttons["y"] + buttons["height"] <= height, view
        takes = tab.page.locator(".case p", has_text="Takes:")
        assert takes.evaluate("line => line.scrollWidth <= line.clientWidth"), view

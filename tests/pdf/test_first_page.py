"""Page 1 is counted in lines so that it is laid out once: the count must fit what comes out."""

from dataclasses import replace

import pytest

from intake.core.discussion.discussion import Discussion, Place
from intake.pdf.html import page_html
from intake.pdf.printer.client import render
from intake.pdf.printer.text_of import pieces_of
from intake.pdf.provider.first_page import LEVELS, composed, split_talk
from intake.pdf.provider.measures import ROOM, SPARE, first_page, height
from intake.pdf.provider.view import provider_view
from tests.make.discussions import all_wrong, maria, maria_who, robert
from tests.make.shipped import tried
from tests.pdf.pages import is_in

TOP = 8 * 2.8346
"""Margin above page 1, in points."""


def laid_out(discussion: Discussion, level: int) -> float | None:
    """How far down page 1 the legend ends on A4, or None where it stands on page 2."""
    page = composed(discussion, LEVELS[level])
    view = replace(provider_view(discussion, "a4"), page=page)
    rendered = render(page_html("provider.html", copy=view), paper="a4", identifier="x")
    if rendered.anchors["end-of-page-1"] != 1:
        return None
    _, high, pieces = next(iter(pieces_of(rendered.pdf)))
    return next(high - piece.bottom for piece in pieces if piece.text.startswith("Mark:")) - TOP


@pytest.mark.parametrize(
    ("discussion", "level"),
    [(maria(), 4), (maria(), 8), (robert(), 0), (robert(), 1), (robert(), 5)],
    ids=[
        "typical",
        "typical cut most",
        "nothing known",
        "nothing known roomy",
        "nothing known cut",
    ],
)
def test_counted_height_is_that_of_the_page(discussion, level):
    counted = height(discussion, composed(discussion, LEVELS[level]))
    assert laid_out(discussion, level) == pytest.approx(counted, abs=14)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(
    "discussion",
    [
        maria(),
        robert(),
        maria_who(worries=["I worry. " * 20] * 3, hope="To walk. " * 30),
        tried("knows_nothing").discussion,
        tried("guardian_for_child").discussion,
    ],
    ids=["typical", "nothing known", "many words", "test patient", "helper"],
)
def test_page_1_ends_on_page_1(discussion, paper):
    html = page_html("provider.html", copy=provider_view(discussion, paper))
    assert render(html, paper=paper, identifier="x").anchors["end-of-page-1"] == 1


def test_nothing_is_cut_while_there_is_room():
    page = first_page(robert(), "letter")
    assert page.level == LEVELS[0]
    assert page.notes > 0
    assert all(card.now for card in page.first)


def test_typical_page_keeps_a_word_to_say_for_every_point_to_discuss_first():
    for paper in ("letter", "a4"):
        page = first_page(maria(), paper)
        assert all(card.now for card in page.first)
        assert page.level.names_unknowns
        assert page.level.tells_known


def test_cutting_follows_the_order_of_the_clinic():
    heights = [height(maria(), composed(maria(), level)) for level in LEVELS]
    assert heights == sorted(heights, reverse=True)
    talks = [sum(bool(card.now) for card in composed(maria(), v).first) for v in LEVELS]
    assert talks == [7, 7, 7, 7, 7, 4, 0, 0, 0]
    assert [level.names_unknowns for level in LEVELS] == [True] * 7 + [False] * 2
    assert [level.tells_known for level in LEVELS] == [True] * 8 + [False]


@pytest.mark.parametrize("level", LEVELS)
def test_holds_their_answers_allergies_and_worries_are_never_cut(level):
    page = composed(all_wrong(), level)
    for card, hold in zip(page.holds, all_wrong().holds, strict=True):
        questions = {because.short for because in hold.decisive}
        assert {trace.short for trace in card.because} == questions
    worries = all_wrong().own_words.worries
    assert [word.text for word in page.own_words][: len(worries)] == list(worries)


def test_what_page_1_leaves_out_stands_further_on():
    page = composed(all_wrong(), LEVELS[-1])
    html = page_html("provider.html", copy=replace(provider_view(all_wrong(), "a4"), page=page))
    for point in all_wrong().at(Place.CLAIM):
        assert is_in(point.title.replace('"', "&quot;").replace("'", "&#x27;"), html)
    for unknown in all_wrong().unknowns:
        assert unknown.short in html.replace("&#x27;", "'")


def test_page_that_overflows_all_the_same_is_not_cut():
    page = first_page(all_wrong(), "letter")
    assert not page.fits
    assert height(all_wrong(), composed(all_wrong(), LEVELS[-1])) > ROOM["letter"] - SPARE
    assert page.level.names_unknowns
    assert page.level.tells_known
    assert all(card.now for card in page.first)


@pytest.mark.parametrize(
    ("talk", "most", "expected"),
    [
        (("One. Two. Three.", "Four."), 1, ("One. Two. Three.", ("Four.",))),
        (("One. Two.",), 0, ("", ("One. Two.",))),
        (("One is long. " + "Two is longer. " * 9,), 1, ("One is long. Two is longer.", None)),
        ((), 1, ("", ())),
    ],
)
def test_talking_points_are_split_between_sentences(talk, most, expected):
    now, later = split_talk(talk, 16.0, most)
    assert now == expected[0]
    if expected[1] is None:
        assert (now + " " + later[0]).split() == talk[0].split()
    else:
        assert later == expected[1]


def test_second_try_leaves_more_room():
    first, second = (provider_view(maria(), "letter", spare=spare).page for spare in (SPARE, 60))
    assert height(maria(), second) <= ROOM["letter"] - 60 < height(maria(), first)

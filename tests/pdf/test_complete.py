"""Pages that lost anything are refused, and plain text then holds everything."""

import pytest

from intake.pdf.completeness import Incomplete, check_answers, check_points
from intake.pdf.copies import plain_text
from intake.pdf.html import page_html
from intake.pdf.printer.client import render
from intake.pdf.provider.view import provider_view
from tests.make.discussions import maria, maria_who


@pytest.fixture(scope="module")
def pages() -> tuple[str, ...]:
    html = page_html("provider.html", copy=provider_view(maria(), "letter"))
    return render(html, paper="letter", identifier="x").text


def test_whole_pages_pass(pages):
    check_answers(maria(), pages)
    check_points(maria(), pages)


@pytest.mark.parametrize(
    ("lost", "left"),
    [
        ("turmeric", "turmeri"),
        ("lisinopril 10 mg", "lisinopril 1 mg"),
        ("Regen-something", "Regensomething"),
        ("Can my sister", "Can sister"),
    ],
)
def test_one_letter_lost_is_noticed(pages, lost, left):
    last = [index for index, page in enumerate(pages) if lost in page][-1]
    cut = [page.replace(lost, left) if i == last else page for i, page in enumerate(pages)]
    with pytest.raises(Incomplete):
        check_answers(maria(), cut)


def test_answers_in_another_order_are_noticed(pages):
    with pytest.raises(Incomplete):
        check_answers(maria(), list(reversed(pages)))


def test_a_point_lost_is_noticed(pages):
    title = maria().points[-1].title
    with pytest.raises(Incomplete):
        check_points(maria(), [page.replace(title, "") for page in pages])


def test_pages_of_another_patient_are_noticed(pages):
    with pytest.raises(Incomplete):
        check_answers(maria_who(hope="To sleep at night."), pages)


def test_plain_text_holds_every_answer_and_every_point():
    text = plain_text(maria())
    for section in maria().sections:
        for said in section.said:
            assert said.text in text
            assert all(own in text for own in (*said.words, *said.own))
    for point in maria().points:
        assert f"{point.number}. {point.title}" in text
        assert all(talk in text for talk in point.provider)

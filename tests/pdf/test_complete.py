"""Pages that lost anything are refused, and plain text then holds everything."""

import pytest

from intake.core.discussion.talking_points import Place
from intake.pdf.completeness import Incomplete, check_answers, check_points
from intake.pdf.copies import plain_text
from intake.pdf.printer.text_of import text_of
from intake.pdf.provider.answers import is_denied
from tests.make.discussions import maria, maria_who
from tests.pdf.prints import provider

from .pages import is_in


@pytest.fixture(scope="module")
def pages() -> tuple[str, ...]:
    return text_of(provider().content)


def test_whole_pages_pass(pages):
    check_answers(maria(), pages)
    check_points(maria(), pages)


@pytest.mark.parametrize(
    ("lost", "left"),
    [
        ("turmeric", "turmeri"),
        ("vitamin", "vitami"),
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
            assert is_in(said.short if is_denied(said) else said.text, text)
            assert all(is_in(own, text) for own in said.own)
            assert is_denied(said) or all(is_in(words, text) for words in said.words)
    for point in maria().points:
        assert is_in(point.title, text)
        if point.place is not Place.CHECKLIST:
            assert all(is_in(talk, text) for talk in point.provider)

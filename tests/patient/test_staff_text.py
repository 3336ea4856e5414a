"""What staff write is text: shown letter for letter to patients, never as markup or a script."""

from dataclasses import replace

import pytest

from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db
MARKUP = (
    '<script>alert("x")</script>',
    "[a link](javascript:alert(1))",
    "<a href='javascript:alert(1)'>here</a>",
    "**bold** {{7*7}} {% now 'Y' %} ${1}",
)


def with_markup(text: str):
    """The small questionnaire with a text in every place of its first page."""
    first, *others = SMALL.sections
    name, *asked = first.items
    told = replace(name, text=f"Name? {text}", help=text)
    section = replace(first, title=f"You {text}"[:200], intro=text, items=(told, *asked))
    return replace(SMALL, sections=(section, *others))


@pytest.mark.parametrize("text", MARKUP)
def test_c67_markup_in_staff_text_is_shown_letter_for_letter(text):
    plain = Person(a_visit(version=a_version(SMALL))).enter()
    number = plain.get("/p/q/you/1/").response.content.decode().count("<")
    person = Person(a_visit(version=a_version(with_markup(text)))).enter()
    person.get("/p/q/you/1/")
    assert person.screen.text.count(" ".join(text.split())) >= 2
    html = person.response.content.decode()
    assert "<script>alert" not in html
    assert "href='javascript" not in html
    assert html.count("<") - number <= 4  # the paragraph and the help that the plain one lacks

"""Finding visits by surname, birth date or reference."""

import re
from datetime import date

import pytest

from intake.provider.worklist import pages
from tests.make.builders import a_visit
from tests.make.providers import a_provider, events, signed_in
from tests.provider.pages import words

pytestmark = pytest.mark.django_db
ADDRESS = "/provider/search/"


@pytest.fixture
def provider():
    return a_provider()


@pytest.fixture
def visit(provider):
    return a_visit(provider=provider, name="Ana Núñez", birth_date=date(1979, 7, 4))


def found(provider, words: str) -> list[str]:
    page = signed_in(provider).post(ADDRESS, {"words": words}).content.decode()
    return re.findall(r'<a href="/provider/visits/([^/]*)/', page)


@pytest.mark.parametrize(
    "words",
    [
        "Núñez",
        "nunez",
        " NUNEZ ",
        "4-Jul-1979",
        "04 july 1979",
        "July 4, 1979",
        "1979-07-04",
    ],
)
def test_visit_is_found(provider, visit, words):
    assert found(provider, words) == [visit.reference]


@pytest.mark.parametrize("change", [str, str.lower, lambda reference: reference.replace("-", " ")])
def test_visit_is_found_by_its_reference(provider, visit, change):
    assert found(provider, change(visit.reference)) == [visit.reference]


@pytest.mark.parametrize("words", ["NÚÑEZ, Ana", "Ana Núñez", "Dr. Ana Nunez", "07/04/1979"])
def test_visit_is_found_by_what_pages_print_and_people_write(provider, visit, words):
    assert found(provider, words) == [visit.reference]


@pytest.mark.parametrize("words", ["Nune", "Ana", "Núñez, Eva", "5-Jul-1979", "EV-ABCD-2345"])
def test_nothing_is_found_when_it_does_not_fit_whole(provider, visit, words):
    assert found(provider, words) == []


def test_visit_of_another_provider_is_not_found(visit):
    other = a_provider()
    assert found(other, "Nunez") == []
    assert found(other, visit.reference) == []


def test_a_search_that_shows_only_some_says_so(provider, visit, monkeypatch):
    monkeypatch.setattr(pages, "SIZE", 1)
    client, cut = signed_in(provider), "1 and more"
    assert cut not in words(client.post(ADDRESS, {"words": "Nunez"}).content.decode())
    a_visit(provider=provider, name="Eva Núñez")
    page = words(client.post(ADDRESS, {"words": "Nunez"}).content.decode())
    assert cut in page and "These are the latest 1." in page


def test_nothing_found_helps(provider):
    page = signed_in(provider).post(ADDRESS, {"words": "Nobody"}).content.decode()
    assert "A surname must be whole" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Enter a name, a date of birth or a reference."),
        ("...", "Enter a name, a date of birth or a reference."),
        ("31-Feb-1979", "Write a date such as 14-Jul-1979"),
        ("x" * 201, "This is too long for a name."),
    ],
)
def test_words_that_can_not_be_looked_for_are_explained_and_kept(provider, words, says):
    response = signed_in(provider).post(ADDRESS, {"words": words})
    page = response.content.decode()
    assert response.status_code == 400
    assert says in page
    assert f'value="{words}"' in page or not words


def test_search_leads_to_the_worklist_when_its_address_is_opened(provider):
    assert signed_in(provider).get(ADDRESS)["Location"] == "/provider/"


def test_name_that_was_looked_for_is_not_recorded(provider, visit):
    found(provider, "Nunez")
    assert events(provider) == [("searched", "", "1 found")]

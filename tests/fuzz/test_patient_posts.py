"""No post makes the patient's door fall: every one is taken, or refused in words.

The whole way through the door takes some fifteen milliseconds, so that in every run 200 posts of
each kind go it on each database, while the forms judge 2,000. `make fuzz` takes 10,000 for both.
"""

from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given

from intake.core.questionnaire.questionnaire import Section
from intake.models import PatientSession
from tests.fuzz.posts import KINDS, bodies, encoded, number, posts
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db
POSTS = number(200)
EXPECTED = {200, 204, 302, 400, 403, 404, 409, 410, 413, 429}
PAGES = tuple((key,) for key in KINDS)
ONE_OF_EACH = replace(
    SMALL,
    sections=(
        SMALL.sections[0],
        Section("kinds", "One of each kind", "", tuple(KINDS.values()), PAGES),
        *SMALL.sections[1:],
    ),
)


@pytest.fixture
def person():
    a_version(ONE_OF_EACH)
    found = Person(a_visit(), client=Client(raise_request_exception=False)).enter()
    found.get("/p/tasks/")
    return found


def expect_no_fall(client: Client, address: str, fields: list[tuple[bytes, bytes]]) -> int:
    answer = client.post(address, encoded(fields), content_type="application/x-www-form-urlencoded")
    assert answer.status_code in EXPECTED, (answer.status_code, fields)
    return answer.status_code


@pytest.mark.parametrize("key", KINDS)
def test_no_post_of_a_page_makes_it_fall(key, person):
    address = f"/p/q/kinds/{list(KINDS).index(key) + 1}/"
    form = person.get(address).screen.main
    visit = (b"-visit", form.fields["-visit"][0].encode())
    seen = set()

    @posts(POSTS)
    @given(bodies((key,)))
    def run(fields):
        # Half of them carry the visit, or nothing would ever be judged or kept.
        stamped = [visit, *fields] if len(fields) % 2 else fields
        seen.add(expect_no_fall(person.client, address, stamped))

    run()
    assert {302, 400, 409} & seen
    assert person.get(address).response.status_code == 200


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/p/draft/kinds/6/", ("text",)),
        ("/p/q/you/1/", ("full_name", "has_allergy")),
        ("/p/list/allergies/", ("substance",)),
        ("/p/sign/", ("ready",)),
        ("/p/again/", ("birth_date",)),
        ("/p/stay/", ("x",)),
    ],
)
def test_no_post_of_another_page_makes_it_fall(address, keys, person):
    person.get("/p/q/you/1/").say(full_name="Maria", has_allergy="yes")

    @posts(POSTS // 2)
    @given(bodies(keys))
    def run(fields):
        expect_no_fall(person.client, address, fields)

    run()


def test_no_birth_date_makes_the_link_fall(person):
    token, client = person.token, Client(raise_request_exception=False)

    @posts(POSTS // 2)
    @given(bodies(("birth_date",)))
    def run(fields):
        expect_no_fall(client, f"/p/{token}/", fields)

    run()
    assert PatientSession.objects.count() == 1

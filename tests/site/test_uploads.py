"""What is too large or too much is refused quickly, and the memory stays where it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from intake.models import AnswerSheet
from tests.journeys.person import Person
from tests.make.builders import a_visit
from tests.work import counted

pytestmark = pytest.mark.django_db
ADDRESS = "/p/q/allergies/1/"
FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1_000_000


def bodies() -> dict[str, str]:
    return {
        "a body of 2.6 MB": "has_allergy=" + "a" * 2_600_000,
        "a field of 10 MB": "has_allergy=" + "b" * 10_000_000,
        "1,001 fields": "&".join(f"f{n}=1" for n in range(1_001)),
    }


@pytest.mark.parametrize("what", bodies())
def test_c82_what_is_too_large_is_refused_before_it_costs_anything(what):
    person = Person(a_visit(), client=Client(raise_request_exception=False)).enter()
    body = bodies()[what]

    with counted() as work:
        response = person.client.post(ADDRESS, body, content_type=FORM)

    assert response.status_code in {400, 413}
    assert work.calls < 20_000
    assert work.bytes < 30 * MEGABYTE
    assert not AnswerSheet.objects.exists()


class Unread:
    """A body that nobody may begin to read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_c82_a_large_body_with_files_is_refused_before_it_is_read():
    person = Person(a_visit(), client=Client(raise_request_exception=False)).enter()
    form = "multipart/form-data; boundary=x"
    sent = {"CONTENT_LENGTH": str(50 * MEGABYTE), "CONTENT_TYPE": form, "wsgi.input": Unread()}
    for path in (ADDRESS, "/account/sign-in/"):
        response = person.client.post(path, **sent)
        assert response.status_code == 400
        assert "Nothing was saved" in response.content.decode()


def test_c82_files_are_refused():
    person = Person(a_visit(), client=Client(raise_request_exception=False)).enter()
    files = {f"file{n}": SimpleUploadedFile(f"{n}.txt", b"x") for n in range(3)}
    response = person.client.post(ADDRESS, {"has_allergy": "no", **files})
    assert response.status_code == 400

"""While a page that never ends is printed, everybody else is served, and then it is killed."""

import pytest
from django.test import Client

from intake.pdf.printer.client import RenderFailed
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL
from tests.pdf.test_render import a_child_of, in_background, nursery_id, print_page, print_slowly

pytestmark = pytest.mark.django_db


def test_c75_others_are_served_while_a_bomb_is_printed_and_killed_at_its_limit():
    person = Person(a_visit(version=a_version(SMALL))).enter()
    printer = nursery_id()
    thread, told = in_background(print_slowly)
    assert a_child_of(printer)
    for _again in range(3):
        assert Client().get("/healthz").content.startswith(b"ok ")
        assert person.get("/p/q/you/1/").response.status_code == 200
    assert print_page().text == ("Hello",)
    assert thread.is_alive(), "the bomb had ended before anybody else was served"
    thread.join()
    assert isinstance(told[0], RenderFailed)

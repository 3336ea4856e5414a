"""Whatever one thing is changed in a form, it is taken or refused in words: no page fails."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.access.routes import Clinic
from tests.access.ways import FRONT_PAGES, pages_led_to, route_of
from tests.journeys.screen import Form, Screen

pytestmark = pytest.mark.django_db
ODD = ("", "-1", "odd", "9" * 40, "y" * 5_000, "a\0b")
SOME = 3
LATER_ROW = re.compile(r"-([2-9]|[1-9]\d+)-")  # the first two rows of a table stand for all


def names_in(form: Form) -> list[str]:
    names = dict.fromkeys([*form.fields, *form.offered])
    return [each for each in names if not LATER_ROW.search(each)]


def changes(form: Form) -> Iterator[dict[str, list[str]]]:
    """Another choice or none in the place of each; in a box, two of what nobody meant to type."""
    for number, name in enumerate(names_in(form)):
        first, second = ODD[number % len(ODD)], ODD[(number + SOME) % len(ODD)]
        offered = [[each] for each in form.offered.get(name, ())[:SOME]]
        for values in [*offered, []] if offered else [[first], [second]]:
            yield {**form.fields, name: values}


@pytest.mark.parametrize("role", FRONT_PAGES)
def test_no_form_of_a_role_fails_whatever_is_changed_in_it(role):
    client, posted, failed = Clinic().clients[role], set(), []
    client.raise_request_exception = False
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # To read a large page takes a busy machine longer than the product may stand still.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    for address, response in pages_led_to(client, role):
        is_page = response.headers["Content-Type"].startswith("text/html")
        for form in Screen(response.content.decode()).forms if is_page else ():
            to = form.action or address
            kind = (route_of(to), *sorted(names_in(form)))
            if form.method != "post" or kind in posted or kind[0] == "account:sign_out":
                continue
            posted.add(kind)
            for fields in changes(form):
                with transaction.atomic():
                    if client.post(to, fields).status_code >= 500:
                        failed.append((to, fields))
                    transaction.set_rollback(True)
    assert posted
    assert failed == []

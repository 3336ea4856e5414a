"""A number of rows that nobody but a forger posts: answered in words, and nothing is lost."""

import pytest

from intake.admin.shared.rows import MISCOUNTED
from tests.make.builders import a_draft
from tests.make.staff import EDITOR, errors, filled, page, signed_in

pytestmark = pytest.mark.django_db


def topic(draft):
    return draft.topics.filter(citations__isnull=False).first()


def point(draft):
    return draft.points.filter(triggers__isnull=False).first()


@pytest.mark.parametrize("count", ["-1", "0"])
@pytest.mark.parametrize(("find", "prefix"), [(topic, "citations"), (point, "triggers")])
def test_kept_rows_that_are_counted_as_new_are_refused(find, prefix, count):
    row, client = find(a_draft()), signed_in(EDITOR)
    address = page(row._meta.model_name, "change", row.pk)
    before = list(getattr(row, prefix).values())
    posted = filled(client.get(address)) | {f"{prefix}-INITIAL_FORMS": count}
    response = client.post(address, posted)
    assert (response.status_code, errors(response)) == (200, [MISCOUNTED])
    assert list(getattr(row, prefix).values()) == before


def test_row_without_a_place_stays_where_it_was():
    row, client = point(a_draft()), signed_in(EDITOR)
    address = page("point", "change", row.pk)
    before = list(row.triggers.values())
    posted = filled(client.get(address)) | {"triggers-0-position": ""}
    assert client.post(address, posted).status_code == 302
    assert list(row.triggers.values()) == before

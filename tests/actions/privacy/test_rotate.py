"""Everything can be sealed again with a new key while the site runs, and the old one go."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.answers import page_drafts as leave
from intake.actions.answers.submit import reopen
from intake.actions.papers import MadePdf, store_pdf
from intake.actions.privacy.rotate_keys import rotate, sealed_columns, still_on_other_keys
from intake.models import sealed
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit
from tests.make.factor import enrolled
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.values import key_id_of
from tests.models.room_tries import a_busy_room

pytestmark = pytest.mark.django_db
NEW = bytes(range(32))


@pytest.fixture
def kept():
    """A row in every sealed column of the patient's side, all on the old key."""
    a_version(SMALL)
    for name in ("Maria Delgado", "Núñez Ortiz", "Sam Okafor"):
        frozen = a_sent_submission(visit=a_visit(name=name), answers=SMALL_ANSWERS)
        made = MadePdf(models.Copy.PATIENT, models.Paper.LETTER, b"%PDF of " + name.encode())
        store_pdf(frozen, made, at=timezone.now())
        reopen(frozen.submission, by=a_user(), at=timezone.now())
        page = SMALL.pages[0]
        leave.keep_draft(frozen.submission, page, {page.keys[0]: ["x"]}, at=timezone.now())
    return opened()


@pytest.fixture
def new_key(kept, settings):
    settings.SEALING_KEYS = {"new": NEW, **settings.SEALING_KEYS}


def opened() -> dict[tuple[str, str, str], bytes]:
    """What every sealed column holds, opened."""
    return {
        (model.__name__, name, str(row.pk)): sealed.open_bytes(row, name)
        for model, names in sealed_columns().items()
        for name in names
        for row in model.objects.exclude(**{name: None})
    }


def keys_in_use() -> set[str]:
    return {
        key_id_of(getattr(row, name))
        for model, names in sealed_columns().items()
        for name in names
        for row in model.objects.exclude(**{name: None})
    }


def test_c113_everything_opens_with_the_new_key_alone_afterwards(kept, new_key, settings):
    list(rotate(at=timezone.now()))
    settings.SEALING_KEYS = {"new": NEW}
    assert opened() == kept
    assert keys_in_use() == {"new"}
    assert {model for model, _name, _pk in kept} >= {
        "Patient",
        "AnswerSheet",
        "PageDraft",
        "FrozenDiscussion",
        "StoredPdf",
    }


@pytest.mark.parametrize("batches", [1, 2, 5])
def test_c113_a_rotation_that_was_stopped_goes_on_where_it_was(batches, kept, new_key, settings):
    list(islice(rotate(at=timezone.now(), at_once=2), batches))
    assert keys_in_use() == set(settings.SEALING_KEYS)
    assert opened() == kept
    before = {row.pk: bytes(row.name) for row in models.Patient.objects.all()}
    on_new = {pk for pk, name in before.items() if key_id_of(name) == "new"}
    list(rotate(at=timezone.now(), at_once=2))
    after = {row.pk: bytes(row.name) for row in models.Patient.objects.all()}
    assert {pk for pk in on_new if after[pk] != before[pk]} == set()
    assert (keys_in_use(), opened(), still_on_other_keys()) == ({"new"}, kept, {})


def test_c113_a_batch_that_breaks_leaves_nothing_half_written(kept, new_key, monkeypatch):
    def break_down(*_anything):
        raise KeyboardInterrupt

    monkeypatch.setattr("intake.models.sealed.seal_bytes", break_down)
    with pytest.raises(KeyboardInterrupt):
        list(rotate(at=timezone.now()))
    assert (opened(), keys_in_use()) == (kept, {"test"})


def test_what_no_key_opens_stays_and_is_named(kept, new_key):
    broken = models.Patient.objects.first()
    altered = bytes(broken.name)[:-1] + bytes([bytes(broken.name)[-1] ^ 1])
    models.Patient.objects.filter(pk=broken.pk).update(name=altered)
    with pytest.raises(CommandError, match=f"intake.Patient.name of {broken.pk}"):
        call_command("rotate_keys")
    assert bytes(models.Patient.objects.get(pk=broken.pk).name) == altered
    assert still_on_other_keys() == {"intake.Patient.name": 1}


def test_the_command_says_when_the_old_key_can_go(kept, new_key, capsys):
    call_command("rotate_keys")
    assert 'Everything is sealed with the key "new". The others can be removed.' in (
        capsys.readouterr().out
    )
    line = models.AccessEvent.objects.get(action="keys_rotated")
    assert line.detail == f"{len(kept)} columns on new"


def sealed_places(key_id: str) -> set[tuple[str, str]]:
    """Table and column of whatever starts with a key's name, asked of the database, not of us."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {
                    (table, name)
                    for name, value in zip(names, row, strict=True)
                    if isinstance(value, bytes | memoryview) and key_id in str(bytes(value)[:24])
                }
    return found


def test_c113_no_column_of_any_table_is_left_on_the_old_key(settings):
    """A rotation that forgets a column would forget it in its own list of columns too."""
    a_busy_room()
    enrolled(a_user())
    before = sealed_places("test")
    assert {table for table, _name in before} >= {
        "intake_patient", "intake_answersheet", "intake_frozendiscussion", "intake_signoff",
        "intake_outcomerecord", "intake_verifiedrecord", "intake_addendum", "intake_authenticator",
    }  # fmt: skip
    settings.SEALING_KEYS = {"newest": NEW, **settings.SEALING_KEYS}
    list(rotate(at=timezone.now()))
    assert (sealed_places("test"), sealed_places("newest")) == (set(), before)


def test_nothing_is_written_when_everything_is_on_the_current_key(kept):
    (end,) = rotate(at=timezone.now())
    assert not end.done

"""Copies of a signed record on paper: kept as they were made, another set after an addendum."""

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.papers import MadePdf, store_pdf, stored_pdf
from intake.actions.talk.sign_off import add_addendum
from intake.models import Copy, Paper
from tests.make.guards import guards_down
from tests.make.room import a_signed_room

pytestmark = pytest.mark.django_db


def stored(record, content, addenda=0):
    made = MadePdf(Copy.PATIENT, Paper.LETTER, content)
    store_pdf(record, made, addenda=addenda, at=timezone.now())


def kept(record):
    return stored_pdf(record, Copy.PATIENT, Paper.LETTER, addenda=record.addenda.count())


def test_reprint_is_the_bytes_that_were_kept():
    record = a_signed_room()
    assert kept(record) is None
    stored(record, b"%PDF one")
    stored(record, b"%PDF another")
    assert kept(record) == b"%PDF one"
    assert stored_pdf(record, Copy.PROVIDER, Paper.LETTER) is None
    assert b"%PDF" not in bytes(models.SignedPdf.objects.get().content)


def test_copy_that_could_not_be_made_is_made_later():
    record = a_signed_room()
    stored(record, None)
    assert (kept(record), models.SignedPdf.objects.get().state) == (None, "failed")
    stored(record, b"%PDF one")
    assert kept(record) == b"%PDF one"


def test_copy_without_the_last_addendum_is_not_the_current_one():
    record = a_signed_room()
    stored(record, b"%PDF one")
    add_addendum(record, "She called.", by=record.signer, at=timezone.now(), role="Provider")
    assert kept(record) is None
    stored(record, b"%PDF two", addenda=1)
    assert kept(record) == b"%PDF two"
    assert models.SignedPdf.objects.count() == 2


def test_altered_copy_is_not_served():
    record = a_signed_room()
    stored(record, b"%PDF one")
    with guards_down(connection):
        models.SignedPdf.objects.update(copy=Copy.PROVIDER)
    with pytest.raises(models.CannotOpen):
        stored_pdf(record, Copy.PROVIDER, Paper.LETTER)

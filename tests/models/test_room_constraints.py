"""Each promise about talks and the register is kept by the database, whoever tries to break it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from intake import models
from intake.models.register import is_facts
from tests.models.room_tries import ROOM, a_busy_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    return a_busy_room()


@pytest.mark.parametrize("name", ROOM)
def test_the_room_refuses(name, busy):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ROOM[name]()
    message = str(refused.value)
    # SQLite names the columns of a plain unique constraint instead of the constraint.
    is_unique = "_once" in name and message.startswith("UNIQUE constraint failed")
    is_partly_unique = (
        name in ("reopening_one_at_a_time", "signoff_first_once") and "UNIQUE" in message
    )
    assert name in message or is_unique or is_partly_unique


def test_an_entry_is_taken_back_once(busy):
    one = {field.name for field in models.OutcomeRecord._meta.fields if field.unique}
    other = {field.name for field in models.VerifiedRecord._meta.fields if field.unique}
    assert one == other == {"id", "takes_back"}


def test_a_decision_is_superseded_once():
    assert {field.name for field in models.SignOff._meta.fields if field.unique} == {
        "id",
        "supersedes",
    }


def test_rows_of_the_register_that_a_visit_names_can_not_be_deleted(busy):
    for row in (
        models.Product.objects.get(),
        models.Lot.objects.get(),
        models.Practitioner.objects.get(),
    ):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.parametrize("value", [[], {"source": "cord"}, {"source": []}, {"source": [1]}, "x"])
def test_facts_of_the_register_have_one_shape(value):
    with pytest.raises(ValidationError):
        is_facts(value)


def test_facts_of_the_register_name_questions_and_answers():
    for value in ({}, {"source": ["cord", "fat"]}):
        is_facts(value)

"""Sealed columns open only in their own place with their own key, and never by themselves."""

import json
from datetime import date
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import management
from django.db import models as columns

from intake import models
from intake.core.limits import SEALED_ROOM
from intake.models import CannotOpen, sealed
from tests.make.builders import (
    NAME,
    a_sent_submission,
    a_submission,
    a_version,
    a_visit,
    patient_answers,
)
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.values import key_id_of

CANARY = "Zyxwolinum"


def a_patient(name: str = NAME) -> models.Patient:
    patient = models.Patient(surname_index="s", birth_date_index="b")
    sealed.seal(patient, "name", name)
    sealed.seal(patient, "birth_date", "1979-07-14")
    return patient


@pytest.mark.parametrize("text", ["", "0", "False", "Núñez \U0001f600", "a" * 100_000, " \n\t "])
def test_what_was_sealed_opens_as_it_was(text):
    assert sealed.open(a_patient(text), "name") == text


def test_sealing_twice_never_gives_the_same_bytes():
    patient = a_patient()
    first = patient.name
    sealed.seal(patient, "name", NAME)
    assert patient.name != first


@pytest.mark.parametrize("place", [0, 3, 4, 8, 12, 20, -1])
def test_c115_a_flipped_bit_is_refused(place):
    patient = a_patient()
    altered = bytearray(patient.name)
    altered[place] ^= 1
    patient.name = bytes(altered)
    with pytest.raises(CannotOpen):
        sealed.open(patient, "name")


def test_c115_every_single_byte_counts():
    patient = a_patient()
    whole = patient.name
    for place in range(len(whole)):
        patient.name = whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :]
        with pytest.raises(CannotOpen):
            sealed.open(patient, "name")
    for length in range(len(whole)):
        patient.name = whole[:length]
        with pytest.raises(CannotOpen):
            sealed.open(patient, "name")


@pytest.mark.parametrize("moved", ["submission", "stamp", "content"])
@pytest.mark.django_db
def test_c115_plain_rows_open_in_their_own_place_only(moved):
    a_version(SMALL)
    kept, other = (a_submission(answers=SMALL_ANSWERS).sheet for _each in range(2))
    place = {"content": kept.content, "submission": kept.pk, "stamp": kept.stamp}
    opened = sealed.opener(models.AnswerSheet, "content")
    assert opened(*place.values()) == sealed.open(kept, "content")
    odd = {"content": other.content, "submission": uuid4(), "stamp": kept.stamp + 1}
    with pytest.raises(CannotOpen):
        opened(*(place | {moved: odd[moved]}).values())


def test_bytes_that_are_no_text_are_refused_as_such():
    patient = a_patient()
    sealed.seal_bytes(patient, "name", b"\xff\xd8\xff")
    with pytest.raises(CannotOpen, match=f"intake.Patient.name of {patient.pk}: not text"):
        sealed.open(patient, "name")
    with pytest.raises(CannotOpen, match=f"intake.Patient.name of {patient.pk}: not text"):
        sealed.opener(models.Patient, "name")(patient.name, patient.pk)


def test_only_a_sealed_column_has_an_opener():
    with pytest.raises(ValueError, match="can't be sealed"):
        sealed.opener(models.AnswerSheet, "stamp")


def test_c115_bytes_of_another_row_are_refused():
    one, other = a_patient(), a_patient("Sam Okafor")
    one.name = other.name
    with pytest.raises(CannotOpen):
        sealed.open(one, "name")


def test_c115_bytes_of_another_column_are_refused():
    patient = a_patient()
    patient.name = patient.birth_date
    with pytest.raises(CannotOpen):
        sealed.open(patient, "name")


def test_c115_bytes_of_another_model_are_refused():
    patient, draft = a_patient(), models.PageDraft(id=uuid4(), submission_id=uuid4())
    draft.id = patient.id
    draft.posted = patient.name
    with pytest.raises(CannotOpen):
        sealed.open(draft, "posted")


@pytest.mark.parametrize("plain", [b"Maria Delgado", "Maria Delgado", b"", None, 5, b"\xc5s1"])
def test_c115_plain_text_in_its_place_is_refused(plain):
    patient = a_patient()
    patient.name = plain
    with pytest.raises(CannotOpen):
        sealed.open(patient, "name")


def test_a_row_moved_to_another_submission_is_refused():
    draft = models.PageDraft(id=uuid4(), submission_id=uuid4())
    sealed.seal(draft, "posted", "[]")
    kept, draft.submission_id = draft.submission_id, uuid4()
    with pytest.raises(CannotOpen):
        sealed.open(draft, "posted")
    draft.submission_id = kept
    assert sealed.open(draft, "posted") == "[]"


def test_what_is_sealed_is_as_long_as_its_room_and_twice_that_when_it_is_full():
    lengths = {len(a_patient("x" * length).name) for length in (0, 1, 40, SEALED_ROOM - 5)}
    assert len(lengths) == 1
    assert len(a_patient("x" * (SEALED_ROOM - 4)).name) == lengths.pop() + SEALED_ROOM


def test_what_0_1_sealed_without_filling_it_up_opens():
    patient = a_patient()
    key_id, key = next(iter(settings.SEALING_KEYS.items()))
    head = sealed.MAGIC_OF_0_1 + bytes([len(key_id)]) + key_id.encode()
    words = ("intake.patient", "name", str(patient.pk))
    bound = head + b"".join(b"%d:%s" % (len(word), word.encode()) for word in words)
    patient.name = head + bytes(12) + AESGCM(key).encrypt(bytes(12), NAME.encode(), bound)
    assert (sealed.open(patient, "name"), sealed.is_of_0_1(patient.name)) == (NAME, True)
    patient.name = sealed.MAGIC + bytes(patient.name)[3:]
    with pytest.raises(CannotOpen):
        sealed.open(patient, "name")


def test_c113_old_rows_open_and_new_rows_are_sealed_with_the_first_key(settings):
    patient = a_patient()
    old = settings.SEALING_KEYS
    settings.SEALING_KEYS = {"next": bytes(range(32)), **old}
    assert sealed.open(patient, "name") == NAME
    newer = a_patient()
    assert key_id_of(patient.name) == next(iter(old))
    assert key_id_of(newer.name) == "next"


def test_a_key_that_is_gone_or_another_key_of_that_name_is_refused(settings):
    patient = a_patient()
    (key_id,) = settings.SEALING_KEYS
    settings.SEALING_KEYS = {"next": bytes(range(32))}
    with pytest.raises(CannotOpen, match="its key is not here"):
        sealed.open(patient, "name")
    settings.SEALING_KEYS = {key_id: bytes(range(32))}
    with pytest.raises(CannotOpen):
        sealed.open(patient, "name")


def test_only_sealed_columns_of_rows_with_an_id_can_be_sealed():
    with pytest.raises(ValueError, match="can't be sealed"):
        sealed.seal(a_patient(), "surname_index", "Delgado")
    with pytest.raises(ValueError, match="can't be sealed"):
        sealed.seal(models.AnswerSheet(stamp=1), "content", "[]")


def test_the_refusal_names_the_place_and_not_the_content():
    patient = a_patient(CANARY)
    patient.name = patient.name[:-1] + bytes([patient.name[-1] ^ 1])
    with pytest.raises(CannotOpen) as refused:
        sealed.open(patient, "name")
    assert str(patient.id) in str(refused.value)
    assert CANARY not in str(refused.value)


def test_surnames_are_found_whatever_their_case_accents_and_hyphens():
    wanted = sealed.surname_index("Núñez-Ortiz")
    assert sealed.surname_index("NUNEZ ORTIZ") == wanted
    assert sealed.surname_index("nun\u0303ez-ortiz") == wanted
    assert sealed.surname_index("Nunes Ortiz") != wanted


def test_c69_surnames_are_found_through_wide_letters_and_hidden_hyphens_but_not_another_alphabet():
    wanted = sealed.surname_index("Pena")
    assert sealed.surname_index("\uff30\uff45\uff4e\uff41") == wanted  # full width
    assert sealed.surname_index("Pe\u00adna") == wanted
    assert sealed.surname_index("P\u0435na") != wanted  # a Cyrillic letter: another name


def test_each_purpose_and_each_key_has_its_own_index(settings):
    day = sealed.birth_date_index(date(1979, 7, 14))
    assert sealed.surname_index("1979-07-14") != day
    settings.INDEX_KEYS = (bytes(range(32)),)
    assert sealed.birth_date_index(date(1979, 7, 14)) != day


@pytest.mark.django_db
def test_c97_dumps_reprs_and_values_show_ciphertext_only(tmp_path):
    visit = a_visit(answers=patient_answers("nothing_to_report"), name=f"Maria {CANARY}")
    dumped = tmp_path / "dump.json"
    management.call_command("dumpdata", "intake", output=str(dumped))
    assert CANARY not in dumped.read_text()
    assert "Halvorsen" not in dumped.read_text().split('"intake.submission"')[1]
    for row in (visit.patient, visit.submission, visit.submission.sheet):
        assert CANARY not in repr(row) + str(row)
    assert all(
        isinstance(value, bytes | memoryview)
        for value in models.Patient.objects.values_list("name", flat=True)
    )


@pytest.mark.django_db
def test_everything_that_names_or_tells_is_a_sealed_column():
    a_sent_submission(answers=patient_answers("penicillin_unknown_ingredients"))
    kept = {
        f"{model.__name__}.{column.name}"
        for model in (
            models.Patient,
            models.WaitingLine,
            models.VisitMerged,
            models.AnswerSheet,
            models.PageDraft,
            models.FrozenDiscussion,
            models.StoredPdf,
        )
        for column in model._meta.get_fields()
        if isinstance(column, sealed.SealedField)
    }
    assert kept == {
        "Patient.name",
        "Patient.surname",
        "Patient.mail",
        "Patient.phone",
        "Patient.birth_date",
        "Patient.also_named",
        "WaitingLine.content",
        "VisitMerged.came_from",
        "AnswerSheet.content",
        "PageDraft.posted",
        "FrozenDiscussion.answers",
        "FrozenDiscussion.brief",
        "FrozenDiscussion.binding",
        "FrozenDiscussion.document",
        "FrozenDiscussion.signature",
        "StoredPdf.content",
    }
    json.loads(sealed.open(models.AnswerSheet.objects.get(), "content"))


def test_sealed_columns_are_plain_bytes_to_the_database():
    assert issubclass(sealed.SealedField, columns.BinaryField)
    assert sealed.SealedField().deconstruct()[1] == "intake.models.sealed.SealedField"


@pytest.mark.django_db
def test_c95_no_canary_is_in_any_row_of_the_database():
    answers = patient_answers("penicillin_unknown_ingredients")
    words = [value for value in answers.top.values() if isinstance(value, str) and len(value) > 8]
    a_submission(answers=answers)
    rows = [
        repr(list(model.objects.values()))
        for model in (models.AnswerSheet, models.PageDraft, models.Submission, models.AccessEvent)
    ]
    assert words
    assert not [word for word in words if any(word in row for row in rows)]

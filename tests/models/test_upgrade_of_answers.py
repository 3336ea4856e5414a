"""Answers and unsent pages of release 0.1 come over into the sheet, word for word."""

import json
from uuid import uuid4, uuid5

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import drafts_of
from intake.actions.answers.sheet import load_answers
from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.core.questionnaire.answers import Answers, Chosen, Row
from intake.models import sealed
from tests.databases import migrated_to
from tests.make.small import SMALL

BEFORE = "0022_jobs"
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs a file of its own")


@pytest.fixture
def file_of_0_1(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), migrated_to(tmp_path / "old.sqlite3", BEFORE) as old:
        yield old


def sealed_as_0_1_did(label: str, column: str, text: str, *bound: object) -> bytes:
    key_id, key = next(iter(settings.SEALING_KEYS.items()))
    head = sealed.MAGIC_OF_0_1 + bytes([len(key_id)]) + key_id.encode()
    words = [str(word).encode() for word in (label, column, *bound)]
    place = b"".join(b"%d:%s" % (len(word), word) for word in words)
    return head + bytes(12) + AESGCM(key).encrypt(bytes(12), text.encode(), head + place)


def a_submission_of_0_1(old):
    """Half filled in: one entry of two was removed, one answer is blank, one page was left."""
    at = timezone.now()
    user = old.get_model("intake", "User").objects.create(username="ana")
    text = questionnaire_to_json(SMALL)
    draft = old.get_model("intake", "Questionnaire").objects.create(slug="small", title="Small")
    version = old.get_model("intake", "Version").objects.create(
        questionnaire=draft,
        number=1,
        document=text,
        sha256=sha256_of(text),
        published_at=at,
        why="x",
    )
    patient = old.get_model("intake", "Patient").objects.create(name=b"x", birth_date=b"x")
    visit = old.get_model("intake", "Visit").objects.create(
        patient=patient,
        provider=user,
        questionnaire=draft,
        reference="EV-1",
        date=at.date(),
        state="opened",
        created_at=at,
        created_by=user,
    )
    submission = old.get_model("intake", "Submission").objects.create(
        visit=visit, version=version, opened_at=at, counter=9
    )
    rows = [
        old.get_model("intake", "AnswerRow").objects.create(
            submission=submission, group="allergies", position=n, removed_at=gone
        )
        for n, gone in ((1, at), (2, None))
    ]
    records = [
        (None, "full_name", '"Maria"', 1),
        (None, "has_allergy", '["yes"]', 1),
        (None, "minutes", None, 7),
        *((row.pk, "allergies", None, 2) for row in rows),
        (rows[0].pk, "substance", '"Latex"', 3),
        (rows[1].pk, "substance", '"Nuts"', 4),
    ]
    for row, question, value, revision in records:
        pk = uuid5(submission.pk, f"{row or ''}/{question}")
        bound = (pk, submission.pk, row, question)
        sealed_value = value and sealed_as_0_1_did("intake.answerrecord", "value", value, *bound)
        old.get_model("intake", "AnswerRecord").objects.create(
            id=pk,
            submission=submission,
            row_id=row,
            question=question,
            value=sealed_value,
            revision=revision,
        )
    pk, posted = uuid4(), json.dumps({"substance": ["half"]})
    bound = (pk, submission.pk, rows[1].pk, "you/2")
    old.get_model("intake", "PageDraft").objects.create(
        id=pk,
        submission=submission,
        row=rows[1],
        page="you/2",
        posted=sealed_as_0_1_did("intake.pagedraft", "posted", posted, *bound),
        kept_at=at,
    )
    return submission.pk, [row.pk for row in rows]


def test_answers_rows_revisions_and_drafts_of_0_1_come_over(file_of_0_1):
    pk, (removed, kept) = a_submission_of_0_1(file_of_0_1)
    call_command("migrate", "intake", verbosity=0)

    submission = models.Submission.objects.get(pk=pk)
    given = load_answers(submission)
    assert given.answers == Answers(
        {"full_name": "Maria", "has_allergy": Chosen(("yes",))},
        {"allergies": (Row(str(kept), {"substance": "Nuts"}),)},
    )
    assert (given.removed, given.kept["counter"]) == ({removed: "allergies"}, 9)
    assert given.taken_out["allergies"][0].answers == {"substance": "Latex"}
    assert (given.revisions[None, "minutes"], given.revisions[kept, "substance"]) == (7, 4)
    (draft,) = drafts_of(submission, given)
    assert (draft.page, draft.row, draft.posted) == ("you/2", kept, {"substance": ["half"]})

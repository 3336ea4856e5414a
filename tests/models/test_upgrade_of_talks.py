"""Outcomes, facts, decisions and notes of earlier databases come over word for word, sealed."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.talk import editions, kept_notes, load
from intake.actions.talk.signature import decision_of
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.core.talk.together import Together
from intake.models import sealed
from tests.databases import migrated_to
from tests.models.test_upgrade_of_answers import sealed_as_0_1_did

BEFORE = "0045_texts_to_patients"
SETTLED = "0047_talk_into_contents"
POINT = ("visit_id", "sequence", "discussion_id", "number", "outcome", "by_id")
DECISION = ("visit_id", "discussion_id", "decision", "signer_id", "sha256")
NOTE = "She has it from her mother. " * 60

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs a file of its own")


@pytest.fixture
def before(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), migrated_to(tmp_path / "old.sqlite3", BEFORE) as old:
        yield lambda name, bound=(), /, **said: a_row(old.get_model("intake", name), bound, said)


def a_row(model, bound, columns):
    """A row as it was kept, its texts sealed together with the plain columns of that time."""
    texts = {
        field.name: columns.pop(field.name)
        for field in model._meta.fields
        if isinstance(field, sealed.SealedField) and field.name in columns
    }
    row = model(**columns)
    model.SEALED_WITH = bound
    for column, text in texts.items():
        sealed.seal(row, column, text)
        if column == "note":
            place = (row.pk, *(getattr(row, each) for each in bound))
            row.note = sealed_as_0_1_did(model._meta.label_lower, column, text, *place)
    row.save(force_insert=True)
    return row


def a_talk(made) -> SimpleNamespace:
    """An outcome and its taking back, a fact that was said, a decision, two fields of notes."""
    at = timezone.now()
    by = made("User", username="ana")
    draft = made("Questionnaire", slug="small", title="Small")
    version = made(
        "Version",
        questionnaire=draft,
        number=1,
        document="{}",
        sha256="v",
        published_at=at,
        why="x",
    )
    patient = made("Patient", name="Maria", birth_date="1979-03-14")
    visit = made(
        "Visit", patient=patient, provider=by, questionnaire=draft, reference="EV-1",
        date=at.date(), state="sent", holds=2, created_at=at, created_by=by,
    )  # fmt: skip
    submission = made(
        "Submission", visit=visit, version=version, state="sent", opened_at=at, sent_at=at
    )
    discussion = made(
        "FrozenDiscussion", submission=submission, revision=1, sha256="d" * 64, holds=2,
        frozen_at=at, document="{}", signature="Maria",
    )  # fmt: skip
    here = {"visit": visit, "by": by, "at": at}
    point = {**here, "discussion": discussion, "number": 1, "point": '["reaction", "0123"]'}
    first = made(
        "OutcomeRecord", POINT, id=uuid4(), sequence=1, outcome="lifted", note=NOTE, **point
    )
    made("OutcomeRecord", POINT, sequence=2, outcome="lifted", note="", takes_back=first, **point)
    made(
        "VerifiedRecord", ("visit_id", "sequence", "fact", "by_id"), **here, sequence=3,
        fact="given_by", verified_on=date(2026, 1, 2), is_shown=False, value="Nurse",
        how="Said in the talk", codes='["nurse"]',
    )  # fmt: skip
    made(
        "SignOff", DECISION, visit=visit, discussion=discussion, decision="wait_until",
        until=date(2027, 1, 2), entries=3, signer=by, printed_name="Ana", role="Provider",
        meaning="Mine", signed_at=at, sha256="e" * 64, reason="Tests first.",
        together='{"yes":"Yes."}',
    )  # fmt: skip
    for field, text in (("note-1", "Half"), ("back-3", "a thought")):
        made("KeptNote", ("visit_id", "by_id", "field"), **here, field=field, text=text)
    return SimpleNamespace(visit=visit.pk, first=first.pk)


def stands(talk) -> None:
    """All of it is there, in the words of then."""
    visit = models.Visit.objects.get(pk=talk.visit)
    lifted, undone = load.outcomes_of(visit)
    assert (lifted.number, lifted.key, lifted.digest) == (1, "reaction", "0123")
    assert (lifted.outcome, lifted.note) == (Outcome.LIFTED, NOTE)
    assert (undone.outcome, undone.note, undone.takes_back) == (Outcome.LIFTED, "", 1)
    (fact,) = load.verified_of(visit)
    assert (fact.fact, fact.value, fact.how) == ("given_by", "Nurse", "Said in the talk")
    assert (fact.on, fact.codes, fact.is_shown) == (date(2026, 1, 2), ("nurse",), False)
    assert decision_of(models.SignOff.objects.get()) == Decision(
        DecisionKind.WAIT_UNTIL, "Tests first.", date(2027, 1, 2), together=Together(yes="Yes.")
    )
    assert kept_notes.notes_of(visit, visit.provider) == {"note-1": "Half", "back-3": "a thought"}
    assert editions.briefs_of([visit.pk]) == {visit.pk: {"holds": 2}}


def test_what_was_recorded_of_a_talk_comes_over_though_it_was_stopped_and_altered(before):
    talk = a_talk(before)
    call_command("migrate", "intake", SETTLED, verbosity=0)
    with connection.cursor() as cursor:  # stopped after some rows: what is moved is passed over
        cursor.execute("UPDATE intake_outcomerecord SET content = NULL WHERE sequence = 2")
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", [SETTLED])
    call_command("migrate", "intake", verbosity=0)
    stands(talk)


def test_an_altered_outcome_stays_unreadable_and_stops_nothing(before):
    talk = a_talk(before)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_outcomerecord SET point = x'00' WHERE sequence = 1")
    call_command("migrate", "intake", verbosity=0)
    unreadable: list = []
    load.outcomes_of(models.Visit.objects.get(pk=talk.visit), unreadable)
    assert len(unreadable) == 1


def test_nothing_is_taken_away_with_the_wrong_key(before, settings):
    a_talk(before)
    settings.SEALING_KEYS = {name: bytes(32) for name in settings.SEALING_KEYS}
    with pytest.raises(Exception, match="key"):
        call_command("migrate", "intake", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_outcomerecord WHERE content IS NULL")
        assert cursor.fetchone() == (2,)

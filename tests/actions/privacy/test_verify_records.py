"""What somebody with the rights of the site, and no key, does to records is refused or found."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Model
from django.utils import timezone

from intake import models
from intake.actions.accounts.held_posts import hold_post
from intake.actions.accounts.welcomes import Newcomer, Part, invite_person
from intake.actions.papers import MadePdf, store_pdf
from intake.actions.privacy.everything_about import belongings
from intake.actions.privacy.verify_records import altered_records
from intake.actions.visits.contact import Contact, correct_contact
from intake.models import sealed
from tests.make.builders import BIRTH_DATE, a_provider
from tests.make.factor import enrolled
from tests.make.guards import guards_down
from tests.make.room import a_room, reworded
from tests.make.staff import a_site
from tests.models.room_tries import a_busy_room

pytestmark = pytest.mark.django_db
WIPED = b"\0" * 9_000
LATER = timezone.now() + timedelta(days=900)


@pytest.fixture
def world():
    a_world()


def a_world() -> None:
    """A visit of every standing, and copies of what was sent and signed."""
    a_room()
    frozen, at = a_busy_room(), timezone.now()
    people(frozen.submission.visit, at)
    made = MadePdf(models.Copy.PATIENT, models.Paper.LETTER, b"%PDF-1.7 hers")
    store_pdf(frozen, made, at=at)
    store_pdf(models.SignOff.objects.get(), made, at=at, addenda=0)


def people(visit: models.Visit, at: datetime) -> None:
    """What gives staff access, a patient with an address, and a form that waits for its sender."""
    user, by = enrolled(a_provider()), a_provider()
    key = models.Passkey(user=user, made_at=at)
    sealed.seal(key, "content", "{}")
    key.save()
    hold_post(user, "/provider/", {"note-1": ["Half"]}, at=at)
    invite_person(Newcomer("new@clinic.example", "New", "Person"), Part(()), by=by, at=at)
    hers = Contact(mail="maria@example.org", phone="+12125550142", agreed=True)
    correct_contact(visit, hers, by=by, at=at)


def overwrite(model: type[Model], **columns: object) -> Callable[[], object]:
    return lambda: model.objects.update(**columns)


def swap(model: type[Model], column: str) -> Callable[[], object]:
    """Two sealed columns of two rows, each put into the other's place."""

    def swapped() -> None:
        one, two = model.objects.order_by("pk")[:2]
        for row, other in ((one, two), (two, one)):
            model.objects.filter(pk=row.pk).update(**{column: getattr(other, column)})

    return swapped


def add(model: type[Model], **columns: object) -> Callable[[], object]:
    """A row like the last one, made by hand."""

    def added() -> None:
        row = model.objects.order_by("pk").last()
        row.pk = uuid4() if not isinstance(row.pk, int) else None
        for name, value in columns.items():
            setattr(row, name, value)
        model.objects.bulk_create([row])

    return added


def run(statement: str) -> Callable[[], object]:
    def ran() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return ran


def a_grant_by_hand() -> None:
    """Somebody else's, with a reason that was sealed for the first one."""
    row = models.AccessGrant.objects.first()
    row.pk, row.user = uuid4(), a_provider()
    models.AccessGrant.objects.bulk_create([row])


def erased_by_hand() -> None:
    """A stone is put, and then the guards let the records go."""
    visit = models.SignOff.objects.get().visit
    models.Stone.objects.create(
        visit_number=visit.pk, reference="x", why="retention", erased_at=timezone.now()
    )
    models.StoredPdf.objects.all()._raw_delete("default")


ATTACKS = {
    "answers": overwrite(models.AnswerSheet, content=WIPED),
    "answers of another patient": swap(models.AnswerSheet, "content"),
    "the moment of the answers": overwrite(models.Submission, stamp=F("stamp") + 1),
    "answers deleted": run("DELETE FROM intake_answersheet"),
    "a discussion": overwrite(models.FrozenDiscussion, document=WIPED),
    "a discussion of another patient": swap(models.FrozenDiscussion, "document"),
    "the name under it": swap(models.FrozenDiscussion, "signature"),
    "its holds": overwrite(models.FrozenDiscussion, brief=None),
    "the end of the log beside it": overwrite(models.FrozenDiscussion, binding=None),
    "another edition": add(models.FrozenDiscussion, edition=9),
    "a discussion deleted": run("DELETE FROM intake_frozendiscussion"),
    "a copy": overwrite(models.StoredPdf, content=WIPED),
    "another copy": add(models.StoredPdf, paper="a4"),
    "a copy that failed": overwrite(models.StoredPdf, state="failed", content=None, sha256=""),
    "a copy deleted": run("DELETE FROM intake_storedpdf"),
    "a signed copy": overwrite(models.SignedPdf, content=WIPED),
    "another signed copy": add(models.SignedPdf, paper="a4"),
    "a signed copy made later": overwrite(models.SignedPdf, made_at=timezone.now()),
    "a signed copy deleted": run("DELETE FROM intake_signedpdf"),
    "a name": swap(models.Patient, "name"),
    "a birth date": swap(models.Patient, "birth_date"),
    "under which name": overwrite(models.Patient, surname_index="0" * 64),
    "under which birth date": overwrite(models.Patient, birth_date_index="0" * 64),
    "under which word of the name": add(models.NameTerm, digest="0" * 64),
    "under which number": overwrite(models.Patient, phone_index="0" * 64),
    "another patient": add(models.Patient),
    "whose visit": lambda: models.Visit.objects.update(provider=a_provider()),
    "a visit of another patient": lambda: models.Visit.objects.update(
        patient=models.Patient.objects.order_by("pk").first()
    ),
    "at which site": lambda: models.Visit.objects.update(site=a_site("elsewhere")),
    "a visit that was opened for a day": overwrite(models.AccessGrant, until=LATER),
    "another one opened": lambda: a_grant_by_hand(),
    "who handed it on": overwrite(models.Reassignment, reason=WIPED),
    "why it was reopened": overwrite(models.Reopening, reason=WIPED),
    "as if nothing was sent": overwrite(models.Visit, state="invited", talk="not_begun"),
    "as if it was reopened": lambda: models.Submission.objects.filter(state="sent").update(
        state="reopened", revision=2
    ),
    "another revision": overwrite(models.Submission, revision=F("revision") + 1),
    "an outcome": overwrite(models.OutcomeRecord, content=WIPED),
    "a fact": overwrite(models.VerifiedRecord, content=WIPED),
    "what was chosen": overwrite(models.ChoiceRecord, shown=WIPED),
    "another outcome": add(models.OutcomeRecord, sequence=99),
    "half a note": overwrite(models.KeptNote, content=WIPED),
    "a decision": overwrite(models.SignOff, content=WIPED),
    "an addendum": overwrite(models.Addendum, text=WIPED),
    "rights": overwrite(models.User, is_superuser=True),
    "a link": add(models.Invitation, digest="0" * 64),
    "sites of an account": lambda: models.User.objects.first().sites.add(a_site("elsewhere")),
    "a passkey": overwrite(models.Passkey, content=WIPED),
    "whose passkey": lambda: models.Passkey.objects.update(user=a_provider()),
    "another passkey": add(models.Passkey),
    "a recovery code": lambda: models.RecoveryCode.objects.update(user=a_provider()),
    "a way in by mail": add(models.Welcome, digest="0" * 64),
    "a held form": lambda: models.HeldPost.objects.update(user=a_provider()),
    "a message of another": overwrite(models.Patient, mail=WIPED),
    "a session": add(models.PatientSession, digest="0" * 64),
    "a stone": erased_by_hand,
}


def is_noticed(attack: Callable[[], object]) -> bool:
    with transaction.atomic():
        try:
            with transaction.atomic():
                attack()
                connection.check_constraints()
        except DatabaseError:
            return True
        found = next(altered_records(), None) is not None
        transaction.set_rollback(True)
    return found


def test_update_bulk_create_and_plain_sql_are_refused_or_found(world):
    assert list(altered_records()) == []
    call_command("verify_access_log", records=True, verbosity=0)
    assert [name for name, attack in ATTACKS.items() if not is_noticed(attack)] == []


def test_a_visit_that_the_owner_of_the_database_took_away_is_missed(world):
    visit = models.SignOff.objects.get().visit
    with guards_down(connection):
        for rows in belongings(visit):
            rows._raw_delete("default")
        models.Visit.objects.filter(pk=visit.pk)._raw_delete("default")
        connection.check_constraints()
    assert f"Visit {visit.pk}: gone without a stone" in list(altered_records())


def test_decisions_that_do_not_follow_each_other_are_found(world):
    visit = models.SignOff.objects.get().visit
    with guards_down(connection):
        models.SignOff.objects.update(supersedes=F("pk"))
    told = f"intake.Visit {visit.pk}: its decisions do not follow each other"
    assert told in list(altered_records())


def test_a_decision_in_other_words_sealed_with_the_key_in_hand_is_found(world):
    row = models.SignOff.objects.get()
    reworded(row, reason="Another")
    assert list(altered_records()) == [f"intake.SignOff {row.pk}: not the content that was signed"]


def test_a_patient_who_can_not_be_read_hides_nobody_who_is_filed_wrongly(world):
    one, *_others, two = models.Patient.objects.order_by("pk")
    models.Patient.objects.filter(pk=one.pk).update(birth_date=b"x")
    models.Patient.objects.filter(pk=two.pk).update(surname_index="0" * 64)
    assert list(altered_records()) == [
        f"intake.Patient.birth_date of {one.pk}: not sealed",
        f"intake.Patient {two.pk}: filed under another name, birth date or number",
    ]


def test_the_command_names_the_row_and_tells_no_content(world):
    models.Patient.objects.update(surname_index="0" * 64)
    with pytest.raises(CommandError) as said:
        call_command("verify_access_log", records=True, verbosity=0)
    assert "filed under another name, birth date or number" in str(said.value)
    assert not {"Delgado", BIRTH_DATE.isoformat()} & {*str(said.value).split()}
    assert models.LastRun.objects.get(name="verify_records").code == "altered"

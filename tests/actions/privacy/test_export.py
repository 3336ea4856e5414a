"""A patient gets everything that is kept about them, and nothing of anybody else."""

import json
import stat
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.actions.papers import MadePdf, store_pdf
from intake.actions.privacy.everything_about import belongings
from intake.actions.privacy.export import CANNOT_OPEN, export_patient
from intake.actions.privacy.rotate_keys import sealed_columns
from intake.actions.visits.birth_date import Mistake, correct_birth_date
from intake.actions.visits.contact import Contact, correct_contact, mark_bad, stop_texts
from intake.actions.visits.waiting import Feed, take_feed
from intake.core.desk.seen import Seen, Unclear
from intake.core.privacy.listing import Part
from intake.models import sealed
from intake.models.visits.visits import birth_date_of
from intake.pdf.listing import listing_text
from tests.make.builders import a_link, a_sent_submission, a_submission, a_user, a_version, a_visit
from tests.make.room import a_signed_room
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    a_version(SMALL)
    a_submission(visit=a_visit(name="Sam Okafor"), answers=SMALL_ANSWERS)
    found = a_sent_submission(visit=a_visit(name="Maria Delgado"), answers=SMALL_ANSWERS)
    made = MadePdf(models.Copy.PATIENT, models.Paper.LETTER, b"%PDF-1.7 hers")
    store_pdf(found, made, at=timezone.now())
    return found


def exported(frozen: models.FrozenDiscussion) -> tuple[dict, dict[str, bytes]]:
    patient = frozen.submission.visit.patient
    export = export_patient(patient, by=a_user(first_name="Lee"), at=timezone.now())
    return json.loads(export.document), export.papers


def test_c122_answers_versions_signatures_papers_and_disclosures_are_in_it(frozen):
    document, papers = exported(frozen)
    (visit,) = document["visits"]
    reference = frozen.submission.visit.reference
    assert (document["name"], document["birth_date"]) == ("Maria Delgado", "1979-07-14")
    assert visit["questionnaire"]["version"] == 1
    assert {each["question"] for each in visit["answers"]} <= {q.text for q in SMALL.questions}
    assert len(visit["answers"]) == len(load_answers(frozen.submission).answers.top)
    (sent,) = visit["records"]["frozen discussion"]
    assert (sent["signature"], sent["sha256"]) == ("Maria Delgado", frozen.sha256)
    assert json.loads(sent["document"])
    (link,) = visit["records"]["invitation"]
    assert (link["is_on_device"], link["revoked_at"]) == (False, None)
    assert papers == {f"{reference}-revision-1-patient-letter.pdf": b"%PDF-1.7 hers"}
    assert [each["file"] for each in visit["papers"]] == list(papers)
    assert [each["did"] for each in visit["disclosures"]] == [
        "visit_created",
        "invited",
        "opened",
        "sent",
        "exported",
    ]
    assert visit["disclosures"][-1]["who"] == "Lee"


def test_c122_what_was_recorded_in_the_talk_is_in_it_part_by_part():
    sign_off = a_signed_room()
    document, _papers = exported(sign_off.discussion)
    records = document["visits"][0]["records"]
    assert (1, "lifted") in {(each["number"], each["outcome"]) for each in records["outcome"]}
    assert [each["kind"] for each in records["sign-off"]] == ["go_ahead"]
    assert "content" not in {name for rows in records.values() for row in rows for name in row}


def test_c122_nobody_elses_record_and_no_key_to_any_door_is_in_it(frozen):
    document, _papers = exported(frozen)
    text = json.dumps(document)
    assert "Okafor" not in text
    for invitation in models.Invitation.objects.all():
        assert invitation.digest not in text
    for patient in models.Patient.objects.all():
        assert patient.surname_index not in text


def test_c122_a_link_that_works_is_neither_in_the_document_nor_on_paper(frozen):
    visit = a_visit()
    token = a_link(visit)
    assert sealed.open(visit.invitations.latest("pk"), "token") == token
    export = export_patient(visit.patient, by=a_user(), at=timezone.now())
    assert token not in export.document
    assert token not in listing_text(export.listing)


def test_how_a_patient_is_reached_is_in_the_document_and_on_paper(frozen):
    visit, lee, at = frozen.submission.visit, a_user(first_name="Lee"), timezone.now()
    said = Contact("maria@example.org", "+12125550142", True, models.Way.TEXT, "es")
    correct_contact(visit, said, by=lee, at=at)
    patient = models.Patient.objects.get(pk=visit.patient_id)
    mark_bad(patient, models.Way.MAIL, "550")
    mark_bad(patient, models.Way.TEXT, "30003")
    stop_texts(patient, at=at)
    models.Patient.objects.update(mail_stopped_at=at)
    export = export_patient(models.Patient.objects.get(pk=patient.pk), by=lee, at=at)
    assert json.loads(export.document)["contact"] == {
        "mail": "maria@example.org",
        "mail_bad": "550",
        "mail_stopped_at": str(at),
        "phone": "+12125550142",
        "phone_bad": "30003",
        "texts_agreed_at": str(at),
        "texts_agreed_by": lee.printed_name,
        "texts_stopped_at": str(at),
        "language": "es",
        "prefers": "text",
    }
    assert export.listing.parts[0] == Part(
        "How we reach you",
        ("What", "Kept"),
        (
            ("Mail", "maria@example.org"),
            ("Mail was refused with the code", "550"),
            ("No more mail since", str(at)),
            ("Phone", "+12125550142"),
            ("Texts were refused with the code", "30003"),
            ("You agreed to texts", str(at)),
            ("Your agreement was noted by", lee.printed_name),
            ("No more texts since", str(at)),
            ("Language of messages", "es"),
            ("Preferred way", "text"),
        ),
    )


def test_lines_of_schedules_about_a_patient_are_on_paper_too(frozen):
    visit, lee, at = frozen.submission.visit, a_user(), timezone.now()
    lacks = (Unclear.NO_BIRTH_DATE, Unclear.TIME)
    seen = Seen("line 1", "Delgado", "Maria", mail="maria@example.org", unclear=lacks)
    asks = visit.questionnaire
    take_feed([seen], Feed("clinic", visit.site, asks), by=lee, at=at)
    listing = export_patient(visit.patient, by=lee, at=at).listing
    assert listing.parts[1] == Part(
        "Line of a schedule about you that waits",
        ("What", "Kept"),
        (
            ("Place", "line 1"),
            ("Surname", "Delgado"),
            ("Given", "Maria"),
            ("Mail", "maria@example.org"),
            ("Unclear", "no_birth_date, time"),
        ),
    )


def test_c122_every_model_that_hangs_on_a_visit_is_in_it(frozen):
    document, _papers = exported(frozen)
    hanging = {str(rows.model._meta.verbose_name) for rows in belongings(frozen.submission.visit)}
    shown_apart = {"answer sheet", "stored PDF", "signed PDF", "photo"}
    assert set(document["visits"][0]["records"]) == hanging - shown_apart


def test_what_can_not_be_opened_is_said_and_the_rest_is_exported(frozen):
    models.FrozenDiscussion.objects.update(signature=b"x")
    document, _papers = exported(frozen)
    (sent,) = document["visits"][0]["records"]["frozen discussion"]
    assert sent["signature"] == CANNOT_OPEN
    assert json.loads(sent["document"])


@pytest.mark.parametrize("damaged", ["StoredPdf", "AnswerSheet", "FrozenDiscussion", "Patient"])
def test_one_altered_bit_stops_no_export(frozen, damaged):
    """Every sealed column of one model, with its last bit turned."""
    model = getattr(models, damaged)
    for row in model.objects.all():
        for name in sealed_columns()[model]:
            altered = bytearray(getattr(row, name) or b"x")
            altered[-1] ^= 1
            model.objects.filter(pk=row.pk).update(**{name: bytes(altered)})
    document, papers = exported(models.FrozenDiscussion.objects.get(pk=frozen.pk))
    assert CANNOT_OPEN in json.dumps(document)
    assert bool(papers) is (damaged != "StoredPdf")
    assert document["visits"][0]["disclosures"]


def test_a_copy_that_could_not_be_printed_is_no_copy_that_can_not_be_opened():
    signed, at = a_signed_room(), timezone.now()
    failed = {"paper": models.Paper.LETTER, "made_at": at, "state": models.PdfState.FAILED}
    copy = models.Copy.PROVIDER
    models.StoredPdf.objects.create(discussion=signed.discussion, copy=copy, **failed)
    models.SignedPdf.objects.create(sign_off=signed, addenda=0, copy=copy, **failed)
    document, papers = exported(signed.discussion)
    assert (document["visits"][0]["papers"], papers) == ([], {})


def test_a_birth_date_that_was_corrected_and_put_back_is_noticed(frozen):
    patient = models.Patient.objects.get(pk=frozen.submission.visit.patient_id)
    before = patient.birth_date
    correct_birth_date(
        frozen.submission.visit,
        date(1980, 1, 2),
        why=Mistake.MISTYPED,
        by=a_user(),
        at=timezone.now(),
    )
    models.Patient.objects.filter(pk=patient.pk).update(birth_date=before)
    with pytest.raises(models.CannotOpen, match="not the birth date"):
        birth_date_of(models.Patient.objects.get(pk=patient.pk))


def test_the_command_writes_files_that_only_their_owner_reads(frozen, tmp_path, capsys):
    officer, out = a_user(), tmp_path / "export"
    reference = frozen.submission.visit.reference
    call_command("export_patient", reference, by=officer.username, out=str(out))
    files = sorted(file.name for file in out.iterdir())
    assert files == [f"{reference}-revision-1-patient-letter.pdf", "record.json", "record.pdf"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert "1 copies on paper" in capsys.readouterr().out
    with pytest.raises(CommandError, match="can't be made"):
        call_command("export_patient", reference, by=officer.username, out=str(out))


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("export_patient", {"out": "record"}),
        ("legal_hold", {"why": "A letter"}),
        ("erase_patient", {"for_good": True}),
    ],
)
def test_the_shell_names_others_who_may_be_the_same_person(
    command, more, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    visit, other = a_visit(name="Maria Delgado"), a_visit(name="Marie Delgado")
    call_command(command, visit.reference, by=visit.provider.username, **more)
    told = capsys.readouterr().err
    assert other.reference in told and "merge the two first" in told and "Marie" not in told

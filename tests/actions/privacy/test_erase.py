"""What was kept long enough is erased for good, and only its number stays."""

from datetime import date, timedelta
from itertools import islice

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake import models
from intake.actions.answers import page_drafts as leave
from intake.actions.answers.submit import reopen
from intake.actions.papers import MadePdf, store_pdf
from intake.actions.privacy.erase import OnHold, Unusual, due, erase_patient, purge
from intake.actions.privacy.legal_holds import NoReason, lift_hold, place_hold
from intake.actions.privacy.verify_log import check_log
from tests.make.builders import (
    BIRTH_DATE,
    a_link,
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
)
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
# A multiple of four, so that a 29th of February has one that many years ago.
YEARS = 8
# Kept whatever becomes of a visit: the catalog, staff, the log and the stones.
STAYS = {"KeyCheck", "Questionnaire", "Version", "User", "Stone", "Site"}
STAYS |= {"AccessEvent", "AccessSeal", "AccessNote"}


@pytest.fixture(autouse=True)
def small(settings):
    a_version(SMALL)
    settings.KEEP_YEARS = YEARS


def days(number: int) -> timedelta:
    return timedelta(days=number)


def entered(visit: models.Visit, *, days_ago: int) -> models.Visit:
    models.Visit.objects.filter(pk=visit.pk).update(created_at=NOW - days(days_ago))
    return visit


def unsent(*, day: date, entered_days_ago: int = 400) -> models.Visit:
    visit = entered(a_visit(day=day), days_ago=entered_days_ago)
    submission = a_submission(visit=visit, answers=SMALL_ANSWERS)
    page = SMALL.pages[0]
    leave.keep_draft(submission, page, {page.keys[0]: ["x"]}, at=NOW - days(30))
    return long_ago(visit)


def sent(*, day: date) -> models.Visit:
    visit = entered(a_visit(day=day), days_ago=400)
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    store_pdf(frozen, MadePdf(models.Copy.PATIENT, models.Paper.A4, b"%PDF"), at=NOW)
    return long_ago(visit)


def long_ago(visit: models.Visit) -> models.Visit:
    """Link and session of the visit are over."""
    over = NOW - days(15)
    visit.invitations.update(created_at=over - days(14), expires_at=over)
    sessions = models.PatientSession.objects.filter(invitation__visit=visit)
    sessions.update(started_at=over, seen_at=over)
    return visit


def left() -> set[str]:
    """Models that still have rows, apart from those that always stay."""
    return {
        model.__name__
        for model in apps.get_app_config("intake").get_models()
        if model._base_manager.exists()
    } - STAYS


def references(found) -> list[str]:
    return [each.visit.reference for each in found]


def test_c125_a_form_never_sent_is_erased_14_days_after_the_visit():
    over = unsent(day=TODAY - days(15))
    unsent(day=TODAY - days(14))
    assert references(purge(at=NOW)) == [over.reference]
    assert models.Visit.objects.count() == 1


def test_c125_a_visit_that_was_entered_late_has_its_two_weeks_too():
    unsent(day=TODAY - days(30), entered_days_ago=10)
    assert references(due(at=NOW)) == []


def test_c125_a_visit_whose_link_was_never_opened_goes_too():
    visit = entered(a_visit(day=TODAY - days(15)), days_ago=20)
    a_link(visit)
    assert references(purge(at=NOW)) == []
    long_ago(visit)
    assert references(purge(at=NOW)) == [visit.reference]


def test_c120_what_was_sent_is_erased_after_the_clinics_years():
    last_day = TODAY.replace(year=TODAY.year - YEARS)
    over = sent(day=last_day - days(1))
    sent(day=last_day)
    assert references(purge(at=NOW)) == [over.reference]


def test_c120_everything_goes_but_the_stone_and_the_log():
    visit = sent(day=date(2010, 1, 1))
    assert left() >= {"Patient", "AnswerSheet", "FrozenDiscussion", "StoredPdf", "PatientSession"}
    list(purge(at=NOW))
    assert left() == set()
    stone = models.Stone.objects.get()
    assert (stone.visit_number, stone.reference, stone.why) == (
        visit.pk,
        visit.reference,
        "retention",
    )
    assert models.AccessEvent.objects.filter(visit_id=visit.pk, action="erased").count() == 1
    assert check_log(at=timezone.now()).is_whole


def test_c120_a_patient_with_another_visit_stays():
    visit = sent(day=date(2010, 1, 1))
    other = a_visit()
    models.Visit.objects.filter(pk=other.pk).update(patient=visit.patient)
    list(purge(at=NOW))
    assert models.Patient.objects.filter(pk=visit.patient_id).exists()
    assert not models.Submission.objects.exists()


def test_c120_a_legal_hold_stops_it_until_it_is_lifted():
    visit, officer = sent(day=date(2010, 1, 1)), a_user()
    place_hold(visit.patient, reason="Claim 12", by=officer, at=NOW)
    place_hold(visit.patient, reason="Claim 12", by=officer, at=NOW)
    assert references(purge(at=NOW)) == []
    with pytest.raises(OnHold):
        erase_patient(visit.patient, by=officer, at=NOW)
    assert models.Visit.objects.filter(pk=visit.pk).exists()
    assert not models.Stone.objects.exists()
    lift_hold(visit.patient, by=officer, at=NOW)
    assert references(purge(at=NOW)) == [visit.reference]
    assert left() == set()


def test_a_hold_needs_a_reason():
    with pytest.raises(NoReason):
        place_hold(a_visit().patient, reason=" ", by=a_user(), at=NOW)


def test_c120_a_dry_run_lists_and_erases_nothing(capsys):
    visit = sent(day=date(2010, 1, 1))
    call_command("purge", dry_run=True)
    said = capsys.readouterr().out
    assert visit.reference in said and "1 visits would be erased" in said
    assert models.Visit.objects.count() == 1
    call_command("purge")
    assert "1 visits erased; records are kept 8 years." in capsys.readouterr().out
    assert not models.Visit.objects.exists()


def test_c120_a_purge_that_was_stopped_goes_on_when_run_again():
    for year in (2009, 2010, 2011):
        sent(day=date(year, 1, 1))
    assert len(list(islice(purge(at=NOW), 1))) == 1
    assert models.Visit.objects.count() == 2
    assert len(list(purge(at=NOW))) == 2
    assert models.Stone.objects.count() == 3


def test_what_has_no_stone_can_not_be_deleted():
    sent(day=TODAY)
    with pytest.raises(IntegrityError, match="after a stone was put"), transaction.atomic():
        models.StoredPdf.objects.all().delete()
        models.FrozenDiscussion.objects.all().delete()


def test_a_stone_stays_as_it_is():
    sent(day=date(2010, 1, 1))
    list(purge(at=NOW))
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.Stone.objects.update(reference="EV-0")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.Stone.objects.all().delete()


def test_a_patient_who_asks_is_erased_with_every_visit(capsys):
    visit, officer = sent(day=TODAY), a_user(username="officer")
    other = unsent(day=TODAY)
    models.Visit.objects.filter(pk=other.pk).update(patient=visit.patient)
    models.Patient.objects.exclude(pk=visit.patient_id).delete()
    with pytest.raises(CommandError, match="--for-good"):
        call_command("erase_patient", visit.reference, by="officer")
    call_command("erase_patient", visit.reference.lower(), by="officer", for_good=True)
    assert capsys.readouterr().out == "Erased the patient and 2 visits.\n"
    assert left() == set()
    assert set(models.Stone.objects.values_list("why", "erased_by")) == {("request", officer.pk)}


def test_commands_need_a_visit_and_a_member_of_staff_that_exist():
    visit = a_visit(birth_date=BIRTH_DATE)
    with pytest.raises(CommandError, match="no visit"):
        call_command("legal_hold", "EV-0000-0000", by="nobody", why="x")
    with pytest.raises(CommandError, match="no active member of staff"):
        call_command("legal_hold", visit.reference, by="nobody", why="x")


def test_legal_hold_keeps_the_unsent_page_of_a_visit_whose_answers_were_given_back():
    """Its visit is kept by its state; only the hold keeps the page."""
    pages = {}
    for is_held in (True, False):
        visit = sent(day=TODAY - days(30))
        submission = visit.submission
        reopen(submission, by=a_user(), at=timezone.now())
        page, at = SMALL.pages[0], NOW - days(20)
        leave.keep_draft(submission, page, {page.keys[0]: ["x"]}, at=at)
        pages[is_held] = submission.pk
        if is_held:
            place_hold(visit.patient, reason="Claim", by=a_user(), at=NOW)
    assert references(purge(at=NOW)) == []
    left_over = models.PageDraft.objects.values_list("submission", flat=True)
    assert list(left_over) == [pages[True]]


LIVING = {
    "a link that works": lambda v: v.invitations.update(expires_at=NOW + days(1)),
    "somebody who answers": lambda v: models.PatientSession.objects.update(
        started_at=NOW, seen_at=NOW
    ),
    "a reopening": lambda v: models.Reopening.objects.create(
        visit=v, revision=1, reason=b"x", answers=b"x", at=NOW, by=a_user()
    ),
}


@pytest.mark.parametrize("what", LIVING)
@pytest.mark.parametrize("make", [unsent, sent])
def test_what_is_living_is_not_erased_and_neither_is_a_page_left_there(make, what):
    visit = make(day=TODAY - days(4000))
    LIVING[what](visit)
    drafts = models.PageDraft.objects.count()
    assert references(purge(at=NOW)) == []
    assert (models.Visit.objects.count(), models.PageDraft.objects.count()) == (1, drafts)


def test_a_page_left_lately_stays_though_the_visit_is_long_past():
    visit = unsent(day=TODAY - days(15), entered_days_ago=1)
    models.PageDraft.objects.update(kept_at=NOW - days(13))
    assert references(purge(at=NOW)) == []
    assert visit.submission.drafts.count() == 1


def test_a_visit_that_was_moved_after_the_list_was_made_is_not_erased():
    for _each in range(2):
        unsent(day=TODAY - days(20))
    erasing = purge(at=NOW)
    first = next(erasing).visit
    models.Visit.objects.exclude(pk=first.pk).update(date=TODAY)
    assert list(erasing) == []
    assert models.Visit.objects.count() == 1


def test_nothing_is_erased_with_a_clock_far_ahead_unless_told_so():
    visit = unsent(day=TODAY)
    later = NOW + timedelta(days=365 * 12)
    with pytest.raises(Unusual, match="Is the clock right"):
        list(purge(at=later))
    assert models.Visit.objects.exists()
    assert references(purge(at=later, even_so=True)) == [visit.reference]


def test_nothing_is_erased_when_the_number_is_unusual_unless_told_so(monkeypatch):
    monkeypatch.setattr("intake.actions.privacy.erase.USUAL_PURGE", 1)
    for _each in range(2):
        unsent(day=TODAY - days(20))
    with pytest.raises(CommandError, match="2 visits are due at once"):
        call_command("purge")
    assert models.Visit.objects.count() == 2
    call_command("purge", "--even-so")
    assert not models.Visit.objects.exists()

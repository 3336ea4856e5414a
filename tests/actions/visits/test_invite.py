"""Visits and links: who may come in, until when, and how a link is taken back."""

import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.session import Ended, Over, open_session
from intake.actions.visits.enter import Standing, find_invitation, standing_of
from intake.actions.visits.people import Named, name_also, name_of, other_names
from intake.actions.visits.visits_and_links import (
    Appointment,
    LinkNotNeeded,
    NewPatient,
    NothingPublished,
    create_visit,
    invite,
    reissue,
    revoke,
)
from intake.core.limits import COPY_OPENS
from intake.models import sealed
from tests.make.builders import (
    a_draft,
    a_link,
    a_provider,
    a_sent_submission,
    a_user,
    a_version,
    a_visit,
    an_entry,
    an_invitation,
)
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


def standing(token: str) -> Standing:
    return standing_of(find_invitation(token), at=timezone.now())


def test_a_visit_is_made_for_a_new_patient():
    desk, now = a_user(), timezone.now()
    visit = a_visit(name="  Maria\u0301 Delgado ")
    assert sealed.open(visit.patient, "name") == "Mariá Delgado"
    assert sealed.open(visit.patient, "birth_date") == "1979-07-14"
    assert visit.state == "expected"
    again = create_visit(
        visit.patient,
        Appointment(visit.provider, visit.questionnaire, visit.date),
        by=desk,
        at=now,
    )
    assert again.patient == visit.patient
    assert models.Patient.objects.count() == 1


def test_people_are_found_by_whole_surname_or_birth_date_only():
    patient = a_visit(name="Maria Núñez").patient
    found = models.Patient.objects
    assert list(found.named("NUNEZ")) == [patient]
    assert list(found.born_on(date(1979, 7, 14))) == [patient]
    assert not found.named("Nune").exists()
    assert not found.named("Maria").exists()
    assert not found.born_on(date(1979, 7, 15)).exists()


def test_a_surname_of_release_0_1_that_its_index_no_longer_finds_is_taken_from_the_name():
    patient = a_visit(name="Maria Delgado").patient
    patient.surname, patient.surname_index = None, "0" * 64
    assert name_of(patient).listed == "DELGADO, Maria"


def test_no_name_that_is_hers_now_and_none_twice_is_another_name_of_hers():
    patient, other = a_visit(name="Maria Delgado").patient, Named("Maria Okafor", "Okafor")
    name_also(patient, [name_of(patient), other, other])
    assert other_names(patient) == [other]


def test_a_surname_of_two_words_can_be_given():
    version = models.Version.objects.get()
    visit = create_visit(
        NewPatient("Ana de la Cruz", date(1990, 1, 1), surname="de la Cruz"),
        Appointment(a_provider(), version.questionnaire, date(2026, 12, 1)),
        by=a_user(),
        at=timezone.now(),
    )
    assert list(models.Patient.objects.named("De La Cruz")) == [visit.patient]


@pytest.mark.parametrize("name", ["", " \n", "\0", "a" * 201])
def test_a_name_that_can_not_be_printed_is_refused(name):
    with pytest.raises(ValueError, match=r"name|characters"):
        a_visit(name=name)
    assert not models.Patient.objects.exists()


def test_a_birth_date_in_the_future_is_refused():
    with pytest.raises(ValueError, match="future"):
        a_visit(birth_date=timezone.localdate() + timedelta(days=1))


def test_references_can_be_read_aloud():
    references = {a_visit().reference for _each in range(5)}
    assert len(references) == 5
    for reference in references:
        assert re.fullmatch(r"EV-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", reference)


def test_a_link_is_found_by_its_digest_and_its_token_is_kept_sealed():
    token = a_link()
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    invitation = models.Invitation.objects.get()
    assert invitation.digest == sealed.blind("link", sha256(token.encode()).hexdigest())
    assert token not in repr(models.Invitation.objects.values())
    assert invitation.visit.state == "invited"


def test_c2_nothing_but_the_token_itself_opens():
    token = a_link()
    kept = models.Invitation.objects.get().digest
    variants = [kept, token[:-1], token + "=", token.swapcase(), token[:20], "", f"{token}\ud800"]
    assert [find_invitation(each) for each in variants] == [None] * len(variants)
    assert find_invitation(token) is not None


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day", "works_until"),
    [
        (date(2026, 11, 27), datetime(2026, 11, 29, tzinfo=NEW_YORK)),
        (date(2026, 11, 24), datetime(2026, 11, 26, tzinfo=NEW_YORK)),
        (date(2026, 11, 1), datetime(2026, 12, 8, 9, 30, tzinfo=NEW_YORK)),
    ],
)
def test_a_link_works_until_the_end_of_the_day_after_the_visit(day, works_until, settings):
    settings.TIME_ZONE = "America/New_York"
    invite(a_visit(day=day), by=a_user(), at=datetime(2026, 11, 24, 9, 30, tzinfo=NEW_YORK))
    assert models.Invitation.objects.get().expires_at == works_until


def test_c6_a_link_works_until_the_second_it_expires():
    invitation = an_invitation()
    last = invitation.expires_at
    assert standing_of(invitation, at=last - timedelta(seconds=1)) is Standing.LIVE
    assert standing_of(invitation, at=last) is Standing.EXPIRED


def test_c7_taking_a_link_back_ends_what_is_open_behind_it():
    entered = an_entry()
    invitation = entered.session.invitation
    revoke(invitation, by=a_user(), at=timezone.now())
    found = open_session(entered.key, at=timezone.now())
    assert isinstance(found, Ended)
    assert (found.why, found.may_hold) == (Over.REVOKED, False)


def test_taking_a_link_back_twice_is_logged_once():
    invitation, desk = an_invitation(), a_user()
    for _twice in range(2):
        revoke(invitation, by=desk, at=timezone.now())
    assert models.AccessEvent.objects.filter(action="link_revoked").count() == 1
    assert models.Invitation.objects.get().revoked_by == desk


def test_c8_a_resend_keeps_earlier_links_and_a_reissue_does_not():
    visit = a_visit()
    first, second = a_link(visit), a_link(visit)
    assert (standing(first), standing(second)) == (Standing.LIVE, Standing.LIVE)
    third = reissue(visit, by=a_user(), at=timezone.now())
    assert [standing(token) for token in (first, second, third)] == [
        Standing.REVOKED,
        Standing.REVOKED,
        Standing.LIVE,
    ]


def test_c5_after_sending_a_link_opens_the_copy_and_then_only_says_that_it_was_received():
    visit = a_visit()
    token = a_link(visit)
    a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    assert standing(token) is Standing.COPY
    for later in (COPY_OPENS, timedelta(days=90)):
        at = timezone.now() + later
        assert standing_of(find_invitation(token), at=at) is Standing.RECEIVED
    visit.refresh_from_db()
    with pytest.raises(LinkNotNeeded):
        invite(visit, by=a_user(), at=timezone.now())


def test_no_link_is_made_before_anything_is_published():
    draft = a_draft(models.Version.objects.get().read())
    draft.slug = "unpublished"
    draft.pk = None
    draft.save()
    visit = create_visit(
        NewPatient("Maria Delgado", date(1979, 7, 14)),
        Appointment(a_provider(), draft, date(2026, 12, 1)),
        by=a_user(),
        at=timezone.now(),
    )
    with pytest.raises(NothingPublished):
        invite(visit, by=a_user(), at=timezone.now())
    assert not models.Invitation.objects.exists()


def test_a_provider_reaches_the_own_visits_and_no_others():
    mine, other = a_visit(), a_visit()
    found = models.Visit.objects.visits_open_to
    assert list(found(mine.provider)) == [mine]
    assert list(found(other.provider)) == [other]
    mine.provider.is_active = False
    assert not found(mine.provider).exists()
    assert not found(models.User()).exists()

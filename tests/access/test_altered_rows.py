"""Rows that a hand wrote or moved, with the rights of the product's own role, open nothing."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.accounts.second_factor import Tried, is_expected, try_code
from intake.actions.answers.session import Live, open_session
from intake.actions.talk.rules import NotYours
from intake.actions.talk.sharing import step_in
from intake.actions.visits.enter import find_invitation
from tests.make.builders import a_link, a_sent_submission, a_user, a_version, a_visit, an_entry
from tests.make.factor import code_of, enrolled, let_in
from tests.make.providers import a_provider, signed_in
from tests.make.room import marked
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import FRONT_DESK, PRIVACY, a_member, a_site, page, works_at

pytestmark = pytest.mark.django_db
WORD = "a word of mine"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


def key_by_hand(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def test_a_patients_session_written_by_hand_opens_nothing():
    """``failing`` seals 3: the digest of a word, and the word as cookie."""
    live = an_entry().session
    models.PatientSession.objects.create(
        digest=key_by_hand(WORD),
        invitation=live.invitation,
        started_at=NOW,
        seen_at=NOW,
        binding=models.PatientSession.objects.get(pk=live.pk).binding,
    )
    assert open_session(WORD, at=timezone.now()) is None


@pytest.mark.parametrize("what", ["digest", "invitation", "sent_revision"])
def test_a_patients_session_that_was_altered_opens_nothing(what):
    mine, other = an_entry(), an_entry()
    assert isinstance(open_session(mine.key, at=timezone.now()), Live)
    rows = models.PatientSession.objects.filter(pk=other.session.pk)
    if what == "digest":
        mine_digest = mine.session.digest
        models.PatientSession.objects.filter(pk=mine.session.pk).update(digest="0" * 64)
        rows.update(digest=mine_digest)
    else:
        rows = models.PatientSession.objects.filter(pk=mine.session.pk)
        rows.update(**{what: {"invitation": other.session.invitation, "sent_revision": 1}[what]})
    assert open_session(mine.key, at=timezone.now()) is None


def test_a_link_written_by_hand_or_moved_to_another_visit_opens_nothing():
    visit, other, token = a_visit(), a_visit(), a_link(a_visit())
    assert find_invitation(token) is not None
    models.Invitation.objects.update(visit=other)
    assert find_invitation(token) is None
    models.Invitation.objects.create(
        digest=key_by_hand(WORD),
        visit=visit,
        created_at=NOW,
        created_by=a_user(),
        expires_at=NOW + timedelta(days=9000),
    )
    assert find_invitation(WORD) is None


@pytest.mark.parametrize("what", ["patient", "answers"])
def test_ones_own_link_does_not_lead_to_what_was_moved_behind_it(what):
    """The patient of a visit, or its answers, exchanged for somebody else's."""
    mine, other = an_entry(), an_entry()
    visit, theirs = mine.session.invitation.visit, other.session.invitation.visit
    if what == "patient":
        models.Visit.objects.filter(pk=visit.pk).update(patient=theirs.patient)
    else:
        models.Submission.objects.filter(visit=visit).update(visit=a_visit())
        models.Submission.objects.filter(visit=theirs).update(visit=visit)
    assert open_session(mine.key, at=timezone.now()) is None


def test_a_provider_to_whom_a_hand_gave_a_visit_does_not_read_it():
    mine, theirs = a_provider(), a_provider()
    visit = a_sent_submission(
        visit=a_visit(provider=theirs), answers=SMALL_ANSWERS
    ).submission.visit
    address = reverse("provider:visit", args=[visit.reference])
    assert signed_in(theirs).get(address).status_code == 200
    models.Visit.objects.filter(pk=visit.pk).update(provider=mine)
    assert signed_in(mine).get(address).status_code == 404


def test_a_visit_that_a_hand_opened_for_a_day_is_not_open():
    """A row of who may read it, with a reason that was sealed for another."""
    mine, theirs = a_provider(), a_provider()
    visit, other = (
        a_sent_submission(visit=a_visit(provider=theirs), answers=SMALL_ANSWERS).submission.visit
        for _each in range(2)
    )
    row = step_in(other, reason="On call", by=mine, at=timezone.now())
    address = reverse("provider:visit", args=[visit.reference])
    row.pk, row.visit = uuid4(), visit
    models.AccessGrant.objects.bulk_create([row])
    client = signed_in(mine)
    assert client.get(address).status_code == 404
    size = {"day": visit.date.isoformat(), "first": "provider", "backs": "no"}
    assert client.get(reverse("provider:day"), size).status_code == 200
    assert not visit.access_events.filter(action="copy_printed").exists()
    frozen = visit.submission.discussions.get()
    with pytest.raises(NotYours):
        marked(frozen, 1, by=mine)


def test_a_list_tells_neither_name_nor_holds_of_a_visit_that_a_hand_gave():
    mine, theirs = a_provider(), a_provider()
    visit = a_sent_submission(
        visit=a_visit(provider=theirs), answers=SMALL_ANSWERS
    ).submission.visit
    models.Visit.objects.filter(pk=visit.pk).update(provider=mine)
    client = signed_in(mine)
    page = client.get("/provider/").content.decode()
    assert "Name cannot be read" in page
    assert "DELGADO" not in page and "not clearance" not in page
    found = client.post("/provider/search/", {"name": "Delgado"}).content.decode()
    assert visit.reference not in found


@pytest.mark.parametrize("back", [False, True])
def test_a_visit_that_a_hand_moved_to_another_site_opens_to_nobody_there(back):
    """From the first site to the second, whose binding says its site, and the other way."""
    first, second = models.Site.objects.get(), a_site("second")
    home, away = (second, first) if back else (first, second)
    owner = a_provider()
    visit = a_sent_submission(
        visit=a_visit(provider=owner, site=home), answers=SMALL_ANSWERS
    ).submission.visit
    client, address = signed_in(owner), reverse("provider:visit", args=[visit.reference])
    desk = f"/desk/visits/{visit.reference}/"
    record = page("patient", "change", visit.patient_id)
    clerk, officer = (
        let_in(Client(), works_at(a_member(role), away)) for role in (FRONT_DESK, PRIVACY)
    )
    assert client.get(address).status_code == 200
    models.Visit.objects.filter(pk=visit.pk).update(site=away)
    assert client.get(address).status_code == 404
    assert clerk.get(desk).status_code == 404
    assert officer.get(record).status_code == 404


@pytest.mark.parametrize("what", ["role", "rank", "password", "name"])
def test_an_account_that_was_altered_is_nobody(what):
    user = a_provider()
    client = signed_in(user)
    assert client.get("/provider/").status_code == 200
    rows = models.User.objects.filter(pk=user.pk)
    {
        "role": lambda: user.groups.add(Group.objects.get(name="privacy officer")),
        "rank": lambda: rows.update(is_superuser=True),
        "password": lambda: rows.update(password=a_user(password=WORD * 2).password),
        "name": lambda: rows.update(username="somebody"),
    }[what]()
    assert client.get("/provider/")["Location"].startswith("/account/sign-in/")


def test_deleting_an_authenticator_from_the_database_is_no_reset():
    user = enrolled(a_user())
    models.Authenticator.objects.all().delete()
    assert not is_expected(models.User.objects.get(pk=user.pk))


def test_a_recovery_code_written_by_hand_or_moved_is_wrong():
    user, other = enrolled(a_user()), enrolled(a_user())
    models.RecoveryCode.objects.create(user=user, digest=key_by_hand("A" * 24))
    assert try_code(user, "A" * 24, at=timezone.now()) is Tried.WRONG
    models.RecoveryCode.objects.filter(user=user).delete()
    other.recovery_codes.update(user=user)
    assert try_code(user, code_of(user), at=timezone.now()) is Tried.PASSED


def test_a_staff_session_copied_into_another_row_is_nobodys():
    """What a colleague's session holds, under the digest of the key that one has oneself."""
    client, _colleague = signed_in(a_provider()), signed_in(a_provider())
    mine, theirs = models.StaffSession.objects.order_by("started_at")
    models.StaffSession.objects.filter(pk=mine.pk).update(session_data=theirs.session_data)
    assert client.get("/provider/").status_code == 302
    thief = Client()
    thief.cookies["session"] = WORD
    models.StaffSession.objects.filter(pk=theirs.pk).update(session_key=key_by_hand(WORD)[:40])
    assert thief.get("/provider/").status_code == 302

"""Every action on a visit leaves its line in the access log, in its own transaction."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.answers.session import end
from intake.actions.answers.submit import NotComplete, reopen, send
from intake.actions.visits.enter import Entered, find_invitation, try_birth_date
from intake.actions.visits.visits_and_links import invite, reissue, revoke
from intake.core.privacy.log_words import DID
from tests.make.builders import BIRTH_DATE, NAME, a_user, a_version, a_visit, say
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


def log() -> list[tuple[str, str, str]]:
    lines = models.AccessEvent.objects.order_by("id")
    return list(lines.values_list("actor", "action", "detail"))


def test_a_visit_from_link_to_correction_reads_as_a_story():
    now, desk, visit = timezone.now(), a_user(), a_visit()
    link = find_invitation(invite(visit, by=desk, at=now))
    try_birth_date(link, date(1980, 1, 1), at=now)
    left = try_birth_date(link, BIRTH_DATE, at=now)
    assert isinstance(left, Entered)
    end(left.session, at=now)
    session = try_birth_date(link, BIRTH_DATE, at=now).session
    say(session.invitation.visit.submission, SMALL_ANSWERS)
    frozen = send(visit.submission, session=session, signature=NAME, at=now)
    record("provider_opened", at=now, by=visit.provider, visit=visit)
    reopen(frozen.submission, by=desk, at=now)
    revoke(link, by=desk, at=now + timedelta(minutes=1))
    reissue(visit, by=desk, at=now + timedelta(minutes=2))
    assert log() == [
        ("staff", "visit_created", ""),
        ("staff", "invited", ""),
        ("patient", "birth_date_wrong", "1"),
        ("patient", "opened", ""),
        ("patient", "left", ""),
        ("patient", "opened", ""),
        ("patient", "sent", "revision 1"),
        ("staff", "provider_opened", ""),
        ("staff", "reopened", "revision 2"),
        ("staff", "link_revoked", ""),
        ("staff", "invited", ""),
    ]
    assert set(models.AccessEvent.objects.values_list("visit", flat=True)) == {visit.pk}


def test_what_did_not_happen_is_not_logged():
    now, visit = timezone.now(), a_visit()
    link = find_invitation(invite(visit, by=a_user(), at=now))
    session = try_birth_date(link, BIRTH_DATE, at=now).session
    before = log()
    with pytest.raises(NotComplete):
        send(visit.submission, session=session, signature=NAME, at=now)
    assert log() == before


def test_the_product_itself_is_named_where_nobody_of_staff_acts():
    record("checked", at=timezone.now())
    line = models.AccessEvent.objects.get(action="checked")
    assert (line.actor, line.user, line.visit) == ("system", None, None)


def test_every_line_that_can_be_written_has_words():
    source = "".join(path.read_text() for path in (settings.BASE_DIR / "intake").rglob("*.py"))
    written = set(re.findall(r'\brecord(?:_patient)?\(\s*"([a-z_]+)"', source))
    assert len(written) > 40
    assert {each for each in written | {"copy_printed", "copy_delayed"} if each not in DID} == set()

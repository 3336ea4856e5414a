"""What the worklist tells of a talk: read, changed, begun, signed, and what came after it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.outcomes import take_back
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from tests.make.builders import (
    a_sent_submission,
)
from tests.make.providers import a_provider, signed_in
from tests.make.room import DECLINE, a_room, changed_answers, corrected, lifted, marked
from tests.make.room import signed as room_signed
from tests.make.values import chose
from tests.provider.worklist.test_worklist import a_day, in_days, lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return a_provider()


def talk_of(client) -> list[str]:
    """What stands in bold: how far the talk is, and what is new."""
    page = client.get("/provider/").content.decode()
    rows = re.findall(r'class="state-words">(.*?)<span class="holds">', page, re.DOTALL)
    return [
        "; ".join(re.findall(r'(?:<b\s*>|class="news">)(.*?)<', row.replace("\n", " ")))
        for row in rows
    ]


def test_sent_and_not_read_yet_is_told_until_it_is_read(provider):
    visit = a_day(provider, 0, "Ann New")
    a_sent_submission(visit=visit)
    client = signed_in(provider)
    assert talk_of(client) == ["Not read yet"]
    client.get(f"/provider/visits/{visit.reference}/")
    assert talk_of(client) == [""]


def test_changed_since_you_looked_is_told_after_a_correction(provider):
    discussion = a_room(provider)
    client = signed_in(provider)
    client.get(f"/provider/visits/{discussion.submission.visit.reference}/")
    assert talk_of(client) == [""]
    corrected(discussion, changed_answers(dizzy=chose("no")))
    assert talk_of(client) == ["Changed since you looked"]
    client.get(f"/provider/visits/{discussion.submission.visit.reference}/")
    assert talk_of(client) == [""]


def test_talk_tells_what_the_patient_wants_time_for(provider):
    discussion = a_room(provider)
    client = signed_in(provider)
    client.get(f"/provider/visits/{discussion.submission.visit.reference}/")
    marked(discussion, 2, Outcome.WANTS_TIME)
    record = marked(discussion, 3, Outcome.WANTS_TIME)
    assert talk_of(client) == ["In discussion, wants time for 2 points"]
    take_back(record, by=provider, at=timezone.now())
    assert talk_of(client) == ["In discussion, wants time for 1 point"]
    marked(discussion, 2, Outcome.DISCUSSED)
    assert talk_of(client) == ["In discussion"]


def test_signed_visit_tells_its_decision_and_what_came_after_it(provider):
    discussion = a_room(provider)
    models.Visit.objects.update(date=in_days(0))
    a_day(provider, 0, "Ann Nolink")
    lifted(discussion)
    room_signed(discussion, Decision(DecisionKind.WAIT_UNTIL, "Tests first.", in_days(9)))
    until = f"{in_days(9):%d-%b-%Y}"
    signed_words = f"Signed: Wait until {until}"
    client = signed_in(provider)
    assert signed_words in talk_of(client)
    record = models.SignOff.objects.get()
    add_addendum(record, "Fever.", by=provider, at=timezone.now(), role="Provider")
    assert f"{signed_words}. 1 addendum: read first" in talk_of(client)
    another = Signing(Decision(DecisionKind.DECLINE, "Fever this morning."), role="Provider")
    supersede(record, another, by=provider, at=timezone.now())
    assert "Signed: Decline, superseding an earlier decision" in talk_of(client)


def test_signed_earlier_stands_in_its_own_list_for_a_week(provider):
    recent, old = a_room(provider), a_room(provider)
    for discussion, days in ((recent, 0), (old, 9)):
        lifted(discussion)
        room_signed(discussion, DECLINE, at=timezone.now() - timedelta(days=days))
    models.Visit.objects.update(date=in_days(-30))
    shown = lists(signed_in(provider))["Signed in the last seven days"]
    assert len(shown) == 1

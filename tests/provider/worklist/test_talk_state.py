"""What the worklist tells of a talk: read, changed, begun, signed, and what came after it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.outcomes import take_back
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from tests.make.builders import a_sent_submission, a_version
from tests.make.providers import a_provider, signed_in
from tests.make.room import DECLINE, ROOM, a_room, changed_answers, corrected, lifted, marked
from tests.make.room import signed as room_signed
from tests.make.values import HOLD, any_of, chose, when
from tests.provider.pages import words
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
    marked(discussion, 1, Outcome.WANTS_TIME)
    marked(discussion, 1, Outcome.STAYS)  # what becomes of the hold is another matter
    assert talk_of(client) == ["In discussion, wants time for 1 point"]


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


def test_decision_that_cannot_be_read_is_said_and_the_other_lines_stand(provider):
    discussion = a_room(provider)
    lifted(discussion)
    room_signed(discussion)
    a_room(provider)
    models.SignOff.objects.update(content=b"altered")
    models.Visit.objects.update(date=in_days(0))
    unread = "Signed: decision cannot be read"
    assert talk_of(signed_in(provider)) == [unread, "Not read yet", unread]


def holds_of(client) -> list[str]:
    page = client.get("/provider/").content.decode()
    return [
        words(each) for each in re.findall(r'<span class="holds">(.*?)</span>', page, re.DOTALL)
    ]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [(Outcome.CONFIRMED, "0 holds, not clearance"), (Outcome.STAYS, "1 hold")],
)
def test_withdrawn_hold_waits_to_be_confirmed_only_until_a_clinician_decided(
    provider, outcome, told
):
    now = corrected(a_room(provider), changed_answers(allergy=chose("no")))
    models.Visit.objects.update(date=in_days(0))
    client = signed_in(provider)
    assert holds_of(client) == ["1 withdrawn: confirm"]
    marked(now, 1, Outcome.DISCUSSED)
    assert holds_of(client) == ["1 withdrawn: confirm"]
    record = marked(now, 1, outcome, "She mixed it up, and says so.")
    assert holds_of(client) == [told]
    take_back(record, by=provider, at=timezone.now())
    assert holds_of(client) == ["1 withdrawn: confirm"]
    marked(now, 1, outcome, "She mixed it up, and says so.")
    room_signed(now, DECLINE)
    assert set(holds_of(client)) == {told}


def test_what_was_decided_of_another_hold_confirms_none():
    """A hold that came back for another reason and fell away again is confirmed again."""
    both = replace(
        ROOM.points[0],
        triggers=(any_of(HOLD, when("allergy", "=", "yes"), when("dizzy", "=", "yes")),),
    )
    a_version(replace(ROOM, points=(both, *ROOM.points[2:])))
    provider = a_provider()
    none = changed_answers(allergy=chose("no"), dizzy=chose("no"))
    now = corrected(a_room(provider), none)
    marked(now, 1, Outcome.CONFIRMED, "She mixed it up, and says so.")
    now = corrected(corrected(now, changed_answers(allergy=chose("no"))), none)
    client = signed_in(provider)
    assert holds_of(client) == ["1 withdrawn: confirm"]
    marked(now, 1, Outcome.CONFIRMED, "Not dizzy any more.")
    assert holds_of(client) == ["0 holds, not clearance"]


def test_signed_earlier_stands_in_its_own_list_for_a_week(provider):
    recent, old = a_room(provider), a_room(provider)
    for discussion, days in ((recent, 0), (old, 9)):
        lifted(discussion)
        room_signed(discussion, DECLINE, at=timezone.now() - timedelta(days=days))
    models.Visit.objects.update(date=in_days(-30))
    shown = lists(signed_in(provider))["Signed in the last seven days"]
    assert len(shown) == 1

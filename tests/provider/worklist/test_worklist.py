"""The three lists of the worklist: what stands in them, in which order, at what cost."""

import json
import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from intake.actions.answers.from_paper import Paper, type_in
from intake.actions.answers.submit import reopen
from intake.models import sealed
from intake.models.sealed import bind
from tests.make.builders import (
    a_link,
    a_sent_submission,
    a_submission,
    a_user,
    a_visit,
    an_entry,
    patient_answers,
)
from tests.make.guards import alter_versions
from tests.make.providers import a_provider, events, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return a_provider()


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def a_day(provider, days: int, name: str, at: time | None = None) -> models.Visit:
    visit = a_visit(provider=provider, day=in_days(days), name=name)
    models.Visit.objects.filter(pk=visit.pk).update(time=at)
    return visit


def sent(visit: models.Visit, holds: int, **brief: object) -> models.Visit:
    """A visit whose answers are in; only its numbers matter to a list."""
    a_link(visit)
    version = visit.questionnaire.versions.get()
    at = timezone.now()
    submission = models.Submission.objects.create(
        visit=visit, version=version, state="sent", opened_at=at, sent_at=at
    )
    row = models.FrozenDiscussion(submission=submission, revision=1, frozen_at=at, sha256="x")
    row.document, row.signature = b"x", b"x"
    sealed.seal(row, "brief", json.dumps({"holds": holds, **brief}))
    row.save(force_insert=True)
    models.Visit.objects.filter(pk=visit.pk).update(state="sent")
    bound(models.Visit.objects.get(pk=visit.pk))
    return visit


def bound(visit: models.Visit) -> None:
    bind(visit)
    visit.save(update_fields=["binding"])


def lists(client, address: str = "/provider/") -> dict[str, list[str]]:
    """Heading of each list to the names in it."""
    page = client.get(address).content.decode()
    found = {}
    for part in page.split("<section aria-labelledby=")[1:]:
        heading = re.search(r"<h2[^>]*>([^<]*)", part)[1].strip()
        found[heading] = re.findall(r"<a href=\"/provider/visits/[^>]*><bdi>([^<]*)", part)
    return found


def states(client) -> list[str]:
    page = client.get("/provider/").content.decode()
    return [
        " ".join(re.sub("<[^>]*>", " ", words).split())
        for words in re.findall(r'class="state-words">(.*?)<span class="holds">', page, re.DOTALL)
    ]


def test_every_visit_stands_in_the_list_of_its_day(provider):
    a_day(provider, 0, "Ann Today")
    a_day(provider, 2, "Ann Later")
    sent(a_day(provider, -2, "Ann Earlier"), holds=0)
    a_day(provider, -2, "Ann Never")
    assert lists(signed_in(provider)) == {
        "Today": ["TODAY, Ann"],
        "Earlier, waiting for review": ["EARLIER, Ann"],
        "Coming days": ["LATER, Ann"],
        "Signed in the last seven days": [],
    }


@pytest.mark.parametrize("state", ["sent", "reopened"])
@pytest.mark.parametrize("talk", ["not_begun", "begun"])
def test_whatever_is_not_signed_waits_until_it_is(provider, state, talk):
    waits = sent(a_day(provider, -40, "Ann Waits"), 1)
    models.Visit.objects.filter(pk=waits.pk).update(state=state, talk=talk)
    found = lists(signed_in(provider))
    assert [names for names in found.values() if names] == [["WAITS, Ann"]]


def test_days_follow_each_other_and_go_by_the_clock(provider):
    a_day(provider, 2, "Ann Unsent")
    sent(a_day(provider, 1, "Ann Calm"), holds=0)
    sent(a_day(provider, 9, "Ann Held"), holds=1)
    sent(a_day(provider, 5, "Ann Early", time(8)), holds=0)
    sent(a_day(provider, 5, "Ann Afternoon", time(15)), holds=3)
    sent(a_day(provider, 5, "Ann Morning", time(9)), holds=1)
    assert lists(signed_in(provider))["Coming days"] == [
        "CALM, Ann",
        "UNSENT, Ann",
        "EARLY, Ann",
        "MORNING, Ann",
        "AFTERNOON, Ann",
        "HELD, Ann",
    ]


def test_visits_of_another_provider_are_not_listed(provider):
    a_day(a_provider(), 0, "Ann Foreign")
    assert lists(signed_in(provider))["Today"] == []


def test_state_of_each_visit_is_told_in_words(provider):
    a_day(provider, 0, "Ann Nolink", time(8))
    a_link(a_day(provider, 0, "Ann Invited", time(9)))
    an_entry(a_day(provider, 0, "Ann Opened", time(10)))
    answers = patient_answers("stopped_at_lunch")
    a_submission(visit=a_day(provider, 0, "Ann Started", time(11)), answers=answers)
    paper = a_day(provider, 0, "Ann Paper", time(11, 30))
    type_in(paper, Paper(), by=a_user(), at=timezone.now())
    frozen = a_sent_submission(visit=a_day(provider, 0, "Ann Sent", time(12)))
    again = a_sent_submission(visit=a_day(provider, 0, "Ann Again", time(13)))
    reopen(again.submission, by=a_user(), at=timezone.now())
    here = timezone.localtime(frozen.frozen_at)
    assert states(signed_in(provider)) == [
        "No link made yet",
        "Not started",
        "Opened, nothing answered yet",
        "Started: at section 7 of 7",
        "Being typed in from paper",
        f"Sent {here:%d-%b-%Y, %H:%M} Not read yet",
        f"Sent {here:%d-%b-%Y, %H:%M}, the patient is correcting it Not read yet",
    ]


def test_holds_are_told_in_words(provider):
    sent(a_day(provider, 0, "Ann Two"), holds=2)
    sent(a_day(provider, 0, "Ann None"), holds=0)
    page = signed_in(provider).get("/provider/").content.decode()
    assert "2 holds" in page
    assert "0 holds, not clearance" in page


def test_holds_that_cannot_be_read_are_no_clearance(provider):
    sent(a_day(provider, 0, "Ann Two"), holds=2)
    models.FrozenDiscussion.objects.update(brief=b"altered")
    page = signed_in(provider).get("/provider/").content.decode()
    assert '<span class="hold-count">Holds cannot be read</span>' in page


def test_locked_link_is_told(provider):
    visit = a_day(provider, 0, "Ann Locked")
    a_link(visit)
    visit.invitations.update(tries=5, locked_at=timezone.now())
    assert "Link locked after wrong dates of birth" in states(signed_in(provider))[0]


def test_empty_lists_say_what_they_are_for(provider):
    page = signed_in(provider).get("/provider/").content.decode()
    assert "You have no visits today." in page
    assert "every earlier visit with answers is settled" in page
    assert "The front desk enters them" in page


def test_one_damaged_name_leaves_the_list_standing(provider):
    damaged = a_day(provider, 0, "Ann Damaged", time(8))
    a_day(provider, 0, "Ann Whole", time(9))
    models.Patient.objects.filter(pk=damaged.patient_id).update(name=b"altered")
    assert lists(signed_in(provider))["Today"] == ["Name cannot be read", "WHOLE, Ann"]


def test_answers_that_cannot_be_read_are_not_told_as_none(provider):
    visit = a_day(provider, 0, "Ann Damaged")
    a_submission(visit=visit, answers=patient_answers())
    models.AnswerSheet.objects.update(content=b"altered")
    client = signed_in(provider)
    assert states(client) == ["Started: the answers so far cannot be read"]
    page = client.get(f"/provider/visits/{visit.reference}/").content.decode()
    assert "What was answered so far cannot be read" in page
    assert "Nothing was answered yet" not in page


def test_a_version_that_was_altered_leaves_the_list_standing(provider):
    visit = a_day(provider, 0, "Ann Damaged", time(8))
    a_submission(visit=visit, answers=patient_answers())
    sent(a_day(provider, 0, "Ann Sent", time(9)), holds=0)
    alter_versions()
    client = signed_in(provider)
    assert states(client)[0] == "Started: the answers so far cannot be read"
    assert len(states(client)) == 2
    address = f"/provider/visits/{visit.reference}/"
    assert "What was answered so far cannot be read" in client.get(address).content.decode()


def test_reading_the_list_is_recorded(provider):
    a_day(provider, 0, "Ann Today")
    a_day(provider, 3, "Ann Later")
    signed_in(provider).get("/provider/")
    assert events(provider) == [("worklist_read", "", "2 visits")]


def test_next_visits_follow_the_last_one_shown(provider):
    first = a_day(provider, 1, "Ann Number")
    copies = [
        models.Visit(
            patient=first.patient,
            provider=provider,
            questionnaire=first.questionnaire,
            site=first.site,
            reference=f"EV-COPY-{n:04}",
            date=in_days(2),
            time=time(9, n % 3) if n % 4 else None,
            created_at=timezone.now(),
            created_by=provider,
        )
        for n in range(119)
    ]
    for copy in models.Visit.objects.bulk_create(copies):
        bound(copy)
    client, address, seen = signed_in(provider), "/provider/", []
    for _ in range(3):
        page = client.get(address).content.decode()
        seen += re.findall(r'<a href="/provider/visits/([^/]*)/', page)
        onward = re.search(r'href="([^"]*list=coming[^"]*)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert address == ""
    assert sorted(seen) == sorted([first.reference, *(copy.reference for copy in copies)])


def test_unknown_list_or_place_shows_the_beginning(provider):
    visit = a_day(provider, 0, "Ann Today")
    client = signed_in(provider)
    whole = lists(client, "/provider/")
    assert (len(whole), whole["Today"]) == (4, ["TODAY, Ann"])
    for after in ("EV-ABCD-2345", visit.reference):
        assert lists(client, f"/provider/?list=nothing&after={after}") == whole
    assert lists(client, "/provider/?list=today&after=EV-ABCD-2345") == {"Today": ["TODAY, Ann"]}


def test_another_providers_visit_is_no_place_to_go_on_from(provider):
    foreign = a_day(a_provider(), 0, "Ann Foreign", time(23))
    a_day(provider, 0, "Ann Today", time(8))
    address = f"/provider/?list=today&after={foreign.reference}"
    assert lists(signed_in(provider), address) == {"Today": ["TODAY, Ann"]}


def test_queries_do_not_grow_with_the_visits(provider):
    client = signed_in(provider)
    counts = []
    for size in (1, 3, 30):
        while models.Visit.objects.filter(provider=provider).count() < size * 3:
            an_entry(a_day(provider, 0, "Ann Opened"))
            sent(a_day(provider, -1, "Ann Sent"), holds=1)
            begun = sent(a_day(provider, -1, "Ann Talking"), holds=1, withdrawn=1, gone=["0123"])
            models.Visit.objects.filter(pk=begun.pk).update(talk="begun")
        # The first read opens the version and the access log; they stay open.
        client.get("/provider/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/provider/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 27

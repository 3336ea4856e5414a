"""Every rule that knows a day goes by the clinic's, evening in the west or morning in the far east.

`at` is in UTC, as it is wherever the product runs: there it is the day after, or the day before.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from intake import models
from intake.actions.access_log import record
from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.sheet import load_answers, walked
from intake.actions.catalog.waive import warnings_and_mistakes
from intake.actions.privacy.erase import due, purge
from intake.actions.privacy.read_log import Wanted, read_log
from intake.actions.talk.load import verified_entry_of
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.verify import Fact, verify
from intake.actions.visits.birth_date import Mistake, NotCorrected, correct_birth_date
from intake.actions.visits.visits_and_links import Appointment, NewPatient, create_visit
from intake.core.discussion.in_words import plain_date
from intake.core.editing.check import check
from intake.core.limits import KEEP_UNSENT
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.models.visits.visits import facts_of
from intake.provider.filters import moment, zoned
from tests.journeys.person import Person
from tests.make.builders import (
    NAME,
    a_provider,
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
    an_invitation,
    shipped,
)
from tests.make.providers import a_provider as a_provider_with_a_role
from tests.make.providers import signed_in
from tests.make.room import a_room, fresh, lifted, signed
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK
from tests.make.staff import signed_in as staff_signed_in

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def test_worklist_puts_the_clinics_today_first(clinics_day):
    provider = a_provider_with_a_role()
    for days in (-1, 0, 1):
        a_visit(provider=provider, day=clinics_day.today + days * ONE)
    shown = signed_in(provider).get("/provider/").context
    assert shown["today"] == clinics_day.today
    by_list = {each.key: [row.date for row in each.rows] for each in shown["lists"]}
    assert by_list["today"] == [clinics_day.today]
    assert by_list["coming"] == [clinics_day.today + ONE]


def test_front_desk_opens_on_the_clinics_day(clinics_day):
    wanted = a_visit(day=clinics_day.today)
    for days in (-1, 1):
        a_visit(day=clinics_day.today + days * ONE)
    shown = staff_signed_in(FRONT_DESK).get(reverse("desk:today"), follow=True).context
    assert shown["day"] == clinics_day.today
    assert [row.reference for row in shown["rows"]] == [wanted.reference]


def test_link_lives_to_the_end_of_the_clinics_day_after_the_visit(clinics_day):
    link = an_invitation(a_visit(day=clinics_day.today - ONE), at=clinics_day.at)
    end = datetime.combine(clinics_day.today + ONE, time.min, clinics_day.zone)
    assert link.expires_at == end
    late = an_invitation(a_visit(day=clinics_day.today - 2 * ONE), at=clinics_day.at)
    assert late.expires_at == clinics_day.at + timedelta(days=14)


def test_unsent_visit_is_erased_when_the_clinics_day_says_so(clinics_day):
    last = clinics_day.today - KEEP_UNSENT
    kept, over = a_visit(day=last), a_visit(day=last - ONE)
    models.Visit.objects.update(created_at=clinics_day.at - 3 * KEEP_UNSENT)
    assert [each.visit for each in due(at=clinics_day.at)] == [over]
    assert kept.date == last


def nobody_comes_in_any_more(at: datetime) -> None:
    """Links and sessions are over: what is living is never erased."""
    models.Invitation.objects.update(created_at=at - timedelta(days=30), expires_at=at - ONE)
    models.PatientSession.objects.update(
        started_at=at - 2 * ONE, seen_at=at - ONE, ended_at=at - ONE
    )


def test_sent_visit_is_erased_when_the_clinics_day_says_so(clinics_day):
    last = clinics_day.today.replace(year=clinics_day.today.year - settings.KEEP_YEARS)
    for day in (last, last - ONE):
        a_sent_submission(visit=a_visit(day=clinics_day.today))
        models.Visit.objects.filter(date=clinics_day.today).update(date=day)
    nobody_comes_in_any_more(clinics_day.at)
    assert [each.visit.date for each in due(at=clinics_day.at)] == [last - ONE]


def test_unsent_page_is_forgotten_when_the_clinics_day_says_so(clinics_day):
    last = clinics_day.today - KEEP_UNSENT
    a_version(SMALL)
    for day in (last, last - ONE):
        submission = a_submission(visit=a_visit(day=clinics_day.today))
        keep_draft(submission, SMALL.pages[0], {"hope": ["x"]}, at=clinics_day.at)
        models.Visit.objects.filter(pk=submission.visit_id).update(date=day)
    nobody_comes_in_any_more(clinics_day.at)
    models.Visit.objects.update(created_at=clinics_day.at - 3 * KEEP_UNSENT)
    list(purge(at=clinics_day.at))
    left = models.PageDraft.objects.values_list("submission__visit__date", flat=True)
    assert list(left) == [last]


def test_decision_may_wait_until_the_clinics_today_and_no_day_before(clinics_day):
    discussion = a_room()
    lifted(discussion)
    wait = Decision(DecisionKind.WAIT_UNTIL, "Blood values", until=clinics_day.today - ONE)
    with pytest.raises(NotRecorded, match="past"):
        signed(discussion, wait, at=clinics_day.at)
    assert signed(discussion, replace(wait, until=clinics_day.today), at=clinics_day.at)


def test_fact_is_verified_on_the_clinics_today_and_no_day_later(clinics_day):
    visit = a_room().submission.visit

    def seen_on(day):
        lot = Fact("record.lot", "A12", "Read on the vial", day)
        seen = fresh(visit).recorded
        return verify(visit, lot, by=visit.provider, at=clinics_day.at, seen=seen)

    with pytest.raises(NotRecorded):
        seen_on(clinics_day.today + ONE)
    assert verified_entry_of(seen_on(clinics_day.today)).on == clinics_day.today


def test_nobody_is_born_after_the_clinics_today(clinics_day):
    version = a_version()
    when = Appointment(a_provider(), version.questionnaire, clinics_day.today)

    def born(day):
        new = NewPatient(NAME, day)
        return create_visit(new, when, by=a_user(), at=clinics_day.at)

    with pytest.raises(ValueError, match="future"):
        born(clinics_day.today + ONE)
    visit = born(clinics_day.today)
    told = {"why": next(iter(Mistake)), "by": a_user(), "at": clinics_day.at}
    correct_birth_date(visit, clinics_day.today - ONE, **told)
    with pytest.raises(NotCorrected, match="birth date"):
        correct_birth_date(visit, clinics_day.today + ONE, **told)


@pytest.mark.parametrize(("days", "is_adult"), [(0, True), (1, False)])
def test_patient_comes_of_age_on_the_clinics_day(clinics_day, days, is_adult):
    born = clinics_day.today.replace(year=clinics_day.today.year - 18) + days * ONE
    visit = a_visit(day=clinics_day.today, birth_date=born)
    submission = a_submission(visit=visit, birth_date=born)
    given = load_answers(submission)
    walk = walked(submission, given, facts_of(submission.visit), at=clinics_day.at)
    assert walk.counted.get("is_adult") is is_adult


def test_age_on_paper_is_that_of_the_clinics_day(clinics_day):
    born = clinics_day.today.replace(year=1979)
    visit = a_visit(day=clinics_day.today, birth_date=born)
    frozen = a_sent_submission(visit=visit, birth_date=born, at=clinics_day.at)
    header = frozen.read().header
    assert (header.age, header.sent_at.date()) == (47, clinics_day.today)


def test_evidence_falls_due_on_the_clinics_day(here_day):
    first, second, *others = shipped().evidence
    days = {first: here_day.today, second: here_day.today - ONE}
    changed = [replace(each, review_by=day) for each, day in days.items()]
    document = replace(shipped(), evidence=(*changed, *others))
    found = {
        (each.place, each.words) for each in warnings_and_mistakes(document, None, here_day.at)
    }
    expected = {(each.place, each.words) for each in check(document, on=here_day.today)}
    assert {each for each in found if each[0].startswith("evidence:")} == {
        each for each in expected if each[0].startswith("evidence:")
    }


def test_access_log_is_narrowed_by_the_clinics_days(here_day):
    visit, officer = a_visit(), a_user()
    record("reopened", at=here_day.at, by=officer, visit=visit, detail="sought")
    today = Wanted(first=here_day.today, last=here_day.today)
    found = read_log(today, by=officer, at=here_day.at)
    assert "sought" in {line.event.detail for line in found.lines}
    elsewhere = [
        Wanted(first=here_day.today + ONE),
        Wanted(last=here_day.today - ONE),
    ]
    for wanted in elsewhere:
        found = read_log(wanted, by=officer, at=here_day.at)
        assert "sought" not in {line.event.detail for line in found.lines}


def test_moments_are_written_in_the_clinics_time(here_day):
    here = here_day.at.astimezone(here_day.zone)
    assert moment(here_day.at) == f"{plain_date(here_day.today)}, {here:%H:%M}"
    assert zoned(here_day.at) == f"{moment(here_day.at)} (UTC{here.isoformat()[-6:]})"


@pytest.mark.parametrize(("days", "is_due"), [(0, True), (-1, False)])
def test_patient_is_told_the_day_of_the_visit_until_it_is_over(clinics_day, days, is_due):
    visit = a_visit(version=a_version(SMALL), day=clinics_day.today + days * ONE)
    shown = Person(visit).enter().get("/p/later/").response.context["due"]
    assert shown == (visit.date if is_due else None)

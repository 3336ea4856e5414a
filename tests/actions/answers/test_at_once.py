"""Things that happen at the same moment, in threads of their own on one shared database."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from intake import models
from intake.actions.answers.photos import TooManyPhotos
from intake.actions.answers.session import Live, open_session
from intake.actions.answers.sheet import Conflict, PageSaid, load_answers, save_page
from intake.actions.answers.submit import send
from intake.actions.catalog.publish import publish
from intake.actions.catalog.seen import PublishedMeanwhile, seen_to_publish
from intake.actions.privacy.verify_records import altered_records
from intake.actions.visits.devices import NotWaiting, hand_to_device, take_back
from intake.actions.visits.enter import Entered, Locked, Wrong, try_birth_date
from intake.actions.visits.merge import NoSuchRecord, merge_patients
from intake.actions.visits.waiting import Feed, take_feed
from intake.core.desk.seen import Seen
from intake.core.limits import PHOTOS
from intake.core.questionnaire.answers import Chosen
from tests.desk.tablets import a_tablet
from tests.make.builders import (
    BIRTH_DATE,
    NAME,
    a_draft,
    a_user,
    a_version,
    a_visit,
    an_entry,
    an_invitation,
    say,
)
from tests.make.files import a_photo, a_picture
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import a_member

# Threads see what other threads wrote only outside of a test's own transaction.
pytestmark = [pytest.mark.django_db(transaction=True)] if connection.vendor == "postgresql" else []


def at_once(act: Callable[[Any], Any], inputs: Iterable[Any]) -> list[Any]:
    """Start one thread for each input, all at the same moment, each with its own connection."""
    waiting = list(inputs)
    start = Barrier(len(waiting))

    def in_thread(given: Any) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act(given)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(in_thread, waiting))


def test_of_two_desks_at_once_one_gives_the_tablet(shared_database):
    a_version(SMALL)
    visits, desk = [a_visit(), a_visit(name="Zoe Other")], a_user()
    _browser, device = a_tablet()

    def give(visit: models.Visit) -> str:
        try:
            hand_to_device(visit, device, by=desk, at=timezone.now())
        except NotWaiting:
            return "in use"
        return "given"

    assert sorted(at_once(give, visits)) == ["given", "in use"]
    assert models.Invitation.objects.filter(device=device, revoked_at=None).count() == 1


def test_a_form_that_is_taken_back_in_the_moment_it_is_given_closes(shared_database):
    a_version(SMALL)
    visit, desk = a_visit(), a_user()
    _browser, device = a_tablet()
    is_given, is_over = Event(), Event()

    def act(what: str) -> None:
        if what == "take back":
            is_given.wait(timeout=30)
            take_back(visit, by=desk, at=timezone.now())
            is_over.set()
            return
        with transaction.atomic():
            hand_to_device(visit, device, by=desk, at=timezone.now())
            is_given.set()
            is_over.wait(timeout=0.5)  # the other waits until this is kept

    at_once(act, ["give", "take back"])
    assert not models.Invitation.objects.filter(device=device, revoked_at=None).exists()


@pytest.mark.parametrize("right_is", [0, 12, 23])
def test_c10_of_24_guesses_at_once_at_most_one_is_compared(shared_database, right_is):
    a_version(SMALL)
    invitation, now = an_invitation(a_visit()), timezone.now()
    models.Invitation.objects.update(tries=4)
    guesses = [date(1950, 1, 1) + timedelta(days=each) for each in range(24)]
    guesses[right_is] = BIRTH_DATE
    outcomes = at_once(lambda guess: try_birth_date(invitation, guess, at=now), guesses)
    entered = sum(isinstance(outcome, Entered) for outcome in outcomes)
    compared = entered + models.AccessEvent.objects.filter(action="birth_date_wrong").count()
    assert compared == 1
    assert sum(isinstance(outcome, Locked) for outcome in outcomes) == 24 - entered
    assert models.Invitation.objects.get().tries == 5
    assert models.PatientSession.objects.count() == entered


def test_c10_of_24_guesses_at_once_on_a_fresh_link_five_are_compared(shared_database):
    a_version(SMALL)
    invitation, now = an_invitation(a_visit()), timezone.now()
    guesses = [date(1950, 1, 1) + timedelta(days=each) for each in range(24)]
    outcomes = Counter(at_once(lambda guess: try_birth_date(invitation, guess, at=now), guesses))
    assert outcomes == {Wrong(4): 1, Wrong(3): 1, Wrong(2): 1, Wrong(1): 1, Locked(): 20}


def test_c49_eight_sends_at_once_send_once(shared_database):
    a_version(SMALL)
    session = an_entry(a_visit()).session
    submission = session.invitation.visit.submission
    say(submission, SMALL_ANSWERS)
    now = timezone.now()
    frozen = at_once(
        lambda name: send(submission, session=session, signature=name, at=now).pk,
        [f"{NAME} {each}" for each in range(8)],
    )
    assert set(frozen) == {models.FrozenDiscussion.objects.get().pk}
    assert models.AccessEvent.objects.filter(action="sent").count() == 1


def test_of_ten_photos_at_once_no_more_are_kept_than_a_visit_may_have(shared_database):
    a_version(SMALL)
    submission = an_entry(a_visit()).session.invitation.visit.submission

    def add(number: int) -> str:
        try:
            return str(a_photo(submission, content=a_picture(40 + number, 30, "JPEG")).pk)
        except TooManyPhotos:
            return "told"

    told = Counter(at_once(add, range(10)))
    assert told["told"] == 10 - PHOTOS
    assert models.Photo.objects.count() == PHOTOS


def test_c51_of_eight_tabs_at_once_one_is_kept_and_seven_are_told(shared_database):
    a_version(SMALL)
    submission = an_entry(a_visit()).session.invitation.visit.submission
    given, page = load_answers(submission), SMALL.pages[0]

    def post(name: str) -> str:
        own = models.Submission.objects.select_related("version").get(pk=submission.pk)
        said = {"full_name": name, "has_allergy": Chosen(("no",))}
        try:
            save_page(own, PageSaid(page, said, 0), given=given)
        except Conflict as conflict:
            return f"told {conflict.current['full_name']}"
        return f"kept {name}"

    told = Counter(at_once(post, [f"Name {each}" for each in range(8)]))
    kept = load_answers(models.Submission.objects.get()).answers.top["full_name"]
    assert told == {f"kept {kept}": 1, f"told {kept}": 7}
    assert load_answers(models.Submission.objects.get()).kept["counter"] == 1


def test_pages_saved_at_once_are_all_kept(shared_database):
    a_version(SMALL)
    submission = an_entry(a_visit()).session.invitation.visit.submission
    given, pages = load_answers(submission), [SMALL.pages[n] for n in (0, 3, 4, 5)]

    def post(page: Any) -> None:
        own = models.Submission.objects.select_related("version").get(pk=submission.pk)
        said = {key: SMALL_ANSWERS.top.get(key) for key in page.keys}
        save_page(own, PageSaid(page, said, 0), given=given)

    at_once(post, pages)
    assert load_answers(models.Submission.objects.get()).answers == SMALL_ANSWERS
    assert load_answers(models.Submission.objects.get()).kept["counter"] == 4


def test_two_links_opened_at_once_lead_to_one_submission(shared_database):
    a_version(SMALL)
    visit, now = a_visit(), timezone.now()
    links = [an_invitation(visit) for _each in range(6)]
    outcomes = at_once(lambda link: try_birth_date(link, BIRTH_DATE, at=now), links)
    assert all(isinstance(outcome, Entered) for outcome in outcomes)
    assert models.Submission.objects.count() == 1


def test_two_presses_on_one_page_at_once_publish_once_and_tell_the_other(shared_database):
    draft, editor, now = a_draft(), a_user(), timezone.now()
    seen = seen_to_publish(draft)

    def press(why):
        try:
            return publish(draft, by=editor, at=now, why=why, seen=seen).number
        except PublishedMeanwhile:
            return "told"

    assert Counter(at_once(press, "ab")) == {1: 1, "told": 1}
    assert draft.versions.count() == 1


def test_six_publishings_at_once_get_six_numbers(shared_database):
    draft, editor, now = a_draft(SMALL), a_user(), timezone.now()
    versions = at_once(lambda why: publish(draft, by=editor, at=now, why=why).number, "abcdef")
    assert sorted(versions) == [1, 2, 3, 4, 5, 6]


def test_of_two_merges_of_the_same_records_at_once_one_is_done(shared_database):
    a_version(SMALL)
    one, other, by = a_visit(), a_visit(), a_user()
    an_entry(other)

    def merge(pair: tuple[models.Visit, models.Visit]) -> str:
        kept, gone = (visit.patient for visit in pair)
        try:
            merge_patients(kept, gone, why=models.WhyMerged.TWICE, by=by, at=timezone.now())
        except NoSuchRecord:
            return "too late"
        return "merged"

    assert sorted(at_once(merge, [(one, other), (other, one)])) == ["merged", "too late"]
    assert models.Patient.objects.get().visits.count() == 2
    assert list(altered_records()) == []


def test_who_enters_while_two_records_are_merged_is_in_and_stays_in(shared_database):
    a_version(SMALL)
    one, other, by = a_visit(), a_visit(), a_user()
    invitation, at = an_invitation(other), timezone.now()

    def act(what: str) -> object:
        if what == "enter":
            return try_birth_date(invitation, BIRTH_DATE, at=at)
        why = models.WhyMerged.TWICE
        return merge_patients(one.patient, other.patient, why=why, by=by, at=at)

    entered, moved = at_once(act, ["enter", "merge"])
    assert isinstance(entered, Entered) and moved == 1
    assert isinstance(open_session(entered.key, at=at), Live)


def test_the_same_schedule_from_two_sources_at_once_enters_nobody_twice(shared_database):
    version, by = a_version(SMALL), a_user()
    a_visit(provider=a_member("provider", last_name="Ruiz"))
    site = models.Site.objects.get()
    day = timezone.localdate() + timedelta(days=5)
    seen = [Seen("line 1", "Okafor", "Denise", date(1968, 12, 31), day, provider="Ruiz")]

    def take(source: str) -> object:
        feed = Feed(source, site, version.questionnaire)
        return take_feed(seen, feed, by=by, at=timezone.now())

    at_once(take, ["north", "south", "east"])
    assert models.Visit.objects.filter(date=day).count() == 1
    assert models.Patient.objects.count() == 2

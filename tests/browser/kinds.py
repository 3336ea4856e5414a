"""Every kind of page a patient can stand on, each with what it takes to get there."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.submit import reopen, send
from intake.actions.visits.enter import try_birth_date
from intake.actions.visits.visits_and_links import revoke
from intake.core.questionnaire.answers import Answers, Chosen
from intake.models import Invitation, Patient, PatientSession
from tests.browser.chromium import Tab
from tests.browser.hands import Pointer
from tests.browser.inside import HALF_WAY, let_in, let_staff_in
from tests.make.builders import (
    NAME,
    a_link,
    a_sent_submission,
    a_user,
    a_visit,
    fall_asleep,
    patient_answers,
    say_on,
    shipped,
)
from tests.make.files import a_photo
from tests.make.staff import FRONT_DESK, a_member

Arrive = Callable[[Tab], object]
ALL = patient_answers("penicillin_unknown_ingredients")
ALLERGIC = Answers({"has_allergy": Chosen(("yes",))})


def _at(path: str, tab: Tab, *, answers: Answers = ALL) -> None:
    let_in(tab, answers=answers)
    tab.go(path)


def _behind_a_link(tab: Tab) -> None:
    tab.go(f"/p/{a_link()}/")


def _locked(tab: Tab) -> None:
    token = a_link()
    invitation = Invitation.objects.get()
    for day in range(1, 6):
        try_birth_date(invitation, timezone.localdate() - timedelta(days=day), at=timezone.now())
    tab.go(f"/p/{token}/")


def _expired(tab: Tab) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    token = a_link(a_visit(day=long_ago.date()), at=long_ago)
    tab.go(f"/p/{token}/")


def _revoked(tab: Tab) -> None:
    token = a_link()
    revoke(Invitation.objects.get(), by=a_user(), at=timezone.now())
    tab.go(f"/p/{token}/")


def _received(tab: Tab) -> None:
    visit = a_visit()
    token = a_link(visit)
    a_sent_submission(visit=visit)
    tab.go(f"/p/{token}/")


def _asleep(tab: Tab) -> None:
    let_in(tab)
    fall_asleep()
    tab.go("/p/q/health/1/")


def _without_a_session(tab: Tab) -> None:
    tab.go("/p/tasks/")


def _with_a_draft(tab: Tab) -> None:
    submission = let_in(tab, answers=patient_answers(HALF_WAY))
    page = shipped().page_of["medicines_list"]
    typed = {"medicines_list": ["Half a sent"], "-revision": ["0"]}
    keep_draft(submission, page, typed, at=timezone.now())
    tab.go("/p/q/health/5/")


def _draft_among_the_sections(tab: Tab) -> None:
    _with_a_draft(tab)
    tab.go("/p/tasks/")


def _changed_elsewhere(tab: Tab) -> None:
    submission = let_in(tab, answers=ALL)
    tab.go("/p/q/goals/3/")
    say_on(submission, shipped().page_of["feel_pressured"], {"feel_pressured": Chosen(("no",))})
    say_on(submission, shipped().page_of["feel_pressured"], {"feel_pressured": Chosen(("yes",))})
    tab.page.locator('[name="feel_pressured"][value="dont_know"]').check()
    Pointer(tab.page).press("Continue")


def _for_another_patient(tab: Tab) -> None:
    let_in(tab)
    tab.go("/p/q/health/2/")
    let_in(tab)
    # As without script, which would keep such a page open and say why beside what was typed.
    with tab.page.expect_navigation():
        tab.page.evaluate("document.querySelector('#answers').submit()")


def _with_an_entry_removed(tab: Tab) -> None:
    _at("/p/list/allergies_list/", tab)
    Pointer(tab.page).press("Remove Cats")


def _sent(tab: Tab) -> None:
    submission = let_in(tab, answers=ALL)
    session = PatientSession.objects.latest("started_at")
    send(submission, session=session, signature=NAME, at=timezone.now())
    tab.go("/p/sent/")


def _with_photos(tab: Tab) -> None:
    a_photo(let_in(tab, answers=ALL))
    tab.go("/p/photos/")


def _reopened(tab: Tab) -> None:
    visit = a_visit()
    frozen = a_sent_submission(visit=visit, answers=ALL)
    reopen(frozen.submission, by=a_user(), at=timezone.now())
    let_in(tab, visit=visit)
    tab.go("/p/tasks/")


def _left(tab: Tab) -> None:
    _at("/p/later/", tab)
    Pointer(tab.page).press("Close the form")


def _forged(tab: Tab) -> None:
    tab.go(f"/p/{a_link()}/")
    tab.context.clear_cookies()
    Pointer(tab.page).press("Continue")


def _missing(tab: Tab) -> None:
    tab.go("/p/nowhere/")


def _not_for_her(tab: Tab) -> None:
    let_staff_in(tab, a_member(FRONT_DESK, username="frontdesk"))
    tab.go("/admin/intake/question/")


def _too_much(tab: Tab) -> None:
    _at("/p/q/health/5/", tab)
    letters = "'x'.repeat(1100000)"
    tab.page.evaluate(f"document.querySelector('textarea').value = {letters}")
    # As without script, which would keep such a page open and try again.
    with tab.page.expect_navigation():
        tab.page.evaluate("document.querySelector('#answers').submit()")


def _altered(tab: Tab) -> None:
    let_in(tab)
    Patient.objects.update(name=b"altered")
    tab.may_fail = True
    tab.go("/p/tasks/")


def _without_a_database(tab: Tab) -> None:
    let_in(tab)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intake_patientsession RENAME TO gone")
    tab.may_fail = True
    tab.go("/p/tasks/")


STANDING: Mapping[str, tuple[Arrive, str]] = {
    "behind a link": (_behind_a_link, "What is your date of birth?"),
    "start": (partial(_at, "/p/start/"), shipped().title),
    "sections": (partial(_at, "/p/tasks/", answers=patient_answers(HALF_WAY)), "Your questions"),
    "one choice": (partial(_at, "/p/q/allergies/1/"), shipped().by_key["has_allergy"].text),
    "names and dates": (partial(_at, "/p/q/about_you/1/"), "About you"),
    "many boxes": (partial(_at, "/p/q/health/6/"), shipped().by_key["other_conditions"].text),
    "words": (partial(_at, "/p/q/health/5/"), "Your health"),
    "a number": (
        partial(_at, "/p/q/clinic/5/", answers=Answers({"emergency_ready": Chosen(("yes",))})),
        "The clinic",
    ),
    "worries": (partial(_at, "/p/q/goals/1/"), "Your goals"),
    "an empty list": (partial(_at, "/p/list/allergies_list/", answers=ALLERGIC), ""),
    "a list": (partial(_at, "/p/list/allergies_list/"), "You have added 2 entries"),
    "a removed entry": (_with_an_entry_removed, "You have added 1 entry"),
    "check": (partial(_at, "/p/check/"), "Check your answers"),
    "photos": (_with_photos, "Photos for your provider"),
    "not complete": (
        partial(_at, "/p/sign/", answers=patient_answers(HALF_WAY)),
        "Check your answers",
    ),
    "sign": (partial(_at, "/p/sign/"), "Sign and send"),
    "sent": (_sent, "Your answers were sent"),
    "reopened": (_reopened, "Your questions"),
    "later": (partial(_at, "/p/later/"), "Your answers are saved"),
    "left": (_left, "You can close this page now"),
    "a draft": (_with_a_draft, "Your health"),
    "a draft among the sections": (_draft_among_the_sections, "Your questions"),
    "changed elsewhere": (_changed_elsewhere, "This changed elsewhere"),
    "for another patient": (_for_another_patient, "Nothing was saved"),
    "asleep": (_asleep, "What is your date of birth?"),
    "without a session": (_without_a_session, ""),
    "locked": (_locked, "This link is locked"),
    "expired": (_expired, "This link has expired"),
    "revoked": (_revoked, "This link no longer works"),
    "received": (_received, ""),
    "not found": (_missing, "Page not found"),
    "refused": (_forged, "Nothing was saved"),
    "too much": (_too_much, "Nothing was saved"),
    "not for this account": (_not_for_her, "This page is not open to you"),
    "altered": (_altered, "Your form can't be read right now"),
    "without a database": (_without_a_database, "Please try again in a minute"),
}

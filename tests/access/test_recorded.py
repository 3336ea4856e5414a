"""Every deed leaves its line in the access log: who, about which visit, and what."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake import models
from intake.actions.accounts import second_factor, welcomes
from intake.actions.accounts.accounts import change_password, subject
from intake.actions.answers.from_paper import Paper, give_up, type_in
from intake.actions.catalog.waive import give_reason, take_back_reason
from intake.actions.privacy.erase import purge
from intake.actions.privacy.legal_holds import lift_hold, place_hold
from intake.actions.register import enter
from intake.actions.sites import change_site, open_site
from intake.actions.talk.corrections import cancel_reopening, confirm_unchanged, reopen
from intake.actions.talk.outcomes import take_back
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.actions.talk.verify import Fact, take_back_verified, verify
from intake.actions.visits.contact import Contact, complete_contact, correct_contact
from intake.actions.visits.devices import rename, revoke_device
from intake.actions.visits.people import correct_name
from intake.actions.visits.standing import move, restore, take_out
from intake.actions.visits.visits_and_links import invite
from intake.actions.visits.waiting import decide
from intake.core.editing.check import Problem, Weight
from intake.models import Standing, WhyMoved, WhyNotPlanned
from tests.desk.lines import NO_BIRTH_DATE, a_line, came
from tests.desk.tablets import a_tablet
from tests.make.builders import PASSWORD, a_draft, a_user, a_version, a_visit
from tests.make.providers import a_provider
from tests.make.room import DECLINE, a_lot, a_room, a_signed_room, fresh, marked
from tests.make.small import SMALL
from tests.scribe.paper import a_scribe

pytestmark = pytest.mark.django_db

Line = tuple[str, models.User | None, models.Visit | None, str]
Deed = Callable[[datetime], Line]


def addendum(at: datetime) -> Line:
    signed = a_signed_room(a_provider())
    visit = signed.visit
    made = add_addendum(signed, "She called.", by=visit.provider, at=at, role="Treating provider")
    return "addendum_signed", visit.provider, visit, made.sha256[:16]


def another_decision(at: datetime) -> Line:
    before = a_signed_room(a_provider())
    visit = before.visit
    made = supersede(before, Signing(DECLINE, "Treating provider"), by=visit.provider, at=at)
    return "decision_superseded", visit.provider, visit, made.sha256[:16]


def fact_taken_back(at: datetime) -> Line:
    visit = a_room().submission.visit
    lot = Fact("record.lot", "A12", "Read on the vial", timezone.localdate(at))
    made = verify(visit, lot, by=visit.provider, at=at, seen=visit.recorded)
    take_back_verified(made, by=visit.provider, at=at)
    return "fact_taken_back", visit.provider, visit, ""


def outcome_taken_back(at: datetime) -> Line:
    made = marked(a_room(), 2)
    take_back(made, by=made.visit.provider, at=at)
    return "outcome_taken_back", made.visit.provider, made.visit, ""


def reopening_cancelled(at: datetime) -> Line:
    visit, other = a_room().submission.visit, a_user()
    reopen(visit, reason="Wrong medicine", by=other, at=at)
    cancel_reopening(visit, by=other, at=at)
    return "reopening_cancelled", other, visit, ""


def confirmed_unchanged(at: datetime) -> Line:
    discussion = a_room()
    visit = discussion.submission.visit
    confirm_unchanged(discussion, by=visit.provider, at=at)
    return "confirmed_unchanged", visit.provider, visit, ""


def contact_corrected(at: datetime) -> Line:
    visit, desk = a_visit(), a_user()
    correct_contact(visit, Contact(mail="maria@example.org"), by=desk, at=at)
    return "contact_corrected", desk, visit, ""


def contact_completed(at: datetime) -> Line:
    visit, desk = a_visit(), a_user()
    offered = Contact(mail="maria@example.org", phone="(612) 555-0143", language="es")
    complete_contact(visit, offered, by=desk, at=at)
    return "contact_completed", desk, visit, "mail phone language"


def name_corrected(at: datetime) -> Line:
    visit, desk = a_visit(), a_user()
    correct_name(visit, "Delgada", "Maria", by=desk, at=at)
    return "name_corrected", desk, visit, ""


def invited(at: datetime) -> Line:
    a_version(SMALL)
    visit, desk = a_visit(), a_user()
    invite(visit, by=desk, at=at)
    return "invited", desk, visit, ""


def visit_moved(at: datetime) -> Line:
    visit, desk = a_visit(), a_user()
    later = visit.date + timedelta(days=3)
    move(visit, later, None, why=WhyMoved.PATIENT, by=desk, at=at)
    return "visit_moved", desk, visit, "patient"


def visit_restored(at: datetime) -> Line:
    visit, desk = a_visit(), a_user()
    take_out(visit, Standing.CANCELLED, why=WhyNotPlanned.PATIENT, by=desk, at=at)
    restore(visit, by=desk, at=at)
    return "visit_restored", desk, visit, ""


def device_renamed(at: datetime) -> Line:
    (_browser, device), desk = a_tablet(), a_user()
    rename(device, "Tablet in room 2", by=desk, at=at)
    return "device_renamed", desk, None, str(device.pk)


def device_revoked(at: datetime) -> Line:
    (_browser, device), desk = a_tablet(), a_user()
    revoke_device(device, by=desk, at=at)
    return "device_revoked", desk, None, str(device.pk)


def typing_given_up(at: datetime) -> Line:
    a_version(SMALL)
    visit, scribe = a_visit(), a_scribe()
    type_in(visit, Paper(), by=scribe, at=at)
    give_up(visit, by=scribe, at=at)
    return "typing_given_up", scribe, visit, ""


def waiting_decided(at: datetime) -> Line:
    a_version(SMALL)
    rows, desk = came(a_line(**NO_BIRTH_DATE)), a_user()
    decide([], rows, by=desk, at=at)
    return "waiting_decided", desk, None, "no visit, 1 left out"


def legal_hold_lifted(at: datetime) -> Line:
    visit, officer = a_visit(), a_user()
    place_hold(visit.patient, reason="A claim", by=officer, at=at)
    lift_hold(visit.patient, by=officer, at=at)
    return "legal_hold_lifted", officer, visit, "matter_over"


def purged(at: datetime) -> Line:
    assert not [*purge(at=at)]
    return "purged", None, None, "0"


def records_verified(_at: datetime) -> Line:
    call_command("verify_access_log", records=True)
    return "records_verified", None, None, "0 problems"


def register_entered(at: datetime) -> Line:
    desk, lot = a_user(), a_lot()
    row = models.Lot(product=lot.product, number="A13", expires_on=lot.expires_on)
    enter(row, by=desk, at=at)
    return "register_entered", desk, None, f"lot {row.pk}"


def site_opened(at: datetime) -> Line:
    manager = a_user()
    site = open_site("Eastside", by=manager, at=at)
    return "site_opened", manager, None, f"site {site.pk}"


def site_changed(at: datetime) -> Line:
    manager, site = a_user(), models.Site.objects.get()
    change_site(site, {"name": "Westside", "country": "US"}, by=manager, at=at)
    return "site_changed", manager, None, f"site {site.pk} name,country"


def codes_renewed(at: datetime) -> Line:
    user = a_user()
    second_factor.renew_recovery_codes(user, at=at)
    return "recovery_codes_renewed", user, None, subject(user)


def password_changed(at: datetime) -> Line:
    user = a_user()
    change_password(user, PASSWORD, at=at)
    return "password_changed", user, None, subject(user)


def account_closed(at: datetime) -> Line:
    user, manager = a_user(), a_user()
    welcomes.close_account(user, by=manager, at=at)
    return "roles_changed", manager, None, f"{subject(user)} closed"


def account_opened_again(at: datetime) -> Line:
    user, manager = a_user(), a_user()
    welcomes.open_account_again(user, by=manager, at=at)
    return "roles_changed", manager, None, f"{subject(user)} open"


LONG = Problem("question/heard", "Many words.", Weight.WITH_REASON)


def reason_given(at: datetime) -> Line:
    editor, draft = a_user(), a_draft(SMALL)
    give_reason(draft, LONG, reason="It stays.", by=editor, at=at)
    return "reason_given", editor, None, f"{draft.slug} {LONG.place}"


def reason_taken_back(at: datetime) -> Line:
    editor, draft = a_user(), a_draft(SMALL)
    waiver = give_reason(draft, LONG, reason="It stays.", by=editor, at=at)
    take_back_reason(waiver, by=editor, at=at)
    return "reason_taken_back", editor, None, f"{draft.slug} {LONG.place}"


DEEDS: tuple[Deed, ...] = (
    addendum,
    another_decision,
    fact_taken_back,
    outcome_taken_back,
    reopening_cancelled,
    confirmed_unchanged,
    contact_corrected,
    contact_completed,
    name_corrected,
    invited,
    visit_moved,
    visit_restored,
    device_renamed,
    device_revoked,
    typing_given_up,
    waiting_decided,
    legal_hold_lifted,
    purged,
    records_verified,
    register_entered,
    site_opened,
    site_changed,
    codes_renewed,
    password_changed,
    account_closed,
    account_opened_again,
    reason_given,
    reason_taken_back,
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_deed_is_recorded_with_who_and_what(deed):
    action, by, visit, detail = deed(timezone.now())
    lines = models.AccessEvent.objects.filter(action=action)
    found = [(line.user, line.visit, line.detail) for line in lines]
    assert found == [(by, visit and fresh(visit), detail)]

"""An index key is changed like a sealing key: everybody is found before, meanwhile and after."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake import models
from intake.actions.accounts.second_factor import Tried, renew_recovery_codes, try_code
from intake.actions.answers.page_drafts import Stamp, discard_draft, drafts_of, keep_draft
from intake.actions.answers.session import Live, open_session
from intake.actions.answers.sheet import load_answers
from intake.actions.privacy.rotate_indexes import rotate_indexes
from intake.actions.privacy.rotate_keys import Rotation
from intake.actions.privacy.verify_records import altered_records
from intake.actions.visits.contact import Contact, correct_contact
from intake.actions.visits.devices import ask_to_pair, device_of
from intake.actions.visits.enter import find_invitation
from intake.actions.visits.people import file_under
from intake.actions.visits.waiting import decide
from intake.models import sealed
from intake.models.visits.names import surname_first
from tests.desk.lines import NO_BIRTH_DATE, a_line, came
from tests.make.builders import BIRTH_DATE, a_link, a_user, a_version, a_visit, an_entry
from tests.make.factor import enrolled
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db
NEW = bytes(range(7, 39))
PAGE = SMALL.pages[3]


@pytest.fixture
def kept():
    """A link, a session, a tablet, a recovery code, a page left three times, two surnames."""
    a_version(SMALL)
    visit = a_visit(name="Núñez Ortiz Maria")
    models.Patient.objects.update(surname_index=sealed.surname_index("Núñez Ortiz"))
    file_under(visit.patient, "Núñez Ortiz")
    entered, user = an_entry(visit), enrolled(a_user())
    submission = entered.session.invitation.visit.submission
    keep_draft(submission, PAGE, {"heard": ["cure"]}, at=timezone.now())
    keep_draft(submission, PAGE, {"heard": ["safe"]}, stamp=Stamp("a", 1), at=timezone.now())
    keep_draft(submission, PAGE, {"heard": []}, stamp=Stamp("a", 2), held=True, at=timezone.now())
    codes = renew_recovery_codes(user, at=timezone.now())
    found = {"link": a_link(visit), "device": ask_to_pair(at=timezone.now())}
    return {**found, "visit": visit, "entered": entered, "user": user, "codes": codes}


def expect_all_found(kept, code: int) -> None:
    (patient,) = models.Patient.objects.named("nunez ortiz").born_on(BIRTH_DATE)
    assert surname_first("Núñez Ortiz Maria", patient.surname_index) == "NÚÑEZ ORTIZ, Maria"
    assert not models.Patient.objects.born_on(date(1980, 1, 1)).exists()
    assert find_invitation(kept["link"]).visit == kept["visit"]
    assert device_of(kept["device"], at=timezone.now()) == models.Device.objects.get()
    live = open_session(kept["entered"].key, at=timezone.now())
    assert isinstance(live, Live)
    left = drafts_of(live.submission, load_answers(live.submission))
    assert [(each.tab, each.held) for each in left] == [("", False), ("a", False), ("a", True)]
    passed = try_code(kept["user"], kept["codes"][code], at=timezone.now())
    assert passed is Tried.BY_RECOVERY_CODE


def test_everything_is_found_with_the_old_key_beside_the_new_one_and_afterwards_without(
    kept, settings
):
    settings.INDEX_KEYS = (NEW, *settings.INDEX_KEYS)
    expect_all_found(kept, 0)
    call_command("rotate_keys")
    settings.INDEX_KEYS = (NEW,)
    expect_all_found(kept, 1)
    submission = kept["entered"].session.invitation.visit.submission
    discard_draft(
        submission, {each.id: each.seq for each in drafts_of(submission, load_answers(submission))}
    )
    assert not models.PageDraft.objects.exists()


def under_a_new_key(settings) -> Rotation:
    settings.INDEX_KEYS, rotation = (NEW, *settings.INDEX_KEYS), Rotation()
    list(rotate_indexes(rotation))
    return rotation


def test_a_name_of_one_word_its_number_and_lines_that_wait_are_found_with_the_new_key_alone(
    settings,
):
    a_version(SMALL)
    visit, at = a_visit(name="Sukarno"), timezone.now()
    correct_contact(visit, Contact(phone="+12125550142"), by=a_user(), at=at)
    waits, decided = a_line(**NO_BIRTH_DATE), a_line(surname="Okafor", **NO_BIRTH_DATE)
    (row,) = came(decided)
    decide([], [row], by=a_user(), at=at)
    (row,) = came(waits)
    assert under_a_new_key(settings).unreadable == []
    settings.INDEX_KEYS = (NEW,)
    (patient,) = models.Patient.objects.reached_by("+12125550142").named("sukarno")
    assert surname_first("Sukarno", patient.surname_index) == "Sukarno"
    assert came(waits) == [row]
    assert list(altered_records()) == []


def test_what_can_not_be_read_is_named_and_keeps_the_others_from_nothing(kept, settings):
    damaged = a_visit(name="Ann Damaged").patient
    models.Patient.objects.filter(pk=damaged.pk).update(name=b"x")
    rotation = under_a_new_key(settings)
    assert rotation.unreadable == [f"intake.Patient.name of {damaged.pk}: not sealed"]
    settings.INDEX_KEYS = (NEW,)
    expect_all_found(kept, 0)


def test_a_rotation_that_is_run_again_changes_nothing(kept, settings):
    under_a_new_key(settings)
    again = Rotation()
    list(rotate_indexes(again))
    assert not +again.done
    settings.INDEX_KEYS = (NEW,)
    expect_all_found(kept, 0)


def test_without_the_rotation_nothing_is_found_with_the_new_key_alone(kept, settings):
    settings.INDEX_KEYS = (NEW,)
    assert find_invitation(kept["link"]) is None
    assert not models.Patient.objects.named("Núñez Ortiz").exists()

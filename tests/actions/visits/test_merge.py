"""Two records of one person become one: nothing of either is lost, no door opens wrongly."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.session import Live, open_session
from intake.actions.privacy.erase import OnHold, erase_patient, purge
from intake.actions.privacy.export import export_patient
from intake.actions.privacy.legal_holds import place_hold
from intake.actions.privacy.listings import accounting
from intake.actions.privacy.rotate_indexes import rotate_indexes
from intake.actions.privacy.rotate_keys import Rotation
from intake.actions.privacy.verify_records import altered_records
from intake.actions.talk.signature import SignatureState, signature_state
from intake.actions.visits.contact import (
    Contact,
    complete_contact,
    contact_of,
    correct_contact,
    stop_texts,
)
from intake.actions.visits.enter import Entered, find_invitation, try_birth_date
from intake.actions.visits.merge import NoSuchRecord, NotMerged, merge_patients
from intake.actions.visits.people import (
    correct_name,
    file_under,
    known_people,
    name_patient,
    people_alike,
)
from intake.models import WhyMerged, sealed
from intake.models.sealed import is_bound
from tests.make.builders import (
    a_link,
    a_sent_submission,
    a_user,
    a_version,
    a_visit,
    an_entry,
)
from tests.make.room import a_signed_room
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import a_site, works_at

pytestmark = pytest.mark.django_db
BORN = date(1979, 7, 14)
TWICE, RENAMED, OTHER_DATE = WhyMerged.TWICE, WhyMerged.RENAMED, WhyMerged.BIRTH_DATE


@pytest.fixture
def by():
    return a_user(first_name="Lee", last_name="Tanaka")


def two(surname="Delgado Ruiz", born=BORN):
    kept, gone = a_visit(name="Maria Delgado"), a_visit(name="Maria X", birth_date=born)
    correct_name(gone, surname, "Maria", by=gone.provider, at=timezone.now())
    return kept, fresh(gone)


def merged(kept, gone, by, why=TWICE):
    return merge_patients(kept.patient, gone.patient, why=why, by=by, at=timezone.now())


def fresh(visit):
    return models.Visit.objects.select_related("patient").get(pk=visit.pk)


def test_visits_move_with_their_bindings_and_the_other_record_is_gone(by):
    kept, gone = two()
    assert merged(kept, gone, by) == 1
    assert [p.pk for p in models.Patient.objects.all()] == [kept.patient_id]
    assert fresh(gone).patient_id == kept.patient_id and is_bound(fresh(gone))
    (note,) = gone.merges.all()
    assert sealed.open(note, "came_from") == str(gone.patient_id)
    assert (note.why, note.by, note.signatures) == ("twice", by, 0)
    assert list(altered_records()) == []


def test_a_link_and_a_session_of_either_go_on(by):
    a_version(SMALL)
    kept, gone = two()
    sessions = [an_entry(visit) for visit in (kept, gone)]
    links = [a_link(visit) for visit in (kept, gone)]
    merged(kept, gone, by)
    at = timezone.now()
    for entered in sessions:
        assert isinstance(open_session(entered.key, at=at), Live)
    for token in links:
        assert isinstance(try_birth_date(find_invitation(token), BORN, at=at), Entered)


def test_links_ask_for_the_date_of_the_record_that_stays(by):
    a_version(SMALL)
    kept, gone = two(born=date(1997, 7, 14))
    token = a_link(gone)
    merged(kept, gone, by, OTHER_DATE)
    at = timezone.now()
    assert not isinstance(try_birth_date(find_invitation(token), date(1997, 7, 14), at=at), Entered)
    assert isinstance(try_birth_date(find_invitation(token), BORN, at=at), Entered)


@pytest.mark.parametrize("words", ["Delgado", "Ruiz", "delgado ruiz"])
def test_she_is_found_by_either_name_also_after_a_correction_and_new_index_keys(
    by, words, settings
):
    kept, gone = two()
    merged(kept, gone, by)
    correct_name(fresh(kept), "Okafor", "Maria", by=by, at=timezone.now())
    assert [p.pk for p in known_people(words, BORN)] == [kept.patient_id]
    settings.INDEX_KEYS = [b"n" * 32, *settings.INDEX_KEYS]
    list(rotate_indexes(Rotation()))
    settings.INDEX_KEYS = settings.INDEX_KEYS[:1]
    for each in (words, "Okafor"):
        assert [p.pk for p in known_people(each, BORN)] == [kept.patient_id]


def test_a_third_record_brings_all_names_along(by):
    first, second = two("Okafor")
    third = a_visit(name="Maria Haddad")
    merged(second, third, by, RENAMED)
    assert merged(first, fresh(second), by, RENAMED) == 2
    for name in ("Delgado", "Okafor", "Haddad"):
        assert [p.pk for p in known_people(name, BORN)] == [first.patient_id]


def test_a_signature_stays_valid_whichever_record_goes_and_notices_a_lost_note(by):
    sign_off = a_signed_room()
    signed = sign_off.visit
    first, second = (a_visit(name="Maria Delgado") for _each in "12")
    merged(first, signed, by)
    assert signature_state(signed) is SignatureState.VALID
    merged(second, fresh(signed), by)
    assert signature_state(signed) is SignatureState.VALID
    assert list(altered_records()) == []
    signed.merges.filter(sequence=1).delete()
    assert signature_state(signed) is SignatureState.NOT_VALID


@pytest.mark.parametrize("held", ["kept", "gone", "both"])
def test_a_legal_hold_on_either_stays_with_its_reason(by, held):
    kept, gone = two()
    at = timezone.now()
    for name, visit in (("kept", kept), ("gone", gone)):
        if held in (name, "both"):
            place_hold(visit.patient, reason=f"Letter about {name}", by=by, at=at)
    merged(kept, gone, by)
    (standing,) = models.LegalHold.objects.filter(lifted_at=None)
    reason = sealed.open(standing, "reason")
    assert standing.patient_id == kept.patient_id
    assert all(f"about {name}" in reason for name in ("kept", "gone") if held in (name, "both"))
    with pytest.raises(OnHold):
        erase_patient(fresh(kept).patient, by=by, at=at)


def test_log_export_and_erasure_of_the_merged_record_are_whole(by):
    a_version(SMALL)
    kept, gone = two()
    a_sent_submission(visit=gone, answers=SMALL_ANSWERS)
    merged(kept, gone, by)
    patient = fresh(kept).patient
    listing = accounting(patient, by=by, at=timezone.now())
    assert len(listing.parts) == 2 and "Sent the answers" in str(listing.parts)
    document = export_patient(patient, by=by, at=timezone.now()).document
    for words in (kept.reference, gone.reference, "Maria Delgado Ruiz", "records_merged"):
        assert words in document
    assert erase_patient(patient, by=by, at=timezone.now()) == 2
    left = (models.Patient, models.NameTerm, models.Visit, models.VisitMerged)
    assert [model.objects.count() for model in left] == [0] * 4


def test_contact_is_completed_and_never_replaced(by):
    kept, gone = two()
    at = timezone.now()
    correct_contact(kept, Contact(mail="kept@example.org"), by=by, at=at)
    correct_contact(gone, Contact("gone@example.org", "+12125550142", agreed=True), by=by, at=at)
    merged(fresh(kept), fresh(gone), by)
    patient = fresh(kept).patient
    assert contact_of(patient) == Contact("kept@example.org", "+12125550142", agreed=True)
    assert list(models.Patient.objects.reached_by("+12125550142")) == [patient]


@pytest.mark.parametrize("first", [True, False])
def test_a_stop_of_either_record_counts_for_the_number_of_both(by, first):
    visits, same = two(), Contact(phone="+12125550142", agreed=True)
    stopped, other = visits if first else reversed(visits)
    correct_contact(stopped, same, by=by, at=timezone.now())
    stop_texts(fresh(stopped).patient, at=timezone.now())
    correct_contact(other, same, by=by, at=timezone.now())
    kept, gone = visits
    merged(fresh(kept), fresh(gone), by)
    assert fresh(kept).patient.texts_stopped_at


@pytest.mark.parametrize("first", [True, False])
def test_an_address_that_was_taken_away_from_either_record_is_brought_by_no_schedule(by, first):
    visits, at = two(), timezone.now()
    without = visits[0] if first else visits[1]
    correct_contact(without, Contact("maria@example.org"), by=by, at=at)
    correct_contact(fresh(without), Contact(), by=by, at=at)
    kept, gone = map(fresh, visits)
    merged(kept, gone, by)
    complete_contact(fresh(kept), Contact("maria@example.org"), by=by, at=at)
    assert contact_of(fresh(kept).patient) == Contact()


@pytest.mark.parametrize(
    ("other", "born", "why", "words"),
    [
        ("Delgado", date(1997, 7, 14), TWICE, "dates of birth differ"),
        ("Delgado", date(1997, 7, 14), RENAMED, "dates of birth differ"),
        ("Delgado", BORN, OTHER_DATE, "dates of birth are the same"),
        ("Okafor", BORN, TWICE, "no word in common"),
        ("Delgado", BORN, RENAMED, "have a word in common"),
        ("Okafor", date(1997, 7, 14), OTHER_DATE, "both differ"),
    ],
)
def test_what_speaks_against_one_person_is_refused_in_words(by, other, born, why, words):
    kept, gone = two(other, born)
    with pytest.raises(NotMerged, match=words):
        merged(kept, gone, by, why)
    assert models.Patient.objects.count() == 2 and not models.VisitMerged.objects.exists()


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_a_record_that_is_known_at_another_site_is_none(by, which):
    kept, gone = two()
    works_at(by, kept.site)
    elsewhere = a_visit(name="Maria Delgado", site=a_site("elsewhere"))
    held = kept if which == "kept" else gone
    models.Visit.objects.filter(pk=elsewhere.pk).update(patient=held.patient)
    with pytest.raises(NoSuchRecord):
        merged(kept, gone, by)
    assert people_alike(kept.patient, user=by) == []


def test_the_same_record_or_one_that_is_gone_is_none(by):
    kept, gone = two()
    with pytest.raises(NoSuchRecord):
        merge_patients(kept.patient, kept.patient, why=TWICE, by=by, at=timezone.now())
    merged(kept, gone, by)
    with pytest.raises(NoSuchRecord):
        merged(kept, gone, by)


def test_a_row_that_a_hand_altered_is_not_bound_anew(by):
    a_version(SMALL)
    kept, gone = two()
    stranger = a_user()
    models.Visit.objects.filter(pk=gone.pk).update(provider=stranger)
    with pytest.raises(NotMerged, match="not as this product left it"):
        merged(kept, gone, by)
    assert fresh(gone).patient_id == gone.patient_id


def test_others_with_a_word_of_the_surname_and_the_date_are_offered(by):
    kept, gone = two()
    a_visit(name="Maria Delgado", birth_date=BORN + timedelta(days=1))
    assert people_alike(kept.patient, user=by) == [gone.patient]


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_people_of_release_0_1_keep_every_word_of_the_surname(by, which):
    """Of them no surname was kept, only the index that tells which part of the name it is."""
    kept, gone = two("Haddad")
    old = (kept if which == "kept" else gone).patient
    name_patient(old, "María García Márquez", "García Márquez")
    old.surname = None
    old.save()
    file_under(old, "García Márquez")
    merged(fresh(kept), fresh(gone), by, RENAMED)
    for words in ("garcia", "Márquez", "Haddad" if which == "kept" else "Delgado"):
        assert [p.pk for p in known_people(words, BORN)] == [kept.patient_id]


def test_a_purge_goes_on_where_two_of_the_due_records_become_one_meanwhile(by):
    a_version(SMALL)
    first = a_visit(name="Sam Okafor")
    kept, gone = two()
    last = a_visit(name="Kay Held")
    now = timezone.now()
    over = now - timedelta(days=60)
    models.Visit.objects.update(date=over.date(), created_at=over)
    erasing = purge(at=now)
    assert next(erasing).visit == first
    merged(fresh(kept), gone, by)
    assert [each.visit for each in erasing] == [kept, gone, last]
    assert not models.Patient.objects.exists()


def test_erasing_a_record_that_was_merged_into_another_meanwhile_erases_nothing(by):
    kept, gone = two()
    seen = models.Patient.objects.get(pk=gone.patient_id)
    merged(kept, gone, by)
    with pytest.raises(NoSuchRecord):
        erase_patient(seen, by=by, at=timezone.now())
    assert models.Visit.objects.count() == 2 and not models.Stone.objects.exists()

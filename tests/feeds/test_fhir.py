"""FHIR bundles: read per entry, so that one broken entry costs no other."""

import json
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.seen import Seen, Standing, Unclear
from intake.feeds.fhir import read_fhir
from intake.feeds.seen import FeedRefused

ZONE = ZoneInfo("America/New_York")
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"use": "official", "family": "Okafor", "given": ["Denise", "A"]}],
    "birthDate": "1968-12-31",
    "telecom": [
        {"system": "phone", "use": "home", "value": "555 0100"},
        {"system": "phone", "use": "mobile", "value": "+1 555 555 0113"},
        {"system": "email", "value": "d@example.org"},
    ],
}
PROVIDER = {"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Elena Ruiz"}]}
APPOINTMENT = {
    "resourceType": "Appointment",
    "id": "a1",
    "meta": {"lastUpdated": "2026-11-20T08:30:00Z"},
    "status": "booked",
    "start": "2026-12-01T13:30:00-05:00",
    "participant": [
        {"actor": {"reference": "Patient/p1"}, "status": "accepted"},
        {"actor": {"reference": "Practitioner/d1"}, "status": "accepted"},
    ],
}


def bundle(*resources: object) -> bytes:
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries}).encode()


def test_an_appointment_is_read_with_whom_it_refers_to():
    assert read_fhir(bundle(APPOINTMENT, PATIENT, PROVIDER), zone=ZONE).visits == (
        Seen(
            place="appointment 1",
            surname="Okafor",
            given="Denise A",
            birth_date=date(1968, 12, 31),
            day=date(2026, 12, 1),
            at=time(13, 30),
            provider="Elena Ruiz",
            phone="+1 555 555 0113",
            mail="d@example.org",
            source_id="a1",
            told_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        ),
    )


def test_one_malformed_entry_is_told_and_costs_no_other():
    broken = {**APPOINTMENT, "id": "a2", "start": "next Tuesday"}
    schedule = read_fhir(bundle(broken, APPOINTMENT, PATIENT, "not a resource"), zone=ZONE)
    assert [visit.unclear for visit in schedule.visits] == [
        (Unclear.BROKEN,),
        (),
        (Unclear.BROKEN,),
    ]


@pytest.mark.parametrize(
    "name",
    [{"family": ["Okafor"]}, {"family": "Okafor", "given": "Ana"}, {"family": "O", "given": [7]}],
)
def test_a_name_of_another_form_is_told_and_never_guessed(name):
    somebody = {**PATIENT, "name": [name]}
    assert read_fhir(bundle(APPOINTMENT, somebody), zone=ZONE).visits == (
        Seen("appointment 1", unclear=(Unclear.BROKEN,)),
    )


@pytest.mark.parametrize(
    ("status", "standing", "unclear"),
    [
        ("cancelled", Standing.CANCELLED, ()),
        ("entered-in-error", Standing.CANCELLED, ()),
        ("noshow", Standing.MISSED, ()),
        ("arrived", Standing.PLANNED, ()),
        ("perhaps", Standing.PLANNED, (Unclear.STANDING,)),
    ],
)
def test_the_status_says_what_became_of_the_visit(status, standing, unclear):
    visit = read_fhir(bundle({**APPOINTMENT, "status": status}, PATIENT), zone=ZONE).visits[0]
    assert (visit.standing, visit.unclear) == (standing, unclear)


def test_a_reference_that_leads_nowhere_leaves_what_it_shows():
    shown = {"actor": {"reference": "Patient/gone", "display": "Denise Okafor"}}
    visit = read_fhir(bundle({**APPOINTMENT, "participant": [shown]}), zone=ZONE).visits[0]
    assert (visit.surname, visit.unclear) == ("Okafor", (Unclear.NO_BIRTH_DATE,))
    nobody = read_fhir(bundle({**APPOINTMENT, "participant": []}), zone=ZONE).visits[0]
    assert nobody.unclear == (Unclear.NO_PERSON,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"resourceType": "Patient"}',
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
)
def test_what_is_no_bundle_is_refused(content):
    with pytest.raises(FeedRefused):
        read_fhir(content, zone=ZONE)


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        ([{"language": {"coding": [{"code": "es-MX"}]}}], "es"),
        ([{"language": {"text": "Spanish"}}], "es"),
        (
            [
                {"language": {"coding": [{"code": "fr"}]}},
                {"language": {"coding": [{"code": "es"}]}, "preferred": True},
            ],
            "es",
        ),
        ([{"language": {"coding": [{"code": "fr"}]}}], ""),
        ([], ""),
    ],
)
def test_the_language_of_a_person_is_read_where_it_is_one_of_ours(spoken, language):
    person = PATIENT | {"communication": spoken}
    (seen,) = read_fhir(bundle(APPOINTMENT, person, PROVIDER), zone=ZONE).visits
    assert seen.language == language


def test_an_instant_without_its_zone_is_for_a_person_to_settle():
    loose = APPOINTMENT | {
        "start": "2026-12-01T13:30:00",
        "meta": {"lastUpdated": "2026-11-20T08:30:00"},
    }
    (seen,) = read_fhir(bundle(loose, PATIENT, PROVIDER), zone=ZONE).visits
    assert seen.unclear == (Unclear.TIME,)
    assert seen.told_at == datetime(2026, 11, 20, 8, 30, tzinfo=ZONE)


def only(patient=None, **appointment) -> Seen:
    """The one visit of a bundle, whose patient and appointment say these parts otherwise."""
    resources = (APPOINTMENT | appointment, PATIENT | (patient or {}), PROVIDER)
    (seen,) = read_fhir(bundle(*resources), zone=ZONE).visits
    return seen


def test_a_cancellation_without_a_start_says_whose_visit_it_is():
    """It may be left out there, and the whole entry was told as broken."""
    appointment = {key: value for key, value in APPOINTMENT.items() if key != "start"}
    read = read_fhir(bundle(appointment | {"status": "cancelled"}, PATIENT), zone=ZONE)
    (seen,) = read.visits
    assert (seen.surname, seen.day, seen.at, seen.source_id) == ("Okafor", None, None, "a1")
    assert (seen.standing, seen.unclear) == (Standing.CANCELLED, (Unclear.NO_DAY,))


@pytest.mark.parametrize("born", ["1968", "1968-12", "", None])
def test_half_a_date_of_birth_is_asked_for_and_costs_no_other_part(born):
    seen = only({"birthDate": born})
    assert (seen.surname, seen.birth_date) == ("Okafor", None)
    assert seen.unclear == (Unclear.NO_BIRTH_DATE,)


NOW = {"family": "Okafor", "given": ["Denise"]}


@pytest.mark.parametrize(
    "before",
    [
        {"use": "old", "family": "Bello"},
        {"use": "maiden", "family": "Bello"},
        {"use": "official", "family": "Bello", "period": {"end": "2019-06-30"}},
        {"use": "official", "family": "Bello", "period": {"end": "2026-11"}},
        {"use": "nickname", "given": ["Dee"]},
    ],
)
def test_a_name_of_before_is_passed_over(before):
    seen = only({"name": [before, NOW]})
    assert (seen.surname, seen.given) == ("Okafor", "Denise")


def test_a_name_that_ends_later_or_is_the_only_one_is_taken():
    ends = NOW | {"family": "Bello", "period": {"start": "2020", "end": "2026"}}
    assert only({"name": [ends, NOW]}).surname == "Bello"
    assert only({"name": [{"use": "old", "family": "Bello"}]}).surname == "Bello"


HOME = {"system": "phone", "use": "home", "value": "+1 555 555 0100"}
MOBILE = {"system": "phone", "use": "mobile", "value": "+1 555 555 0113"}


@pytest.mark.parametrize(
    ("telecom", "phone"),
    [
        ([HOME, MOBILE], "+1 555 555 0113"),
        ([{**MOBILE, "rank": 2}, {**MOBILE, "value": "1", "rank": 1}], "1"),
        ([{**MOBILE, "value": "1", "rank": 3}, MOBILE], "1"),
        ([{**MOBILE, "use": "old"}, HOME], "+1 555 555 0100"),
        ([{**MOBILE, "period": {"end": "2026-11-30"}}, HOME], "+1 555 555 0100"),
        ([{**MOBILE, "period": {"end": "2026-12-01T23:59:59Z"}}, HOME], "+1 555 555 0113"),
        ([{**HOME, "use": "old"}], ""),
        ([{"system": "fax", "value": "1"}], ""),
    ],
)
def test_a_number_that_is_hers_no_more_is_never_taken(telecom, phone):
    """Her link would be sent to whoever has it now."""
    assert only({"telecom": telecom}).phone == phone

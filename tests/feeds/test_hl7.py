"""SIU messages in the shapes that senders write, with invented people."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.seen import Seen, Standing, Unclear
from intake.feeds.hl7 import read_hl7
from intake.feeds.seen import FeedRefused

ZONE = ZoneInfo("America/New_York")
MSH = "MSH|^~\\&|SCHED|CLINIC|INTAKE|CLINIC|20261120083000||SIU^{event}|00331|P|2.5.1"
PID = (
    "PID|1||4455^^^CLINIC^MR||Okafor^Denise^A||19681231|F|||||^PRN^CP^^1^555^5550113~d@example.org"
)
SCH = (
    "SCH|10345^10345|2196178^2196178|||10345|OFFICE^Office visit|followup|OFFICE|30|m|{timing}"
    "|||||9||||9|||||{status}"
)
TIMING = "^^30^202612011330^202612011400"
AIP = "AIP|1||77^Ruiz^Elena^^^Dr|D|||||||"


def message(*segments: str, event="S12", timing=TIMING, status="Booked", end="\r") -> bytes:
    lines = segments or (MSH, SCH, PID, AIP)
    whole = end.join(lines).replace("{event}", event).replace("{timing}", timing)
    return (whole.replace("{status}", status) + end).encode()


def only(content: bytes) -> Seen:
    visits = read_hl7(content, zone=ZONE).visits
    assert len(visits) == 1
    return visits[0]


def when(content: bytes) -> tuple[date | None, time | None]:
    seen = only(content)
    return seen.day, seen.at


def test_a_whole_message_is_read():
    assert only(message()) == Seen(
        place="message 1",
        surname="Okafor",
        given="Denise A",
        birth_date=date(1968, 12, 31),
        day=date(2026, 12, 1),
        at=time(13, 30),
        provider="Elena Ruiz",
        phone="15555550113",
        mail="d@example.org",
        source_id="2196178",
        told_at=datetime(2026, 11, 20, 8, 30, tzinfo=ZONE),
    )


START = (date(2026, 12, 1), time(13, 30))
NO_TIME = SCH.replace("{timing}", "")
TIMES = {
    "in SCH-11.4": message(),
    "with seconds and an offset": message(timing="^^30^20261201183000+0000"),
    "with an offset of the clinic's own": message(timing="^^30^20261201133000.000-0500"),
    "in AIS-4": message(MSH, NO_TIME, PID, "AIS|1||OFFICE|202612011330|0|m|30|m"),
    "in TQ1-7": message(MSH, NO_TIME, "TQ1|1||||||202612011330|202612011400", PID),
    "in AIP-6": message(MSH, NO_TIME, PID, "AIP|1||77^Ruiz^Elena|D||202612011330"),
    "in AIL-6": message(MSH, NO_TIME, PID, "AIL|1||ROOM 4|||202612011330"),
    "one component aside": message(timing="^^^30^202612011330"),
    "as the whole field": message(timing="202612011330"),
    "in SCH-16": message(MSH, "SCH|1|22||||||||||||||202612011330", PID),
}


@pytest.mark.parametrize("place", TIMES)
def test_the_start_is_found_wherever_senders_put_it(place):
    assert when(TIMES[place]) == START


def test_a_message_without_a_start_is_unclear():
    seen = only(message(MSH, NO_TIME, PID))
    assert (seen.day, seen.unclear) == (None, (Unclear.DAY,))


@pytest.mark.parametrize(
    ("event", "status", "standing", "unclear"),
    [
        ("S12", "Booked", Standing.PLANNED, ()),
        ("S13", "", Standing.PLANNED, ()),
        ("S14", "Confirmed", Standing.PLANNED, ()),
        ("S15", "Cancelled", Standing.CANCELLED, ()),
        ("S15", "", Standing.CANCELLED, ()),
        ("S17", "Deleted", Standing.CANCELLED, ()),
        ("S26", "NOSHOW", Standing.MISSED, ()),
        ("S14", "Cancelled", Standing.CANCELLED, ()),
        # Both were seen, and both may be wrong: a person settles it.
        ("S26", "Cancelled", Standing.MISSED, (Unclear.STANDING,)),
        ("S15", "NOSHOW", Standing.CANCELLED, (Unclear.STANDING,)),
    ],
)
def test_the_event_says_what_became_of_the_visit(event, status, standing, unclear):
    seen = only(message(event=event, status=status))
    assert (seen.standing, seen.unclear) == (standing, unclear)


@pytest.mark.parametrize(
    ("sch", "number"),
    [("SCH|P1|F1", "F1"), ("SCH|P12|", "P12"), ("SCH|P|F", ""), ("SCH|10^A|22^B", "22")],
)
def test_the_fillers_number_comes_first_and_one_letter_numbers_nothing(sch, number):
    assert only(message(MSH, f"{sch}|||||||||{TIMING}", PID)).source_id == number


def test_a_message_without_a_person_may_only_move_what_is_known():
    seen = only(message(MSH, SCH, AIP))
    assert (seen.source_id, seen.unclear) == ("2196178", (Unclear.NO_PERSON,))


@pytest.mark.parametrize(
    ("pid", "birth_date", "unclear"),
    [
        ("PID|1||4||Okafor^Denise||196812311200", date(1968, 12, 31), ()),
        ("PID|1||4||Okafor^Denise||****", None, (Unclear.NO_BIRTH_DATE,)),
        ('PID|1||4||Okafor^Denise||""', None, (Unclear.NO_BIRTH_DATE,)),
        ("PID|1||4||Okafor^Denise||", None, (Unclear.NO_BIRTH_DATE,)),
        ("PID|1||4||Okafor^Denise||19681340", None, (Unclear.BIRTH_DATE,)),
        ("PID|1||4||||19681231", date(1968, 12, 31), (Unclear.NO_NAME,)),
    ],
)
def test_what_a_person_lacks_is_told(pid, birth_date, unclear):
    seen = only(message(MSH, SCH, pid))
    assert (seen.birth_date, seen.unclear) == (birth_date, unclear)


@pytest.mark.parametrize(
    ("numbers", "phone"),
    [
        ("(212)555-0142", "(212)555-0142"),
        ("d@example.org~(212)555-0142", "(212)555-0142"),
        ("|(212)555-0142", "(212)555-0142"),
        ("^PRN^CP^^1^212^5550142", "12125550142"),
        # The first one stands, in whichever form it is written.
        ("(212)555-0142~(212)555-0199|(212)555-0100", "(212)555-0142"),
        ("^PRN^CP^^1^212^5550142~(212)555-0199", "12125550142"),
        ("(212)555-0142~^PRN^CP^^1^212^5550199", "(212)555-0142"),
    ],
)
def test_a_phone_is_read_in_the_old_form_and_in_the_new(numbers, phone):
    pid = f"PID|1||4||Okafor^Denise||19681231||||||{numbers}"
    assert only(message(MSH, SCH, pid)).phone == phone


def test_escapes_and_a_senders_own_signs_are_read():
    plain = only(message(MSH, SCH, "PID|1||4||O\\T\\Brien^Denise||19681231"))
    assert plain.surname == "O&Brien".title()
    own = b"MSH#*~!%#S#C#I#C#202611200830##SIU*S12#1#P#2.3\rSCH#1#22#########**30*202612011330"
    seen = only(own + b"\rPID#1##4##Okafor*Denise##19681231\r")
    assert (seen.surname, seen.day) == ("Okafor", date(2026, 12, 1))


def test_frames_line_ends_and_several_messages_are_taken_apart():
    framed = b"\x0b" + message() + b"\x1c\r"
    lines = message(end="\r\n")
    other = message().replace(b"SIU^S12", b"ADT^A04")
    schedule = read_hl7(framed + lines + other, zone=ZONE)
    assert [visit.place for visit in schedule.visits] == ["message 1", "message 2"]
    assert schedule.skipped == 1


def test_a_message_without_sch_is_told_as_broken():
    assert only(message(MSH, PID)).unclear == (Unclear.BROKEN,)


@pytest.mark.parametrize("content", [b"", b"hello", b"PID|1", b"{}"])
def test_what_is_no_message_is_refused(content):
    with pytest.raises(FeedRefused):
        read_hl7(content, zone=ZONE)


@pytest.mark.parametrize("cut", [*range(9), *range(13, 260, 13)])
def test_a_message_that_breaks_off_anywhere_is_told_or_refused_and_never_falls(cut):
    try:
        schedule = read_hl7(message()[:cut], zone=ZONE)
    except FeedRefused:
        return
    assert all(visit.unclear for visit in schedule.visits)

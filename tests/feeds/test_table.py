"""Tables as they are pasted or exported: read right, or told as unclear, never read wrong."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.seen import Standing, Unclear
from intake.feeds.seen import FeedRefused, Schedule
from intake.feeds.table import Clinic, read_table

CLINIC = Clinic(today=date(2026, 11, 28), opens=time(8), closes=time(18))
ZONE = ZoneInfo("America/New_York")
MARIA = ("Delgado", "Maria", date(1979, 7, 14), date(2026, 12, 1), time(9))
DENISE = ("Okafor", "Denise", date(1968, 12, 31), date(2026, 12, 1), time(13, 30))
BOTH = [MARIA, DENISE]


def read(text: str | bytes, **more) -> Schedule:
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(content, CLINIC, zone=ZONE, **more)


def told(schedule: Schedule) -> list[tuple]:
    return [(v.surname, v.given, v.birth_date, v.day, v.at) for v in schedule.visits]


def unclear(schedule: Schedule) -> list[tuple[Unclear, ...]]:
    return [visit.unclear for visit in schedule.visits]


SHAPES = {
    "pasted from a spreadsheet": (
        "Last Name\tFirst Name\tDOB\tDate\tTime\n"
        "Delgado\tMaria\t7/14/1979\t12/1/2026\t9:00 AM\n"
        "Okafor\tDenise\t12/31/1968\t12/1/2026\t1:30 PM\n"
    ),
    "commas, names in one quoted column": (
        "Patient,DOB,Appt Date,Appt Time,Provider\n"
        '"DELGADO, Maria",07/14/1979,12/01/2026,9:00,Dr Ruiz\n'
        '"Okafor, Denise",12/31/1968,12/01/2026,1:30,Dr Ruiz\n'
    ),
    "semicolons, day first, told by one cell": (
        "Name;Date of Birth;Date;Time\n"
        "Maria Delgado;14/07/1979;01/12/2026;09:00\n"
        "Denise Okafor;31/12/1968;01/12/2026;13:30\n"
    ),
    "day and time in one column": (
        "Client Name,Birth Date,Appointment\n"
        'Maria Delgado,1979-07-14,"Dec 1, 2026 9:00 AM"\n'
        'Denise Okafor,1968-12-31,"Dec 1, 2026 1:30 PM"\n'
    ),
    "stamps of a database": (
        "id|patient name|dob|starts at\n"
        "881|Maria Delgado|1979-07-14|2026-12-01T09:00:00\n"
        "882|Denise Okafor|1968-12-31|2026-12-01T13:30:00\n"
    ),
    "the day above the table": (
        "Harbor Clinic\n"
        "Schedule for Tuesday, December 1\n\n"
        "Time,Patient,DOB\n"
        "9:00 AM,Maria Delgado,07/14/1979\n"
        "1:30 PM,Denise Okafor,12/31/1968\n"
    ),
    "more lines above the table than in it": (
        "Harbor Clinic\nDowntown\nPrinted by Kim\nAll providers\nAll rooms\n"
        "Name,DOB,Date,Time\n"
        "Maria Delgado,7/14/1979,12/1/2026,9:00\n"
        "Denise Okafor,12/31/1968,12/1/2026,13:30\n"
    ),
    "Excel's own days": (
        "Name,DOB,Date,Time\nMaria Delgado,29050,46357,0.375\nDenise Okafor,25203,46357.5625,\n"
    ),
    "ranges of time, breaks and totals": (
        "Time,Patient,DOB,Date\n"
        "9:00 - 9:30 AM,Maria Delgado,7/14/1979,12/1/2026\n"
        "12:00 PM,LUNCH,,\n"
        "13:30-14:00,Denise Okafor,12/31/1968,12/1/2026\n"
        "Total,2,,\n"
    ),
    "a byte order mark": (
        b"\xef\xbb\xbfName,DOB,Date,Time\r\n"
        b"Maria Delgado,7/14/1979,12/1/2026,9 am\r\n"
        b"Denise Okafor,12/31/1968,12/1/2026,1:30 pm\r\n"
    ),
    "UTF-16 as Excel saves text": (
        "Name\tDOB\tDate\tTime\r\nMaria Delgado\t7/14/1979\t12/1/2026\t9:00\r\n"
        "Denise Okafor\t12/31/1968\t12/1/2026\t13:30\r\n"
    ).encode("utf-16"),
    "months in letters": (
        "Patient Name,Born,Visit Date,Start\n"
        "Maria Delgado,14-Jul-1979,01-Dec-2026,0900\n"
        "Denise Okafor,31-Dec-1968,01-Dec-2026,1330\n"
    ),
    "Spanish headings": (
        "Apellido,Nombre,Fecha de nacimiento,Fecha,Hora\n"
        "Delgado,Maria,14 de julio de 1979,1 dic 2026,9:00\n"
        "Okafor,Denise,31 dic 1968,1 dic 2026,13:30\n"
    ).replace("Nombre", "First"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_read(shape):
    schedule = read(SHAPES[shape])
    assert told(schedule) == BOTH
    assert unclear(schedule) == [(), ()]


def test_accents_of_an_old_windows_file_are_read():
    text = "Name,DOB,Date,Time\nJosé Núñez,7/14/1979,12/1/2026,9:00\n"
    assert read(text.encode("cp1252")).visits[0].surname == "Núñez"


def test_a_table_that_tells_no_order_is_asked_about_once_and_read_in_the_clinics():
    text = (
        "Name,DOB,Date\nMaria Delgado,03/04/1979,12/01/2026\nDenise Okafor,05/06/1968,12/01/2026\n"
    )
    schedule = read(text)
    assert schedule.asks_order
    assert [visit.birth_date for visit in schedule.visits] == [date(1979, 3, 4), date(1968, 5, 6)]
    there = Clinic(CLINIC.today, CLINIC.opens, CLINIC.closes, True)
    first = read_table(text.encode(), there, zone=ZONE)
    assert [visit.day for visit in first.visits] == [date(2026, 1, 12)] * 2


def test_one_cell_decides_the_order_for_every_column():
    """The draft fixed the order for birth dates only, and read 01.12.2026 as January 12."""
    schedule = read(
        "Name;DOB;Date\nA Delgado;14.07.1979;01.12.2026\nB Okafor;01.02.1968;01.12.2026\n"
    )
    assert not schedule.asks_order
    assert [visit.day for visit in schedule.visits] == [date(2026, 12, 1)] * 2
    assert schedule.visits[1].birth_date == date(1968, 2, 1)


UNCLEAR = {
    "no birth date (as booking programs export)": (
        "Name,Date,Time,Phone\nMaria Delgado,12/1/2026,9:00,555 0113\n",
        [(Unclear.NO_BIRTH_DATE,)],
    ),
    "a birth date that is masked": (
        "Name,DOB,Date\nMaria Delgado,****,12/13/2026\n",
        [(Unclear.NO_BIRTH_DATE,)],
    ),
    "a birth date of two readings": (
        "Name,DOB,Date\nMaria Delgado,5/6/24,12/13/2026\n",
        [(Unclear.BIRTH_DATE,)],
    ),
    "a day that is none": (
        "Name,DOB,Date\nMaria Delgado,7/14/1979,soon\n",
        [(Unclear.DAY,)],
    ),
    "no day at all": ("Name,DOB\nMaria Delgado,7/14/1979\n", [(Unclear.NO_DAY,)]),
    "a time of two readings": (
        "Name,DOB,Date,Time\nMaria Delgado,7/14/1979,12/13/2026,7:00\n",
        [(Unclear.TIME,)],
    ),
    "a formula for a name": (
        "Name,DOB,Date\n=cmd|calc,7/14/1979,12/13/2026\n",
        [(Unclear.ODD_NAME,)],
    ),
    "a formula for a given name": (
        "Last Name,First Name,DOB,Date\nDelgado,=cmd|calc,7/14/1979,12/13/2026\n",
        [(Unclear.ODD_NAME,)],
    ),
    "nobody's name": (
        "Last Name,First Name,DOB,Date\n,,7/14/1979,12/13/2026\n",
        [(Unclear.NO_NAME,)],
    ),
}


@pytest.mark.parametrize("what", UNCLEAR)
def test_what_can_not_be_taken_by_itself_is_told(what):
    text, expected = UNCLEAR[what]
    assert unclear(read(text)) == expected


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("Confirmed", Standing.PLANNED),
        ("Cancelled", Standing.CANCELLED),
        ("Canceled by patient", Standing.CANCELLED),
        ("No Show", Standing.MISSED),
        ("", Standing.PLANNED),
    ],
)
def test_a_status_says_what_became_of_the_visit(word, standing):
    text = f"Name,DOB,Date,Status\nMaria Delgado,7/14/1979,12/13/2026,{word}\n"
    assert read(text).visits[0].standing is standing


def test_the_reader_says_which_columns_it_read_and_which_not_and_takes_corrections():
    text = "Who,DOB,Date,Room\nMaria Delgado,7/14/1979,12/13/2026,4\n"
    with pytest.raises(FeedRefused, match="No column holds names"):
        read(text)
    schedule = read(text, columns={0: "name", 1: "birth_date", 2: "day"})
    assert [visit.surname for visit in schedule.visits] == ["Delgado"]
    named = read(text.replace("Who", "Patient"))
    assert named.columns == {"Name": "Patient", "Date of birth": "DOB", "Day": "Date"}
    assert named.unread == ("Room",)


def test_without_headings_the_first_line_is_somebody_too():
    rows = "Maria Delgado,7/14/1979,12/1/2026,9:00\nDenise Okafor,12/31/1968,12/1/2026,13:30\n"
    assert told(read(rows, columns=dict(enumerate(("name", "birth_date", "day", "time"))))) == BOTH


def test_a_line_is_called_by_its_number_in_the_table_blank_ones_counted():
    text = "Harbor Clinic\nName,DOB,Date\n{}\n\n{}\n".format(
        "Maria Delgado,7/14/1979,12/13/2026", "Denise Okafor,12/31/1968,12/13/2026"
    )
    assert [visit.place for visit in read(text).visits] == ["line 3", "line 5"]


def test_names_of_several_words_are_taken_apart():
    text = (
        "Name,DOB,Date\nAna de la Cruz,7/14/1979,12/13/2026\nRobert King Jr.,7/14/1979,12/13/2026\n"
    )
    named = [(visit.surname, visit.given) for visit in read(text).visits]
    assert named == [("de la Cruz", "Ana"), ("King Jr.", "Robert")]


def test_phone_and_mail_come_along():
    text = "Name,DOB,Date,Mobile,Email\nMaria Delgado,7/14/79,12/13/26,'+1 555 0113,m@example.org\n"
    visit = read(text).visits[0]
    assert (visit.phone, visit.mail) == ("+1 555 0113", "m@example.org")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in it"),
        (b"   \n", "nothing in it"),
        (b"x" * 1_000_001, "at most 1 MB"),
        (b"Name,DOB\n" + b"A B,1979-07-14\n" * 2_001, "at most 2,000"),
        (b"Name,DOB" + b",x" * 70 + b"\n", "at most 64"),
        (b'Name,DOB\n"' + b"a" * 20_000 + b'",x\n', "longer than any name"),
        (b"\x00\x01\x02", "No column holds names"),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(content, words):
    with pytest.raises(FeedRefused, match=words):
        read(content)

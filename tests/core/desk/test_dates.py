"""Dates as people at a desk type them. Nothing is ever read as another day in silence."""

from datetime import date

import pytest

from intake.core.desk.dates import Problem, Reading, last_days_on, read_birth_date, read_visit_date

TODAY = date(2026, 11, 28)


def born(*days: str, turned: bool = False) -> Reading:
    return Reading(tuple(date.fromisoformat(day) for day in days), turned)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        # our own form, and the ways that others print
        ("14-Jul-1979", born("1979-07-14")),
        ("Jul 14, 1979", born("1979-07-14")),
        ("July 14th 1979", born("1979-07-14")),
        ("14 July 1979", born("1979-07-14")),
        ("14 de julio de 1979", born("1979-07-14")),
        ("1979 Jul 14", born("1979-07-14")),
        ("1979-07-14", born("1979-07-14")),
        ("07/14/1979", born("1979-07-14")),
        ("7.14.1979", born("1979-07-14")),
        ("07141979", born("1979-07-14")),
        ("19790714", born("1979-07-14")),
        ("  07 14 1979 ", born("1979-07-14")),
        ("\u200e07/14/1979", born("1979-07-14")),
        ("٠٧/١٤/١٩٧٩", born("1979-07-14")),
        ("dob 07/14/1979", born("1979-07-14")),
        # the clinic's order, and the other one where only that can be
        ("03/04/1979", born("1979-03-04")),
        ("14/07/1979", born("1979-07-14", turned=True)),
        # two digits of a year: one reading, or a question
        ("12/31/68", born("1968-12-31")),
        ("071479", born("1979-07-14")),
        ("03/04/79", born("1979-03-04")),
        ("01/02/25", born("1925-01-02", "2025-01-02")),
        ("5/6/24", born("1924-05-06", "2024-05-06")),
        ("Dec 31 '26", born("1926-12-31")),
        ("2/29/24", born("1924-02-29", "2024-02-29")),
        ("2/29/23", Reading(problem=Problem.NO_SUCH_DAY)),
        ("11/28/2026", born("2026-11-28")),
        # what cannot be
        ("11/29/2026", Reading(problem=Problem.IN_FUTURE)),
        ("7/14/1899", Reading(problem=Problem.TOO_LONG_AGO)),
        ("7/14/0026", Reading(problem=Problem.TOO_LONG_AGO)),
        ("12/31/9999", Reading(problem=Problem.IN_FUTURE)),
        ("02/30/1979", Reading(problem=Problem.NO_SUCH_DAY)),
        ("13/13/1979", Reading(problem=Problem.NO_SUCH_DAY)),
        ("0/0/1979", Reading(problem=Problem.NO_SUCH_DAY)),
        ("7/14", Reading(problem=Problem.NO_YEAR)),
        ("July 14", Reading(problem=Problem.NO_YEAR)),
        ("1979", Reading(problem=Problem.UNREADABLE)),
        ("42", Reading(problem=Problem.UNREADABLE)),
        ("7/14/979", Reading(problem=Problem.NO_SUCH_DAY)),
        ("around 1979", Reading(problem=Problem.UNREADABLE)),
        ("1 2 3 4", Reading(problem=Problem.UNREADABLE)),
        ("", Reading(problem=Problem.UNREADABLE)),
        ("\u200b", Reading(problem=Problem.UNREADABLE)),
        ("9" * 400, Reading(problem=Problem.UNREADABLE)),
        ("7/14/" + "9" * 5_000, Reading(problem=Problem.UNREADABLE)),
        ("7/" + "9" * 5_000 + "/1979", Reading(problem=Problem.UNREADABLE)),
        ("July " + "9" * 5_000 + " 1979", Reading(problem=Problem.UNREADABLE)),
    ],
)
def test_a_birth_date_is_read_as_typed(typed, reading):
    assert read_birth_date(typed, today=TODAY) == reading


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("03/04/1979", born("1979-04-03")),
        ("14/07/1979", born("1979-07-14")),
        ("07/14/1979", born("1979-07-14", turned=True)),
        ("1979-07-04", born("1979-07-04")),
    ],
)
def test_a_clinic_that_puts_the_day_first_is_read_so(typed, reading):
    assert read_birth_date(typed, today=TODAY, day_first=True) == reading


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("today", born("2026-11-28")),
        ("tomorrow", born("2026-11-29")),
        ("12/1", born("2026-12-01")),
        ("Tue, Dec 1", born("2026-12-01")),
        ("Jan 5", born("2027-01-05")),
        ("11/28", born("2026-11-28")),
        ("12/01/26", born("2026-12-01")),
        ("10/12/2026", born("2026-10-12")),
        ("Nov 13 2026", born("2026-11-13")),
        ("9999-12-31", Reading(problem=Problem.TOO_FAR)),
        ("11/29/2028", Reading(problem=Problem.TOO_FAR)),
        ("7/14/1979", Reading(problem=Problem.TOO_LONG_AGO)),
        ("2/30", Reading(problem=Problem.NO_SUCH_DAY)),
        ("13", Reading(problem=Problem.UNREADABLE)),
        ("9" * 5_000 + "/14", Reading(problem=Problem.UNREADABLE)),
    ],
)
def test_the_day_of_a_visit_is_read_as_typed(typed, reading):
    assert read_visit_date(typed, today=TODAY) == reading


def test_there_is_one_day_only_when_there_is_one_reading():
    assert read_birth_date("5/6/24", today=TODAY).day is None
    assert read_birth_date("5/6/74", today=TODAY).day == date(1974, 5, 6)
    assert read_birth_date("never", today=TODAY).day is None


@pytest.mark.parametrize(
    ("label", "days"),
    [
        ("31-Dec-2026", "2026-12-31"),
        ("15-Mar-28", "2028-03-15"),
        ("EXP 2026-03-15", "2026-03-15"),
        ("use by Mar 15, 2026", "2026-03-15"),
        # a month ends with its last day
        ("12/2026", "2026-12-31"),
        ("2028-02", "2028-02-29"),
        ("EXP: FEB 2027", "2027-02-28"),
        # day and month may stand in either order
        ("04/03/2026", "2026-03-04 2026-04-03"),
        ("03/04/26", "2026-03-04 2026-04-03"),
        ("04/04/26", "2026-04-04"),
        # three numbers of two digits may begin with the year too, as barcodes print them
        ("251231", "2025-12-31 2031-12-25"),
        ("25-12-31", "2025-12-31 2031-12-25"),
        ("EXP 25/12/31", "2025-12-31 2031-12-25"),
        ("EXP 26.10.31", "2026-10-31 2031-10-26"),
        ("261030", "2026-10-30 2030-10-26"),
        ("26/3/31", "2026-03-31 2031-03-26"),
        ("15/03/28", "2015-03-28 2028-03-15"),
        ("15/03/2028", "2028-03-15"),
        ("31/12/27", "2027-12-31 2031-12-27"),
        ("27/04/31", "2031-04-27"),
        ("123126", "2026-12-31"),
        # a month is no year: no lot that is still at hand was good until 2010
        ("10/12/27", "2027-10-12 2027-12-10"),
        ("12/10/27", "2027-10-12 2027-12-10"),
        ("12-05-30", "2030-05-12 2030-12-05"),
        # six digits may be a year and a month
        ("122026", "2026-12-20 2026-12-31"),
        ("12/20/26", "2026-12-20"),
        ("202612", "2026-12-31"),
        ("261300", ""),
        ("13/2026", ""),
        ("A12", ""),
        ("", ""),
        ("2026", ""),
        ("31-Feb-2026", ""),
        ("1/99999999999999999999/26", ""),
        ("1/" + "9" * 5_000 + "/26", ""),
    ],
)
def test_a_label_is_read_as_every_day_that_it_can_mean(label, days):
    assert " ".join(day.isoformat() for day in last_days_on(label)) == days

"""A date as somebody at the desk types it: read one way, two ways, or not at all, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OLDEST = 110
"""Years: nobody alive is older, so a year of two digits is rarely two different years."""
FURTHEST = 730
"""Days ahead. A visit later than two years from now is a slip of the finger."""

Years = Callable[[int], tuple[int, ...]]
"""The whole years that two digits may stand for."""

_LETTERS = {
    1: "jan january enero ene janvier januar",
    2: "feb february febrero fevrier februar",
    3: "mar march marzo mars marz",
    4: "apr april abril abr avril",
    5: "may mayo mai",
    6: "jun june junio juin juni",
    7: "jul july julio juillet juli",
    8: "aug august agosto ago aout",
    9: "sep sept september septiembre set septembre",
    10: "oct october octubre octobre oktober okt",
    11: "nov november noviembre novembre",
    12: "dec december diciembre dic decembre dezember dez",
}
MONTHS = {word: number for number, words in _LETTERS.items() for word in words.split()}
WEEKDAYS = frozenset(
    (
        "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday"
        " sun sunday lunes martes miercoles jueves viernes sabado domingo"
    ).split()
)
DAYS_AHEAD = {"today": 0, "hoy": 0, "tomorrow": 1, "mañana": 1}
FILLERS = frozenset({"of", "de", "del", "the", "born", "dob", "st", "nd", "rd", "th"})


class Problem(StrEnum):
    """Why there is no date; the desk's form has the words."""

    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no_such_day"
    NO_YEAR = "no_year"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, read: one day, two that ask which, or none and why not.

    ``is_turned`` says that day and month stand in the other order than the clinic's, because in
    the clinic's order there is no such day: it is read back with a word about it.
    """

    days: tuple[date, ...] = ()
    is_turned: bool = False
    problem: Problem | None = None

    @property
    def day(self) -> date | None:
        """The day, when there is only one."""
        return self.days[0] if len(self.days) == 1 else None


def read_birth_date(text: str, *, today: date, day_first: bool = False) -> Reading:
    """A day on which somebody who is alive today can have been born."""
    century = today.year // 100 * 100
    alive = range(today.year - OLDEST, today.year + 1)
    reading = _read(
        text,
        day_first=day_first,
        # "79" is 1979; "24" is 1924 or 2024, and whoever typed it is asked.
        years=lambda short: tuple(
            year for year in (century - 100 + short, century + short) if year in alive
        ),
    )
    oldest = date(today.year - OLDEST, 1, 1)
    return _within(reading, oldest, today, Problem.TOO_LONG_AGO, Problem.IN_FUTURE)


def read_visit_date(text: str, *, today: date, day_first: bool = False) -> Reading:
    """The day of a visit: words such as "tomorrow", a day without a year, or a whole date.

    The past is read and returned: whoever enters a visit afterwards is asked, not refused.
    """
    word = text.casefold().strip()
    if word in DAYS_AHEAD:
        return Reading((today + timedelta(days=DAYS_AHEAD[word]),))
    reading = _read(
        text, day_first=day_first, years=lambda short: (today.year // 100 * 100 + short,)
    )
    if reading.problem is Problem.NO_YEAR:
        # A day and a month alone: the next such day from today on.
        for year in (today.year, today.year + 1):
            reading = _read(f"{text} {year}", day_first=day_first, years=lambda _short: ())
            if not reading.days or reading.days[0] >= today:
                break
    earliest, latest = today - timedelta(days=FURTHEST), today + timedelta(days=FURTHEST)
    return _within(reading, earliest, latest, Problem.TOO_LONG_AGO, Problem.TOO_FAR)


def last_days_on(label: str) -> tuple[date, ...]:
    """Every last day that a label can mean, the earliest first: none where it names no day.

    A whole date, or a month, which ends with its last day. Makers print every order: which one
    theirs is, the label alone does not say.
    """
    parts = _parts(re.sub(r"(?i)\b(exp|expires|expiry|use|by|good|until)\b", " ", label))
    if parts is None:
        return ()
    month, numbers = parts
    orders = list(_orders(month, numbers, day_first=False))
    if not month and len(numbers) == 3 and int(numbers[0]) > 12:
        # 251231, as GS1 barcodes have it. Up to 12 the first is no year: read as one, 10/12/27
        # would be a day of 2010, and no lot still at hand is that old.
        orders.append((numbers[0], int(numbers[1]), int(numbers[2])))
    found = {
        _date(whole, number, day)
        for digits, number, day in orders
        for whole in _whole_years(digits, lambda short: (2000 + short,))
    }
    months, run = [], "".join(numbers)
    years = [number for number in numbers if len(number) == 4]
    if len(years) == 1 and len(numbers) == (1 if month else 2):
        months = [(years[0], month or next(n for n in numbers if n not in years))]
    elif len(run) == 6 and re.search(r"\d{6}", label):  # 122026 and 202612
        months = [each for each in ((run[2:], run[:2]), (run[:4], run[4:])) if each[0][:2] == "20"]
    for year, number in months:
        days = (_date(int(year), int(number), day) for day in (31, 30, 29, 28))
        found.add(next(filter(None, days), None))
    return tuple(sorted(day for day in found if day))


def _read(text: str, *, day_first: bool, years: Years) -> Reading:
    parts = _parts(text)
    if parts is None:
        return Reading(problem=Problem.UNREADABLE)
    month, numbers = parts
    if month is None and len(numbers) == 2 or month and len(numbers) == 1:
        return Reading(problem=Problem.NO_YEAR)
    orders = list(_orders(month, numbers, day_first))
    if not orders:
        return Reading(problem=Problem.UNREADABLE)
    for turned, (year, number, day) in enumerate(orders):
        found = [_date(whole, number, day) for whole in _whole_years(year, years)]
        days = tuple(each for each in found if each)
        if days:
            return Reading(days, is_turned=bool(turned))
    return Reading(problem=Problem.NO_SUCH_DAY)


def _parts(text: str) -> tuple[int | None, list[str]] | None:
    """The month, if it stands in letters, and the numbers in their order."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    plain = "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in plain
    )
    month, numbers = None, []
    for word in re.findall(r"[^\W\d_]+|\d+", plain):
        if word.isdigit() and len(word) <= len("19790714"):
            numbers.append(word)
        elif word in MONTHS and month is None:
            month = MONTHS[word]
        elif word not in FILLERS | WEEKDAYS:
            return None
    if month is None and len(numbers) == 1 and len(numbers[0]) in (6, 8):
        # 07141979 and 19790714 stand together without a sign between them.
        run = numbers[0]
        is_year_first = len(run) == 8 and run[:2] in ("19", "20")
        first, second = (4, 6) if is_year_first else (2, 4)
        numbers = [run[:first], run[first:second], run[second:]]
    return (month, numbers) if 1 <= len(numbers) <= 3 else None


def _orders(
    month: int | None, numbers: list[str], day_first: bool
) -> Iterator[tuple[str, int, int]]:
    """(year, month, day) in the order to try; the second one turns day and month round."""
    if month and len(numbers) == 2:
        day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
        yield year, month, int(day)
    elif not month and len(numbers) == 3:
        if len(numbers[0]) == 4:  # 1979-07-14: the year first is never turned
            yield numbers[0], int(numbers[1]), int(numbers[2])
            return
        first, second, year = int(numbers[0]), int(numbers[1]), numbers[2]
        plain, turned = (year, first, second), (year, second, first)
        yield from (turned, plain) if day_first else (plain, turned)


def _whole_years(year: str, years: Years) -> tuple[int, ...]:
    if len(year) == 4:
        return (int(year),)
    return years(int(year)) if len(year) == 2 else ()


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _within(reading: Reading, first: date, last: date, before: Problem, after: Problem) -> Reading:
    kept = tuple(day for day in reading.days if first <= day <= last)
    if kept or not reading.days:
        return Reading(kept, reading.is_turned, reading.problem)
    return Reading(problem=after if reading.days[0] > last else before)

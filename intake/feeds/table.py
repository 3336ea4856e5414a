"""A schedule as a table: pasted from a spreadsheet, or a CSV file of whatever program."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.core.desk.dates import read_birth_date, read_visit_date
from intake.core.desk.names import taken_apart
from intake.core.desk.seen import Seen, Standing, Unclear, language_called, what_lacks
from intake.core.desk.times import read_time

from .headings import COLUMNS, column_of
from .people import FORMULAS, is_nobody
from .seen import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    FeedRefused,
    Schedule,
    bytes_in_bounds,
    standing_of,
    text_of,
)

DELIMITERS = "\t,;|"
LINES_THAT_VOTE = 50
HEADER_WITHIN = 15
BEFORE_A_DAY = re.compile(r"\b(?:for|on|of|date)\b:?", re.IGNORECASE)
SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
"""A day as Excel counts it, from 30 December 1899, with the time of day behind the point."""
CLOCK = re.compile(
    r"\d{1,2} ?(?:[:.]\d{2}(?::\d{2})?)? ?[ap]\.? ?m\.?|\d{1,2}:\d{2}(?::\d{2})?", re.IGNORECASE
)
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d.*)", re.IGNORECASE)
"""A day with the time behind it, in whatever words the time is written."""
MOMENT = re.compile(
    r"(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?:(Z|UTC|GMT)|([+-]\d{2}(?::?\d{2})?))?", re.IGNORECASE
)
"""A time as databases write it, of twenty-four hours, and how far from Greenwich it is counted."""
SECONDS = re.compile(r"(\d:\d{2}):\d{2}(?:\.\d+)?(?! ?[+-]\d{2}(?::?\d{2})?$)")
"""What no visit needs of a time; before an offset they stay, so that it reads as no range."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a schedule is read against: the day, opening hours, and how the clinic writes dates."""

    today: date
    opens: time
    closes: time
    day_first: bool = False


def read_table(
    content: bytes, clinic: Clinic, *, zone: ZoneInfo, columns: Mapping[int, str] | None = None
) -> Schedule:
    """Read a table; ``columns`` names what a column is, by its place, where the desk said so.

    A time that says how far from Greenwich it is counted is taken over into ``zone``, the site's.
    Raises ``FeedRefused`` when it is too large or no column holds names.
    """
    rows = _rows(text_of(bytes_in_bounds(content)))
    start, named = _header(rows)
    if columns:
        named |= columns
        start = start or int(not any(letter.isdigit() for letter in "".join(rows[0])))
    if not {"name", "surname"} & set(named.values()):
        raise FeedRefused("No column holds names. The first line should say what each column is.")
    body = {at: row for at, row in enumerate(rows, 1) if at > start and any(row)}
    order, is_known = _order(list(body.values()), named, clinic.day_first)
    # "Schedule for Tuesday, December 1" above the table is the day of all its lines.
    above = (words for row in rows[: max(start - 1, 0)] for words in (" ".join(row), *row))
    tails = (BEFORE_A_DAY.split(words)[-1] for words in above)
    read = (read_visit_date(tail, today=clinic.today, day_first=clinic.day_first) for tail in tails)
    day = next((each.day for each in read if each.day), None)
    reader = _Reader(named, replace(clinic, day_first=order), zone, day)
    visits = [reader.seen(row, at) for at, row in body.items()]
    kept = tuple(visit for visit in visits if visit)
    heads = rows[start - 1] if start else []
    told = {COLUMNS[what]: _cell(heads, at) or f"column {at + 1}" for at, what in named.items()}
    unread = tuple(head for at, head in enumerate(heads) if head and at not in named)
    return Schedule(kept, len(visits) - len(kept), told, unread, asks_order=not is_known)


def _rows(text: str) -> list[list[str]]:
    """Cut by the sign that cuts most of the first lines into equally many cells, more than one."""
    csv.field_size_limit(LONGEST_CELL)
    voting = [line for line in text.splitlines() if line.strip()][:LINES_THAT_VOTE]
    votes: dict[str, tuple[int, int]] = {}
    try:
        for sign in DELIMITERS:
            counts = Counter(len(row) for row in csv.reader(voting, delimiter=sign))
            cells, often = max(counts.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
            votes[sign] = (often, cells) if cells > 1 else (0, 0)
        delimiter = max(votes, key=lambda sign: votes[sign])
        read = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        raise FeedRefused("A cell of this table is longer than any name or date.") from None
    if len(read) > MOST_ROWS:
        raise FeedRefused("These are more lines than a schedule has: at most 2,000 are read.")
    if any(len(row) > MOST_COLUMNS for row in read):
        raise FeedRefused("These are more columns than a schedule has: at most 64 are read.")
    return [[" ".join(cell.split()) for cell in row] for row in read]


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The place after the line of headings, and what each column is; (0, guessed) without one."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        named: dict[int, str] = {}
        for place, head in enumerate(row):
            what = column_of(head)
            if what and what not in named.values():
                named[place] = what
        if len(named) >= 2 and {"name", "surname"} & set(named.values()):
            return at + 1, named
    return 0, {}


def _order(
    rows: Sequence[Sequence[str]], named: Mapping[int, str], day_first: bool
) -> tuple[bool, bool]:
    """(day first, whether the table told): decided over all dates of the file, never by one."""
    votes: set[bool] = set()
    is_open = False
    for row in rows:
        for place, what in named.items():
            found = re.match(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ]\d{2,4}", _cell(row, place))
            if what in ("birth_date", "day", "day_time") and found:
                first, second = int(found[1]), int(found[2])
                votes |= {True} if first > 12 else {False} if second > 12 else set()
                is_open = is_open or first != second
    if len(votes) == 1:
        return votes.pop(), True
    return day_first, not is_open


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the lines of one table, once its columns and the order of its dates are known."""

    named: Mapping[int, str]
    clinic: Clinic
    zone: ZoneInfo
    day: date | None

    def seen(self, row: Sequence[str], line: int) -> Seen | None:
        told = {what: _cell(row, place) for place, what in self.named.items()}
        unclear: list[Unclear] = []
        surname, given = _name(told, unclear)
        is_blank = not surname and not told.get("birth_date")
        if is_blank or any(is_nobody(told.get(what, "")) for what in ("name", "surname", "time")):
            return None
        birth_date = self._birth_date(told.get("birth_date", ""), unclear)
        day, at = self._when(told, unclear)
        seen = Seen(
            place=f"line {line}",
            surname=surname,
            given=given,
            birth_date=birth_date,
            day=day,
            at=at,
            provider=told.get("provider", ""),
            phone=told.get("phone", "").lstrip("'"),
            mail=told.get("mail", ""),
            language=language_called(told.get("language", "")),
            standing=standing_of(told.get("standing", "")) or Standing.PLANNED,
            source_id=told.get("source_id", ""),
            unclear=tuple(unclear),
        )
        return replace(seen, unclear=what_lacks(seen))

    def _birth_date(self, text: str, unclear: list[Unclear]) -> date | None:
        if not text or set(text) <= {"*", "-", "?"}:
            return None
        serial = _serial(text)
        if serial:
            return serial.date()
        bare = CLOCK.sub("", text) if CLOCK.search(text) and ":" in text else text
        reading = read_birth_date(bare, today=self.clinic.today, day_first=self.clinic.day_first)
        if reading.day is None:
            unclear.append(Unclear.BIRTH_DATE)
        return reading.day

    def _when(
        self, told: Mapping[str, str], unclear: list[Unclear]
    ) -> tuple[date | None, time | None]:
        day_text, time_text = told.get("day", ""), told.get("time", "")
        if both := told.get("day_time", ""):
            return self._together(both, unclear)
        if not STAMP.fullmatch(time_text):
            return self._apart(day_text, time_text, unclear)
        day, at = self._together(time_text, unclear)
        if day_text and day != self._day(day_text, unclear):  # which of the two, a person says
            unclear.append(Unclear.DAY)
        return day, at

    def _together(self, text: str, unclear: list[Unclear]) -> tuple[date | None, time | None]:
        """Day and time of one cell."""
        day_text, time_text = text, ""
        if stamp := STAMP.fullmatch(text):
            if moment := self._moment(stamp):
                at = moment.time().replace(second=0, microsecond=0)
                return self._day(moment.date().isoformat(), unclear), at
            day_text, time_text = stamp.groups()
        elif clock := CLOCK.search(text):
            rest = text[: clock.start()] + text[clock.end() :]
            day_text, time_text = rest.strip(" ,-@at"), clock[0]
        return self._apart(day_text, time_text, unclear)

    def _moment(self, stamp: re.Match[str]) -> datetime | None:
        """By the site's clock; None for a stamp that people wrote, or that is no moment."""
        day, told = stamp.groups()
        found = MOMENT.fullmatch(told)
        span = re.fullmatch(r"(\d{2}:\d{2}) ?-(\d{2}:\d{2})", told)
        # "09:00-09:30" goes on until half past; "17:00-05:00" is an offset, for nothing ends so.
        if not found or (span and "T" not in stamp[0].upper() and span[1] < span[2]):
            return None
        at, greenwich, away = found.groups(default="")
        try:
            moment = datetime.fromisoformat(f"{day}T{at}{'Z' if greenwich else away}")
            return moment.astimezone(self.zone) if moment.tzinfo else moment
        except (ValueError, OverflowError):
            return None

    def _apart(
        self, day_text: str, time_text: str, unclear: list[Unclear]
    ) -> tuple[date | None, time | None]:
        if serial := _serial(day_text):
            moment = serial.time().replace(second=0, microsecond=0)
            return serial.date(), moment if moment != time(0) else self._time(time_text, unclear)
        return self._day(day_text, unclear), self._time(time_text, unclear)

    def _day(self, text: str, unclear: list[Unclear]) -> date | None:
        if not text:
            return self.day
        reading = read_visit_date(text, today=self.clinic.today, day_first=self.clinic.day_first)
        if reading.day is None:
            unclear.append(Unclear.DAY)
        return reading.day

    def _time(self, text: str, unclear: list[Unclear]) -> time | None:
        opens, closes = self.clinic.opens, self.clinic.closes
        # "9:00 - 9:30": it begins at nine. A dash of a date parts no times: "02-Dec 9:30".
        first, *end = re.split(r"\s*(?:-|–|—|\bto\b)\s*", SECONDS.sub(r"\1", text), maxsplit=1)
        if not first:
            return None
        if end and re.search(r"[ap]\.? ?m", end[0], re.IGNORECASE):
            first = first.lstrip("0")  # "01:30 - 02:00 PM" is no half past one at night
        if end and not CLOCK.fullmatch(first):
            first = first if read_time(end[0], opens=opens, closes=closes).times else text
        if re.fullmatch(r"0?[.,]\d+", first):  # a time of day as Excel counts it
            minutes = round(float(first.replace(",", ".")) * 24 * 60)
            return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None
        reading = read_time(first, opens=opens, closes=closes)
        if reading.time is None:
            unclear.append(Unclear.TIME)
        return reading.time


def _name(told: Mapping[str, str], unclear: list[Unclear]) -> tuple[str, str]:
    surname, given = told.get("surname", ""), told.get("given", "")
    if not surname:
        surname, given = taken_apart(told.get("name", ""))
    is_formula = surname.startswith(FORMULAS) or given.startswith(FORMULAS)
    if is_formula or any(letter.isdigit() for letter in surname + given):
        unclear.append(Unclear.ODD_NAME)
    return surname, given


def _serial(text: str) -> datetime | None:
    found = SERIAL.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= 60_000:
        return None
    part = float(f"0.{found[2]}") if found[2] else 0.0
    minutes = round(part * 24 * 60)
    return datetime(1899, 12, 30) + timedelta(days=int(found[1]), minutes=minutes)  # noqa: DTZ001

"""The grid that a day is typed into: each row read as typed, and whatever is open asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.actions.visits.contact import AddressRefused, Contact, contact_from, is_doubtful
from intake.actions.visits.day import Entry, is_entered
from intake.actions.visits.people import (
    NameRefused,
    given_of,
    is_same_given,
    known_people,
    surname_of,
    tidy_name,
)
from intake.actions.visits.schedule import SOMEBODY_ELSE
from intake.actions.visits.told import providers, questionnaires
from intake.core.desk.dates import Reading, read_birth_date, read_visit_date
from intake.core.desk.times import read_time
from intake.display.days import full_day_words
from intake.models import CannotOpen, Patient, Site, Visit

from .in_words import PROBLEMS, born_words, time_words

ROWS, MOST_ROWS = 8, 30
"""What stands there at first, and with what script adds: as many as the fields of a post allow."""
SAME_AS_ABOVE = ("day", "provider", "questionnaire")
"""An empty box of these takes the value of the row above."""
TYPED = ("surname", "given", "born", "day", "time", "contact", "provider", "questionnaire")
ANSWERS = ("born_is", "day_is", "time_is", "person", "again")
AGREED = "agreed"
"""Ticked once for all rows: whoever gave a mobile number wants texts there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question about a row, and what can be answered; ``value`` is what was answered so far."""

    name: str
    legend: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    merge: str = ""
    """Where two of those on record are made one, if they are one person."""


@dataclass
class GridRow:
    """A row as it was typed, what it was read as, and what is still asked about it."""

    number: int
    typed: dict[str, str]
    read: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    entry: Entry | None = None

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.get(name) for name in ("surname", "given", "born"))

    @property
    def is_settled(self) -> bool:
        """Nothing is wrong with it, and every question about it was answered."""
        return not self.problems and all(choice.value for choice in self.choices)


def blank_rows(day: date, visits: Iterable[Visit]) -> list[GridRow]:
    """The first row has the day, and who sees patients on it, if that is one person only."""
    first = {"day": f"{day:%b} {day.day}, {day.year}"}
    seen_by = {visit.provider_id for visit in visits}
    if len(seen_by) == 1:
        first["provider"] = str(seen_by.pop())
    return [GridRow(number, first if number == 1 else {}) for number in range(1, ROWS + 1)]


def read_grid(posted: Mapping[str, str], site: Site) -> list[GridRow]:
    """The rows as posted, each one read. Rows that say nothing stay blank."""
    reader = _Reader(site, agreed=AGREED in posted)
    rows, above = [], {}
    added = (number for number in range(ROWS + 1, MOST_ROWS + 1) if f"surname-{number}" in posted)
    for number in range(1, max(added, default=ROWS) + 1):
        names = (*TYPED, *ANSWERS)
        typed = {name: posted.get(f"{name}-{number}", "").strip() for name in names}
        row = GridRow(number, typed)
        above = {name: typed[name] or above.get(name, "") for name in SAME_AS_ABOVE}
        if not row.is_blank:
            reader.read(row, {**typed, **above})
        rows.append(row)
    return rows


class _Reader:
    """Reads rows against today, the people on record and those who can be chosen."""

    def __init__(self, site: Site, *, agreed: bool) -> None:
        self.site, self.agreed = site, agreed
        self.today = site.day(timezone.now())
        self.providers = {str(each.pk): each for each in providers(site)}
        self.questionnaires = {str(each.pk): each for each in questionnaires()}

    def read(self, row: GridRow, typed: Mapping[str, str]) -> None:
        surname, given = self._name(row, typed)
        born = self._born(row, typed)
        day = self._day(row, typed)
        at = self._time(row, typed)
        contact = self._contact(row, typed)
        provider = _chosen(row, self.providers, typed["provider"], _("Choose a provider."))
        asks = _chosen(row, self.questionnaires, typed["questionnaire"], _("Choose what is asked."))
        if row.problems or born is None or day is None:
            return
        row.read.append(_("born %(born)s") % {"born": born_words(born, self.today)})
        row.read.append(
            _("%(day)s at %(time)s") % {"day": full_day_words(day), "time": time_words(at)}
        )
        patient = self._person(row, surname, given, born, typed)
        entry = Entry(
            surname, given, born, day, at, provider, asks, patient, contact, site=self.site
        )
        self._ask_again(row, entry, typed)
        if row.is_settled:
            row.entry = None if typed["again"] == "same" else entry

    def _name(self, row: GridRow, typed: Mapping[str, str]) -> tuple[str, str]:
        named, wrong = read_names(typed)
        labels = {"surname": _("Surname"), "given": _("First names")}
        row.problems += [
            _("%(label)s: %(problem)s") % {"label": labels[name], "problem": problem}
            for name, problem in wrong.items()
        ]
        return named.get("surname", ""), named.get("given", "")

    def _born(self, row: GridRow, typed: Mapping[str, str]) -> date | None:
        reading = read_birth_date(typed["born"], today=self.today, day_first=self.site.is_day_first)
        shown = {day: born_words(day, self.today) for day in reading.days}
        return _one_day(row, reading, shown, "born_is", _("Date of birth"), typed)

    def _day(self, row: GridRow, typed: Mapping[str, str]) -> date | None:
        reading = read_visit_date(typed["day"], today=self.today, day_first=self.site.is_day_first)
        day = _one_day(row, reading, {}, "day_is", _("Day"), typed)
        if day is not None and (day < self.today or (day - self.today).days > 365):
            words = _("in the past") if day < self.today else _("more than a year ahead")
            legend = _("%(day)s is %(words)s.") % {"day": full_day_words(day), "words": words}
            _ask(row, "day_is", legend, ((day.isoformat(), _("Yes, that day")),), typed["day_is"])
        return day

    def _time(self, row: GridRow, typed: Mapping[str, str]) -> time | None:
        if not typed["time"]:
            return None
        reading = read_time(typed["time"], opens=self.site.opens, closes=self.site.closes)
        if not reading.times:
            row.problems.append(_("Time: write it like 9:00 or 1:30 pm."))
            return None
        if reading.time:
            return reading.time
        options = tuple((each.isoformat("minutes"), time_words(each)) for each in reading.times)
        picked = _ask(row, "time_is", _("Which time?"), options, typed["time_is"])
        return time.fromisoformat(picked) if picked else None

    def _contact(self, row: GridRow, typed: Mapping[str, str]) -> Contact:
        try:
            contact = contact_from(typed["contact"], agreed=self.agreed, country=self.site.country)
        except AddressRefused as refused:
            row.problems.append(_("Mail or mobile: %(problem)s") % {"problem": refused})
            return Contact()
        if is_doubtful(contact.phone):
            row.read.append(_("%(phone)s may not be a number: check it") % {"phone": contact.phone})
        return contact

    def _person(
        self, row: GridRow, surname: str, given: str, born: date, typed: Mapping[str, str]
    ) -> Patient | None:
        """Somebody on record is offered, and never taken in silence."""
        known = known_people(surname, born, at=self.site)
        if not known:
            return None
        by_key = {str(patient.pk): patient for patient in known}
        options = tuple((key, who(patient, self.site)) for key, patient in by_key.items())
        legend = _("Somebody with this surname and date of birth was here before.")
        try:
            same = [key for key, patient in by_key.items() if is_same_given(patient, given)]
        except CannotOpen:
            same = []
        preset = typed["person"] or (same[0] if len(same) == 1 else "")
        options = (*options, (SOMEBODY_ELSE, _("Somebody else")))
        merge = ""
        if len(known) > 1:  # the first two are compared; the page leads on to the others
            last = (each.visits.filter(site=self.site).order_by("-date")[0] for each in known[:2])
            one, other = (visit.reference for visit in last)
            merge = f"{reverse('desk:merge', args=[one])}?other={other}"
        return by_key.get(_ask(row, "person", legend, options, preset, merge=merge))

    def _ask_again(self, row: GridRow, entry: Entry, typed: Mapping[str, str]) -> None:
        """The same person on the same day is a slip more often than a second visit."""
        if not is_entered(entry):
            return
        options = (("same", _("That is it: don't enter it again")), ("second", _("A second visit")))
        legend = _("This patient has a visit on that day already.")
        _ask(row, "again", legend, options, typed["again"])


def _one_day(
    row: GridRow,
    reading: Reading,
    shown: Mapping[date, str],
    name: str,
    label: str,
    typed: Mapping[str, str],
) -> date | None:
    """The day that was read, or the one that was picked of two; a problem or a question if none."""
    if reading.problem:
        problem = PROBLEMS[reading.problem]
        row.problems.append(_("%(label)s: %(problem)s") % {"label": label, "problem": problem})
        return None
    if reading.is_turned:
        row.read.append(_("day and month were turned round to make a date"))
    if reading.day:
        return reading.day
    options = tuple((day.isoformat(), shown.get(day, full_day_words(day))) for day in reading.days)
    picked = _ask(row, name, _("Which date?"), options, typed[name])
    return date.fromisoformat(picked) if picked else None


def _ask(
    row: GridRow,
    name: str,
    legend: str,
    options: tuple[tuple[str, str], ...],
    answer: str,
    *,
    merge: str = "",
) -> str:
    """Ask about a row, and the answer so far; one that was not offered is none."""
    value = answer if answer in dict(options) else ""
    row.choices.append(Choice(name, legend, options, value, merge))
    return value


def _chosen(row: GridRow, known: Mapping[str, Any], key: str, missing: str) -> Any:
    found = known.get(key) or (next(iter(known.values())) if len(known) == 1 else None)
    if found is None:
        row.problems.append(missing)
    return found


def read_names(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Surname and first names as they are kept, and what is wrong with either, by box."""
    named, wrong = {}, {}
    for name in ("surname", "given"):
        try:
            named[name] = tidy_name(typed[name], is_needed=name == "surname")
        except NameRefused as refused:
            wrong[name] = str(refused)
    return named, wrong


def who(patient: Patient, site: Site) -> str:
    """Somebody on record, told apart by the last visit."""
    try:
        name = f"{given_of(patient)} {surname_of(patient)}".strip()
    except CannotOpen:  # one damaged name must not take everything away that was typed
        name = _("Name can't be read")
    last = patient.visits.filter(site=site).order_by("-date")[0]
    words = {"name": name, "day": full_day_words(last.date), "provider": last.provider.printed_name}
    return _("%(name)s, last visit %(day)s with %(provider)s") % words

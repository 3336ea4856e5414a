"""What a person settles about an unclear line of a schedule: a box for each thing it lacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions.visits.schedule import SOMEBODY_ELSE, Line, Planned
from intake.core.desk.dates import read_birth_date, read_visit_date
from intake.core.desk.times import read_time
from intake.models import Site, Standing, User

from .grid import read_names, who
from .in_words import PROBLEMS

NAMES, BORN, DAY, TIME = ("surname", "given"), ("born",), ("day",), ("time",)
BOXES = {
    "no_name": NAMES,
    "odd_name": NAMES,
    "no_person": (*NAMES, *BORN),
    "no_birth_date": BORN,
    "birth_date": BORN,
    "no_day": DAY,
    "day": DAY,
    "time": TIME,
    "standing": ("standing",),
    "provider": ("provider",),
    "which_person": ("person",),
    "person_not_read": ("person",),
    "answered": ("looked",),
    "past": ("looked",),
}
"""Which boxes a line gets for what it lacks; what cannot be read at all gets none."""
LABELS = {
    "surname": gettext_lazy("Surname"),
    "given": gettext_lazy("First names"),
    "born": gettext_lazy("Date of birth"),
    "day": gettext_lazy("Day"),
    "time": gettext_lazy("Time"),
    "standing": gettext_lazy("What is it?"),
    "provider": gettext_lazy("Provider"),
    "person": gettext_lazy("Who is it?"),
    "looked": gettext_lazy("Carry it out all the same"),
    "out": gettext_lazy("Leave it out"),
}
STANDINGS = (
    (Standing.PLANNED, gettext_lazy("It takes place")),
    (Standing.CANCELLED, gettext_lazy("Cancelled")),
    (Standing.MISSED, gettext_lazy("The patient did not come")),
)
DATES = {
    "born": (read_birth_date, "birth_date", ("no_birth_date", "birth_date")),
    "day": (read_visit_date, "day", ("no_day", "day")),
}
"""How a date is read, which column it fills, and what the line lacks no longer."""
YES, TICKS = "yes", ("looked", "out")
TWO_WAYS = gettext_lazy("This can be read two ways. Write the month in letters, the year in full.")


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that a line lacks: typed, ticked, or chosen where there are ``options``."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    is_settled: bool = False
    """It was answered, and is only carried along."""
    is_tick: bool = False


@dataclass
class Settled:
    """A line with what was typed into its boxes, as far as it could be read."""

    key: str
    told: Planned
    typed: dict[str, str]
    planned: Planned
    providers: Mapping[str, User]
    """Who can be chosen, by the value of the box."""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_left_out(self) -> bool:
        return self.typed["out"] == YES

    @property
    def answers(self) -> dict[str, str]:
        """What was typed into the boxes of the line itself."""
        return {name: words for name, words in self.typed.items() if words and name != "out"}


def settled(
    key: str,
    told: Planned,
    posted: Mapping[str, str],
    site: Site,
    providers: Mapping[str, User],
) -> Settled:
    """Read what stands in the boxes of a line; what the line itself tells is never overwritten."""
    typed = {name: posted.get(f"{name}-{key}", "").strip() for name in LABELS}
    if (typed["surname"], typed["given"]) == (told.surname, told.given):
        typed |= {"surname": "", "given": ""}  # as the boxes were filled beforehand
    row = Settled(key, told, typed, told, providers)
    open_boxes = {name for code in told.lacks for name in BOXES.get(code, ())}
    for name, reading in READERS.items():
        if typed[name] and (name in open_boxes or name not in OF_WHAT_LACKS):
            reading(row, name, site)
    planned = row.planned
    if planned.surname and planned.birth_date is None and not planned.lacks:
        # A line that named nobody had no date of birth either.
        row.planned = replace(planned, lacks=("no_birth_date",))
    return row


def boxes_of(row: Settled, line: Line, site: Site, *, may_leave_out: bool) -> list[Box]:
    """Those for what the line lacked from the start, and for what is open about it now."""
    codes = (*row.told.lacks, *(code for code in line.why if code not in row.told.lacks))
    names = dict.fromkeys(name for code in codes for name in BOXES.get(code, ()))
    if may_leave_out:
        names["out"] = None
    options = {  # nothing is chosen beforehand
        "standing": tuple((value.value, str(words)) for value, words in STANDINGS),
        "provider": tuple((key, each.printed_name) for key, each in row.providers.items()),
    }
    if "person" in names:
        known = [(str(each.pk), who(each, site)) for each in line.people]
        options["person"] = (*known, (SOMEBODY_ELSE, _("Somebody else")))
    carried = [name for name in row.answers if name not in names]
    return [
        *(_box(row, name, options.get(name, ())) for name in names),
        *(replace(_box(row, name, ()), is_settled=True) for name in carried),
    ]


def _box(row: Settled, name: str, options: tuple[tuple[str, str], ...]) -> Box:
    value = row.typed[name] or {"surname": row.told.surname, "given": row.told.given}.get(name, "")
    problem = row.problems.get(name, "")
    label, is_tick = str(LABELS[name]), name in TICKS
    return Box(f"{name}-{row.key}", label, value, options, problem, is_tick=is_tick)


def _names(row: Settled, _name: str, _site: Site) -> None:
    named, wrong = read_names(row.typed)
    row.problems |= wrong
    if not wrong:
        _filled(row, "no_name", "odd_name", "no_person", **named)


def _date(row: Settled, name: str, site: Site) -> None:
    read, column, codes = DATES[name]
    reading = read(row.typed[name], today=site.day(timezone.now()), day_first=site.is_day_first)
    if reading.problem or reading.day is None:
        row.problems[name] = str(PROBLEMS[reading.problem] if reading.problem else TWO_WAYS)
    else:
        _filled(row, *codes, **{column: reading.day})


def _time(row: Settled, _name: str, site: Site) -> None:
    reading = read_time(row.typed["time"], opens=site.opens, closes=site.closes)
    if reading.time is None:
        row.problems["time"] = _("Write the time like 9:00 am or 1:30 pm.")
    else:
        _filled(row, "time", at=reading.time)


def _picked(row: Settled, name: str, _site: Site) -> None:
    """What was chosen or ticked; a choice that is not on offer settles nothing."""
    said = row.typed[name]
    if name == "standing" and said in dict(STANDINGS):
        _filled(row, name, standing=Standing(said))
    elif name == "provider" and said in row.providers:
        _filled(row, name, provider=row.providers[said])
    elif name == "person":
        _filled(row, person=said)
    elif name == "looked":
        _filled(row, is_looked_at=said == YES)


def _filled(row: Settled, *codes: str, **columns: Any) -> None:
    lacks = tuple(code for code in row.planned.lacks if code not in codes)
    row.planned = replace(row.planned, lacks=lacks, **columns)


Reader = Callable[[Settled, str, Site], None]
READERS: dict[str, Reader] = {
    "surname": _names,
    "born": _date,
    "day": _date,
    "time": _time,
    "standing": _picked,
    "provider": _picked,
    "person": _picked,
    "looked": _picked,
}
OF_WHAT_LACKS = frozenset({"surname", "born", "day", "time", "standing"})
"""These fill a gap of the line; the others answer a question about it."""

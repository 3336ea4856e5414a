"""The way through a questionnaire: every stop in order, which comes next and which came before."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from intake.core.questionnaire.answers import NOTHING, Values
from intake.core.questionnaire.questionnaire import Page, Question, Questionnaire, Section
from intake.core.questionnaire.walk import Asked, Walk

PAGE, LIST, TASKS, CHECK = "page", "list", "tasks", "check"


@dataclass(frozen=True)
class Place:
    """A page; of a group's page, the row it is filled in for."""

    page: Page
    row: str | None = None

    @property
    def row_pk(self) -> UUID | None:
        """The row as the database knows it."""
        return UUID(self.row) if self.row else None

    @property
    def kwargs(self) -> dict[str, object]:
        found: dict[str, object] = {"section": self.page.section, "number": self.page.number}
        return found | {"row": self.row} if self.row else found


@dataclass(frozen=True)
class Listed:
    """The list of a group's entries, which comes after the last of them."""

    group: str


@dataclass(frozen=True)
class Stop:
    """Where to go; a door makes an address of it. The last three go along in its query."""

    name: str
    kwargs: dict[str, object] = field(default_factory=dict)
    via: str = ""
    closed: int = 0
    opened: int = 0

    @classmethod
    def at(cls, place: Place | Listed, *, via: str = "", closed: int = 0) -> "Stop":
        """A page, or the list of a group; a group's page without a row leads to the list."""
        group = place.group if isinstance(place, Listed) else place.page.group
        if isinstance(place, Listed) or (group and place.row is None):
            return cls(LIST, {"group": group}, via, closed)
        return cls(PAGE, place.kwargs, via, closed)


@dataclass(frozen=True)
class Route:
    """One patient's way; computed from what is asked, without a request or a database.

    ``known`` is what the clinic knows and the patient only confirms: a page that asks for nothing
    else stands as a card on the page before it, and is turned to only to correct it.
    """

    walk: Walk
    known: Values = field(default_factory=lambda: NOTHING)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.walk.questionnaire

    @cached_property
    def cards(self) -> dict[Page, Page]:
        """Page to the page after it that only confirms what the clinic knows."""
        pages = self.walk.to_fill_in
        pairs = zip(pages, pages[1:], strict=False)
        return {
            page: following
            for page, following in pairs
            if page.section == following.section and not page.group and self._is_known(following)
        }

    @cached_property
    def steps(self) -> tuple[Place | Listed, ...]:
        """Every stop from the first page to the last, entries and their lists included."""
        shut = {card for card in self.cards.values() if not self._is_waiting(card)}
        return tuple(
            step
            for page in self.walk.to_fill_in
            if page not in shut
            for step in self._steps_on(page)
        )

    def asked_at(self, place: Place) -> tuple[Question, ...]:
        """What is asked there; nothing on pages that are not asked, or that are signed."""
        if place.page not in self.walk.to_fill_in:
            return ()
        return self.walk.asked_on(place.page, place.row)

    def asked_of(self, place: Place) -> list[Asked]:
        """The same with the answers, and with what the clinic knows."""
        found = (self.walk.by_place.get((place.row, key)) for key in place.page.keys)
        return [asked for asked in found if asked]

    def after(self, at: Place | Listed) -> Place | Listed | None:
        """The next stop, None after the last; entries that are finished are passed by."""
        row = at.row if isinstance(at, Place) else None
        for step in self.following(at):
            is_entry = isinstance(step, Place) and step.row and step.row != row
            if not is_entry or not self.is_finished(step.row):
                return step
        return None

    def before(self, at: Place | Listed) -> Place | Listed | None:
        """The stop before, within the section; None at its first one."""
        if self._is_first_of_row(at) and self.is_finished(at.row):
            return Listed(at.page.group)
        section = self.section_of(at)
        order = self._order(at)
        earlier = [
            step
            for step in self.steps
            if self.section_of(step) == section and self._order(step) < order
        ]
        return earlier[-1] if earlier else None

    def number_of(self, at: Place | Listed) -> tuple[int, int]:
        """Which stop of its section this is, and of how many."""
        inside = [step for step in self.steps if self.section_of(step) == self.section_of(at)]
        if at in inside:
            return inside.index(at) + 1, len(inside)
        earlier = [step for step in inside if self._order(step) < self._order(at)]
        return len(earlier) + 1, max(len(inside), len(earlier) + 1)

    def first_of(self, group: str) -> Place | Listed:
        """Where a group is entered: at the first entry that is not finished, else at its list."""
        entries = (s for s in self.steps if isinstance(s, Place) and s.page.group == group)
        waiting = (s for s in entries if s.row and not self.is_finished(s.row))
        return next(waiting, Listed(group))

    def first_to_do(self, section: Section, *, is_begun: bool) -> Place | Listed:
        """Where a section goes on: at the first page with something to answer, else its start."""
        steps = [step for step in self.steps if self.section_of(step) == section.key]
        waiting = (s for s in steps if self._is_to_do(s))
        return next(waiting, steps[0]) if is_begun else steps[0]

    def is_finished(self, row: str) -> bool:
        return row not in self._unfinished

    def section_of(self, at: Place | Listed) -> str:
        page = at.page if isinstance(at, Place) else self._pages_of(at.group)[0]
        return page.section

    def following(self, at: Place | Listed) -> tuple[Place | Listed, ...]:
        """Every stop after this one."""
        order = self._order(at)
        return tuple(step for step in self.steps if self._order(step) > order)

    @cached_property
    def _unfinished(self) -> frozenset[str | None]:
        return frozenset(asked.row for asked in self.walk.missing)

    def _is_known(self, page: Page) -> bool:
        asked = () if page.group else self.walk.asked_on(page)
        return bool(asked) and all(q.prefill and q.key in self.known for q in asked)

    def _is_waiting(self, page: Page) -> bool:
        return any(asked.question.key in page.keys for asked in self.walk.missing)

    def _steps_on(self, page: Page) -> list[Place | Listed]:
        """A group's entries one after the other, each with its pages, then their list."""
        if not page.group:
            return [Place(page)]
        pages = self._pages_of(page.group)
        if page != pages[0]:
            return []
        rows = [row.id for row in self.walk.counted.rows_of(page.group)]
        entries = [Place(each, row) for row in rows for each in pages]
        return [*(e for e in entries if self.asked_at(e)), Listed(page.group)]

    def _pages_of(self, group: str) -> list[Page]:
        return [page for page in self.questionnaire.pages if page.group == group]

    def _order(self, at: Place | Listed) -> tuple[int, int, int]:
        """Where a stop stands in the document: entries by row, lists after all entries."""
        position = self.questionnaire.position
        group = at.group if isinstance(at, Listed) else at.page.group
        if group is None:
            return position[at.page.keys[0]], 0, 0
        first = position[self._pages_of(group)[0].keys[0]]
        rows = [row.id for row in self.walk.counted.rows_of(group)]
        if isinstance(at, Listed) or at.row not in rows:
            return first, len(rows), 0
        return first, rows.index(at.row), at.page.number

    def _is_first_of_row(self, at: Place | Listed) -> bool:
        row = at.row if isinstance(at, Place) else None
        of_row = (s for s in self.steps if row and isinstance(s, Place) and s.row == row)
        return at == next(of_row, None)

    def _is_to_do(self, step: Place | Listed) -> bool:
        if isinstance(step, Listed):
            return any(group.key == step.group for group in self.walk.short_groups)
        return any(asked.is_missing for asked in self.asked_of(step))


@dataclass(frozen=True)
class Step:
    """A page was kept: what was filled in before and after, and where the patient came from."""

    before: Route
    after: Route
    place: Place
    via: str = ""

    @property
    def closed(self) -> int:
        """How many answers are not asked for any more because of this page."""
        now = self.after.walk.by_place
        was = self.before.walk.by_place
        return sum(asked.answer is not None and at not in now for at, asked in was.items())

    @property
    def opened(self) -> int:
        """How many stops more lie ahead because of this page: a number never rises silently."""
        ahead = (len(each.following(self.place)) for each in (self.after, self.before))
        return max(0, next(ahead) - next(ahead))

    def onward(self) -> Stop:
        if self.via != CHECK:
            return replace(way_on(self.after, self.place, closed=self.closed), opened=self.opened)
        opened = self._opened()
        if opened:
            return Stop.at(opened, via=CHECK, closed=self.closed)
        return Stop(CHECK, closed=self.closed)

    def _opened(self) -> Place | Listed | None:
        """The first stop that this change opened, or that an earlier change left to answer."""
        short = {group.key for group in self.after.walk.short_groups}
        for step in self.after.following(self.place):
            if isinstance(step, Listed):
                if step.group not in self.before.walk.groups or step.group in short:
                    return self.after.first_of(step.group)
            elif any(map(self._waits, self.after.asked_of(step))):
                return step
        return None

    def _waits(self, asked: Asked) -> bool:
        if asked.is_known or asked.answer is not None:
            return False
        is_new = (asked.row, asked.question.key) not in self.before.walk.by_place
        is_same_row = asked.row is not None and asked.row == self.place.row
        is_followup = asked.question.show_if is not None or is_same_row
        return is_new or (asked.is_missing and is_followup)


def way_on(route: Route, at: Place | Listed, *, closed: int = 0) -> Stop:
    """The stop after this one; after the last of all, the check."""
    following = route.after(at)
    return Stop.at(following, closed=closed) if following else Stop(CHECK, closed=closed)


def way_back(route: Route, at: Place | Listed, *, via: str = "") -> Stop:
    """The stop before this one in its section; from the first one the list of sections."""
    if via == CHECK:
        return Stop(CHECK)
    earlier = route.before(at)
    return Stop.at(earlier) if earlier else Stop(TASKS)

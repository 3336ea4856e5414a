"""The way through a questionnaire: every stop in order, what follows one and what came before."""

from dataclasses import dataclass, field
from functools import cached_property

from intake.core.questionnaire.answers import NOTHING, Values
from intake.core.questionnaire.questionnaire import Page, Question, Questionnaire, Section
from intake.core.questionnaire.walk import Walk

from .places import Listed, Place


@dataclass(frozen=True)
class Route:
    """One patient's way; computed from what is asked, without a request or a database.

    ``known`` is what the clinic knows and the patient only confirms: a page that asks for nothing
    else stands as a card on the page before it, and is turned to only to correct it.
    """

    walk: Walk
    pages: tuple[Page, ...]
    """Those to fill in, in order."""
    known: Values = field(default_factory=lambda: NOTHING)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.walk.questionnaire

    @cached_property
    def cards(self) -> dict[Page, Page]:
        """Page to the page after it that only confirms what the clinic knows."""
        pairs = zip(self.pages, self.pages[1:], strict=False)
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
            step for page in self.pages if page not in shut for step in self._steps_on(page)
        )

    def asked_at(self, place: Place) -> tuple[Question, ...]:
        """What is asked there; nothing on pages that are not asked, or that are signed."""
        if place.page not in self.pages:
            return ()
        return self.walk.asked_on(place.page, place.row)

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
        order = self.questionnaire.page_order
        group = at.group if isinstance(at, Listed) else at.page.group
        if group is None:
            return order[at.page.section, at.page.number], 0, 0
        head = self._pages_of(group)[0]
        first = order[head.section, head.number]
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
        found = (self.walk.by_place.get((step.row, key)) for key in step.page.keys)
        return any(asked and asked.is_missing for asked in found)

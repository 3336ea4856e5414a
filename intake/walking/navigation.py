"""Which page comes next and which came before, from what is asked now."""

from dataclasses import dataclass
from typing import Any

from intake.core.questionnaire.questionnaire import Page, Section
from intake.core.questionnaire.walk import Asked

from .filling import Filling
from .places import CHECK, LIST, TASKS, Place, Stop


@dataclass(frozen=True)
class Step:
    """A page was kept: what was filled in before and after, and where the patient came from."""

    before: Filling
    after: Filling
    place: Place
    via: str = ""

    @property
    def closed(self) -> int:
        """How many answers are not asked for any more because of this page."""
        now = self.after.walk.by_place
        was = self.before.walk.by_place
        return sum(asked.answer is not None and at not in now for at, asked in was.items())

    def onward(self) -> Stop:
        if self.via != CHECK:
            return _next_in_row(self) or way_on(self.after, self.place.page, closed=self.closed)
        opened = self._opened()
        if opened:
            return Stop.at(opened, via=CHECK, closed=self.closed)
        return Stop(CHECK, closed=self.closed)

    def _opened(self) -> Place | None:
        """The first place that this change opened, or that an earlier change left to answer."""
        order = self.after.questionnaire.pages
        later = self.after.pages
        here = order.index(self.place.page)
        for page in (page for page in later if order.index(page) >= here):
            for row in _rows_on(self.after, page):
                place = Place(page, row)
                if place != self.place and self._is_opened(place):
                    return place
        return None

    def _is_opened(self, place: Place) -> bool:
        if place.page.group and place.row is None:
            was_asked = place.page.group in self.before.walk.groups
            return not was_asked or place.page.group in self.after.short_groups
        found = (self.after.walk.by_place.get((place.row_id, key)) for key in place.page.keys)
        return any(asked and self._waits(asked) for asked in found)

    def _waits(self, asked: Asked) -> bool:
        if asked.is_known or asked.answer is not None:
            return False
        is_new = (asked.row, asked.question.key) not in self.before.walk.by_place
        is_same_row = asked.row is not None and asked.row == self.place.row_id
        is_followup = asked.question.show_if is not None or is_same_row
        return is_new or (asked.is_missing and is_followup)


def way_on(filling: Filling, page: Page, *, closed: int = 0) -> Stop:
    """The page after this one; rows of a group are left for their list."""
    order = filling.questionnaire.pages
    if page.group:
        page = [each for each in order if each.group == page.group][-1]
    later = order[order.index(page) + 1 :]
    following = next((each for each in later if each in filling.pages), None)
    return Stop.at(Place(following), closed=closed) if following else Stop(CHECK, closed=closed)


def way_back(filling: Filling, place: Place, *, via: str = "") -> Stop:
    """The page before this one in its section; from the first one the list of sections."""
    if via == CHECK:
        return Stop(CHECK)
    page = place.page
    if place.row:
        earlier = [p for p in _pages_of_row(filling, place) if p.number < page.number]
        if earlier:
            return Stop.at(Place(earlier[-1], place.row))
        return Stop(LIST, {"group": page.group})
    before = [p for p in filling.pages if p.section == page.section and p.number < page.number]
    return Stop.at(Place(before[-1])) if before else Stop(TASKS)


def first_to_do(filling: Filling, section: Section) -> Stop:
    """Where a section goes on: at the first page with something to answer, else at its start."""
    pages = [page for page in filling.pages if page.section == section.key]
    waiting = {asked.question.key for asked in filling.missing}
    short = filling.short_groups
    has_answers = any(filling.is_kept(page) for page in pages)
    started = (p for p in pages if has_answers and (p.group in short or waiting & {*p.keys}))
    return Stop.at(Place(next(started, pages[0])))


def _next_in_row(step: Step) -> Stop | None:
    """The next page about the same row, then the list of all rows."""
    if not step.place.row:
        return None
    pages = _pages_of_row(step.after, step.place)
    later = [page for page in pages if page.number > step.place.page.number]
    if later:
        return Stop.at(Place(later[0], step.place.row), closed=step.closed)
    return Stop(LIST, {"group": step.place.page.group}, closed=step.closed)


def _pages_of_row(filling: Filling, place: Place) -> list[Page]:
    group = place.page.group
    return [p for p in filling.pages if p.group == group and filling.asked_at(Place(p, place.row))]


def _rows_on(filling: Filling, page: Page) -> list[Any]:
    if not page.group:
        return [None]
    rows = filling.answers.rows_of(page.group)
    return [filling.row_called(row.id) for row in rows] or [None]

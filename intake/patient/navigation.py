"""Which page comes next and which came before, from what is asked now."""

from dataclasses import dataclass
from uuid import UUID

from intake.core.questionnaire.questionnaire import Page, Section
from intake.core.questionnaire.walk import Asked

from .addresses import CHECK, Place, address, list_address, page_address
from .filling import Sheet


@dataclass(frozen=True)
class Step:
    """A page was kept: the sheet before and after, and where the patient came from."""

    before: Sheet
    after: Sheet
    place: Place
    via: str = ""

    @property
    def closed(self) -> int:
        """How many answers are not asked for any more because of this page."""
        now = self.after.walk.by_place
        was = self.before.walk.by_place
        return sum(asked.answer is not None and at not in now for at, asked in was.items())

    def onward(self) -> str:
        if self.via != CHECK:
            return _next_in_row(self) or way_on(self.after, self.place.page, closed=self.closed)
        opened = self._opened()
        if opened:
            return _address_of(self.after, opened, via=CHECK, closed=self.closed)
        return address(CHECK, {"closed": self.closed})

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
            return not was_asked or place.page.group in _short(self.after)
        found = (self.after.walk.by_place.get((place.row_id, key)) for key in place.page.keys)
        return any(asked and self._waits(asked) for asked in found)

    def _waits(self, asked: Asked) -> bool:
        if asked.is_known or asked.answer is not None:
            return False
        is_new = (asked.row, asked.question.key) not in self.before.walk.by_place
        is_same_row = asked.row is not None and asked.row == self.place.row_id
        is_followup = asked.question.show_if is not None or is_same_row
        return is_new or (asked.is_missing and is_followup)


def way_on(sheet: Sheet, page: Page, *, closed: int = 0) -> str:
    """The page after this one; rows of a group are left for their list."""
    if page.group:
        page = _last_page_of(sheet, page.group)
    order = sheet.questionnaire.pages
    later = order[order.index(page) + 1 :]
    following = next((each for each in later if each in sheet.pages), None)
    if following is None:
        return address(CHECK, {"closed": closed})
    return _address_of(sheet, Place(following), closed=closed)


def way_back(sheet: Sheet, place: Place, *, via: str = "") -> str:
    """The page before this one in its section; from the first one the list of sections."""
    if via == CHECK:
        return address(CHECK)
    page = place.page
    if place.row:
        earlier = [p for p in _pages_of_row(sheet, place) if p.number < page.number]
        if earlier:
            return page_address(Place(earlier[-1], place.row))
        return list_address(page.group)
    before = [p for p in sheet.pages if p.section == page.section and p.number < page.number]
    return _address_of(sheet, Place(before[-1])) if before else address("tasks")


def first_to_do(sheet: Sheet, section: Section) -> str:
    """Where a section goes on: at the first page with something to answer, else at its start."""
    pages = [page for page in sheet.pages if page.section == section.key]
    waiting = {asked.question.key for asked in sheet.missing}
    short = _short(sheet)
    has_answers = any(sheet.given.revision_of(page) for page in pages)
    started = (p for p in pages if has_answers and (p.group in short or waiting & {*p.keys}))
    return _address_of(sheet, Place(next(started, pages[0])))


def _next_in_row(step: Step) -> str | None:
    """The next page about the same row, then the list of all rows."""
    if not step.place.row:
        return None
    pages = _pages_of_row(step.after, step.place)
    later = [page for page in pages if page.number > step.place.page.number]
    if later:
        return page_address(Place(later[0], step.place.row), closed=step.closed)
    return list_address(step.place.page.group, closed=step.closed)


def _pages_of_row(sheet: Sheet, place: Place) -> list[Page]:
    group = place.page.group
    return [p for p in sheet.pages if p.group == group and sheet.asked_at(Place(p, place.row))]


def _rows_on(sheet: Sheet, page: Page) -> list[UUID | None]:
    if not page.group:
        return [None]
    rows = sheet.given.answers.rows_of(page.group)
    return [UUID(row.id) for row in rows] or [None]


def _last_page_of(sheet: Sheet, group: str) -> Page:
    return [page for page in sheet.questionnaire.pages if page.group == group][-1]


def _short(sheet: Sheet) -> set[str]:
    return {group.key for group in sheet.walk.short_groups}


def _address_of(sheet: Sheet, place: Place, *, via: str = "", closed: int = 0) -> str:
    if place.page.group and place.row is None:
        return list_address(place.page.group, via=via, closed=closed)
    return page_address(place, via=via, closed=closed)

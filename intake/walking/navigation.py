"""Which stop comes next and which came before, from what is asked now."""

from dataclasses import dataclass, replace

from intake.core.questionnaire.questionnaire import Section
from intake.core.questionnaire.walk import Asked

from .filling import Filling
from .places import CHECK, TASKS, Listed, Place, Stop


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

    @property
    def opened(self) -> int:
        """How many stops more lie ahead because of this page: a number never rises silently."""
        ahead = (len(each.route.following(self.place)) for each in (self.after, self.before))
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
        route = self.after.route
        for step in route.following(self.place):
            if isinstance(step, Listed):
                if self._is_list_opened(step.group):
                    return route.first_of(step.group)
            elif self._is_page_opened(step):
                return step
        return None

    def _is_list_opened(self, group: str) -> bool:
        return group not in self.before.walk.groups or group in self.after.short_groups

    def _is_page_opened(self, place: Place) -> bool:
        found = (self.after.walk.by_place.get((place.row, key)) for key in place.page.keys)
        return any(asked and self._waits(asked) for asked in found)

    def _waits(self, asked: Asked) -> bool:
        if asked.is_known or asked.answer is not None:
            return False
        is_new = (asked.row, asked.question.key) not in self.before.walk.by_place
        is_same_row = asked.row is not None and asked.row == self.place.row
        is_followup = asked.question.show_if is not None or is_same_row
        return is_new or (asked.is_missing and is_followup)


def way_on(filling: Filling, at: Place | Listed, *, closed: int = 0) -> Stop:
    """The stop after this one; after the last of all, the check."""
    following = filling.route.after(at)
    return Stop.at(following, closed=closed) if following else Stop(CHECK, closed=closed)


def way_back(filling: Filling, at: Place | Listed, *, via: str = "") -> Stop:
    """The stop before this one in its section; from the first one the list of sections."""
    if via == CHECK:
        return Stop(CHECK)
    earlier = filling.route.before(at)
    return Stop.at(earlier) if earlier else Stop(TASKS)


def first_to_do(filling: Filling, section: Section) -> Stop:
    """Where a section goes on: at the first page with something to answer, else at its start."""
    pages = (page for page in filling.pages if page.section == section.key)
    is_begun = any(filling.is_kept(page) for page in pages)
    return Stop.at(filling.route.first_to_do(section, is_begun=is_begun))

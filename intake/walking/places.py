"""Where the walk can stand: a page, the list of a group, the list of sections, the check."""

from dataclasses import dataclass, field
from typing import Any

from intake.core.questionnaire.questionnaire import Page

PAGE, LIST, TASKS, CHECK = "page", "list", "tasks", "check"


@dataclass(frozen=True)
class Place:
    """A page; of a group's page, the row it is filled in for."""

    page: Page
    row: Any = None

    @property
    def row_id(self) -> str | None:
        """The row as the core knows it."""
        return str(self.row) if self.row else None

    @property
    def kwargs(self) -> dict[str, object]:
        found: dict[str, object] = {"section": self.page.section, "number": self.page.number}
        return found | {"row": self.row} if self.row else found


@dataclass(frozen=True)
class Stop:
    """Where to go; a door makes an address of it. ``via`` and ``closed`` go along in its query."""

    name: str
    kwargs: dict[str, object] = field(default_factory=dict)
    via: str = ""
    closed: int = 0

    @classmethod
    def at(cls, place: Place, *, via: str = "", closed: int = 0) -> "Stop":
        """A page; a group is entered through the list of its entries."""
        if place.page.group and place.row is None:
            return cls(LIST, {"group": place.page.group}, via, closed)
        return cls(PAGE, place.kwargs, via, closed)

"""Where the walk can stand: a page, the list of a group, the list of sections, the check."""

from dataclasses import dataclass, field
from uuid import UUID

from intake.core.questionnaire.questionnaire import Page

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

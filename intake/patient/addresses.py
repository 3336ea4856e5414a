"""Where a patient can be: pages, rows and lists, their addresses, and the way between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import get_script_prefix, reverse

from intake.core.questionnaire.questionnaire import Page

CHECK = "check"
"""Said in an address when the patient came from checking and wants to go back there."""


@dataclass(frozen=True)
class Place:
    """A page; of a group's page, the row it is filled in for."""

    page: Page
    row: UUID | None = None

    @property
    def row_id(self) -> str | None:
        """The row as the core knows it."""
        return str(self.row) if self.row else None

    @property
    def kwargs(self) -> dict[str, object]:
        found: dict[str, object] = {"section": self.page.section, "number": self.page.number}
        return found | {"row": self.row} if self.row else found


def address(name: str, /, query: Mapping[str, object] | None = None, **kwargs: object) -> str:
    """The address of a page of this door; what is empty in ``query`` is left out."""
    said = urlencode({key: value for key, value in (query or {}).items() if value})
    return _path(get_script_prefix(), name, **kwargs) + (f"?{said}" if said else "")


@lru_cache(maxsize=4_096)
def _path(_prefix: str, name: str, **kwargs: object) -> str:
    # A page holds up to a hundred addresses, and Django searches for each anew.
    return reverse(f"patient:{name}", kwargs=kwargs)


def page_address(place: Place, *, via: str = "", closed: int = 0) -> str:
    return address("page", {"from": via, "closed": closed}, **place.kwargs)


def list_address(group: str, *, via: str = "", closed: int = 0) -> str:
    return address("list", {"from": via, "closed": closed}, group=group)

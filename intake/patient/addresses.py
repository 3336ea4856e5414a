"""The addresses of the patient's door."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from intake.walking.route import Listed, Place, Stop


def address(name: str, /, query: Mapping[str, object] | None = None, **kwargs: object) -> str:
    """The address of a page of this door; what is empty in ``query`` is left out."""
    said = urlencode({key: value for key, value in (query or {}).items() if value})
    return _path(get_script_prefix(), name, **kwargs) + (f"?{said}" if said else "")


@lru_cache(maxsize=4_096)
def _path(_prefix: str, name: str, **kwargs: object) -> str:
    # A page holds up to a hundred addresses, and Django searches for each anew.
    return reverse(f"patient:{name}", kwargs=kwargs)


def to(stop: Stop) -> str:
    """Said in the address: that the patient came from checking and wants to go back there."""
    query = {"from": stop.via, "closed": stop.closed, "opened": stop.opened}
    return address(stop.name, query, **stop.kwargs)


def address_of(place: Place | Listed, /, *, via: str = "", **query: object) -> str:
    stop = Stop.at(place)
    return address(stop.name, {"from": via, **query}, **stop.kwargs)

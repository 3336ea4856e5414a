"""The addresses of this door: of its pages, its lists, and wherever the walk leads."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from intake.walking.places import Place, Stop


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
    return address(stop.name, {"from": stop.via, "closed": stop.closed}, **stop.kwargs)


def page_address(place: Place, *, via: str = "") -> str:
    return address("page", {"from": via}, **place.kwargs)


def list_address(group: str, *, via: str = "") -> str:
    return address("list", {"from": via}, group=group)

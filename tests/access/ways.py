"""From page to page, as links lead whoever is signed in."""

import re
from collections.abc import Iterator
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from intake.access import policy
from intake.access.roles import Role

FRONT_PAGES = {
    Role.PATIENT: "/p/tasks/",
    Role.FRONT_DESK: "/desk/",
    Role.SCRIBE: "/",
    Role.PROVIDER: "/provider/",
    Role.EDITOR: "/admin/",
    Role.MANAGER: "/clinic/",
    Role.OFFICER: "/admin/",
    Role.ADMINISTRATOR: "/admin/",
}
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')
TWICE = 2  # the first record of a kind may be the one of which little can be done


def route_of(address: str) -> str:
    try:
        return resolve(re.split("[?#]", address)[0]).view_name
    except Resolver404:
        return ""


def can_be_looked_at(route: str) -> bool:
    return route in policy.TABLE and "GET" in policy.TABLE[route].methods


def links_on(response: HttpResponse) -> list[str]:
    if response.streaming:
        return []
    return [*map(unescape, LINK.findall(response.content.decode(errors="replace")))]


def pages_led_to(client: Client, role: Role) -> Iterator[tuple[str, HttpResponse]]:
    """Two pages of every route that links lead a role to, each with its address."""
    waiting, seen = [FRONT_PAGES[role]], []
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if seen.count(route) == TWICE or not can_be_looked_at(route):
            continue
        seen.append(route)
        response = client.get(address, follow=True)
        waiting += links_on(response)
        yield response.redirect_chain[-1][0] if response.redirect_chain else address, response

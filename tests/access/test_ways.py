"""Every page of the staff's own rooms is led to: from where a role begins, link after link."""

import re
from html import unescape

import pytest
from django.urls import Resolver404, resolve

from intake.access import policy
from intake.access.roles import Role
from tests.access.routes import Clinic

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')
FRONT_PAGES = {Role.EDITOR: "/admin/", Role.ADMINISTRATOR: "/admin/", Role.MANAGER: "/clinic/"}
TWICE = 2  # the first record of a kind may be the one of which little can be done
NOT_BY_A_LINK = {
    "account:confirm_authenticator": "once a second authenticator is begun",
    "account:held": "where somebody signs in again who was signed out in the middle of a page",
    "account:new_passkey": "with a button of its script",
    "admin:django.views.generic.base.RedirectView": "leads a bare address to its page",
    "admin:autocomplete": "by the boxes that offer what is typed",
    "admin:login": "leads to the page of signing in",
    "admin:password_change": "leads to the account",
    "admin:intake_examplepatient_history": "the address is Django's; its record leads elsewhere",
    "admin:intake_questionnaire_preview_list": "once an entry is made in the preview",
    "admin:auth_user_password_change": "with the password asked again",
    "admin:intake_user_reset_factor": "of somebody who has a second factor",
}


def route_of(address: str) -> str:
    try:
        return resolve(re.split("[?#]", address)[0]).view_name
    except Resolver404:
        return ""


def can_be_looked_at(route: str) -> bool:
    return route in policy.TABLE and "GET" in policy.TABLE[route].methods


@pytest.mark.parametrize("role", FRONT_PAGES)
def test_every_page_of_a_role_is_led_to_from_its_front_page(role):
    client, waiting, seen, led_to = Clinic().clients[role], [FRONT_PAGES[role]], [], set()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if seen.count(route) == TWICE or not can_be_looked_at(route):
            continue
        seen.append(route)
        response = client.get(address, follow=True)
        links = [*map(unescape, LINK.findall(response.content.decode(errors="replace")))]
        waiting += links
        led_to |= {*map(route_of, links)}
    may_open = {
        route
        for route, rule in policy.TABLE.items()
        if rule.who & {role, Role.STAFF} and can_be_looked_at(route)
    }
    assert may_open - led_to - NOT_BY_A_LINK.keys() == set()

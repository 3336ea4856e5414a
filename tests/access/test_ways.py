"""Every page of the staff's own rooms is led to: from where a role begins, link after link."""

import pytest

from intake.access import policy
from intake.access.roles import Role
from tests.access.routes import Clinic
from tests.access.ways import can_be_looked_at, links_on, pages_led_to, route_of

pytestmark = pytest.mark.django_db
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


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.MANAGER])
def test_every_page_of_a_role_is_led_to_from_its_front_page(role):
    led_to = {
        route_of(link)
        for _, response in pages_led_to(Clinic().clients[role], role)
        for link in links_on(response)
    }
    may_open = {
        route
        for route, rule in policy.TABLE.items()
        if rule.who & {role, Role.STAFF} and can_be_looked_at(route)
    }
    assert may_open - led_to - NOT_BY_A_LINK.keys() == set()

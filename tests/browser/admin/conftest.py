"""A draft, and somebody with every role in a tab."""

import pytest
from django.contrib.auth.models import Group

from intake.actions.accounts.accounts import bind_account
from tests.browser.chromium import DESK
from tests.browser.inside import let_staff_in
from tests.make.builders import PASSWORD, a_draft, a_user, a_version
from tests.make.small import SMALL

ROLES = ("question editor", "front desk", "privacy officer", "administrator")


@pytest.fixture
def draft(site):
    a_version(SMALL)
    return a_draft(SMALL)


@pytest.fixture
def staff(browse, draft):
    """A tab in which somebody with every role has signed in."""
    user = a_user(password=PASSWORD, username="staff", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=ROLES))
    bind_account(user)
    tab = browse(width=DESK)
    let_staff_in(tab, user)
    tab.go("/admin/")
    return tab

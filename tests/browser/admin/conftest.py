"""A draft, and somebody with every role in a tab."""

import pytest

from tests.browser.chromium import DESK
from tests.browser.inside import let_staff_in
from tests.make.builders import a_draft, a_version
from tests.make.small import SMALL
from tests.make.staff import a_member

ROLES = ("question editor", "front desk", "privacy officer", "administrator")


@pytest.fixture
def draft(site):
    a_version(SMALL)
    return a_draft(SMALL)


@pytest.fixture
def staff(browse, draft):
    """A tab in which somebody with every role has signed in."""
    tab = browse(width=DESK)
    let_staff_in(tab, a_member(*ROLES, username="staff"))
    tab.go("/admin/")
    return tab

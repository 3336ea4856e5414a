"""Every kind of page at every width: clean, without scrolling sideways, large enough to tap."""

import pytest
from django.conf import settings

from tests.browser.flaws import flaws
from tests.browser.kinds import STANDING

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", STANDING)
def test_a_page_is_clean_at_every_width(browse, kind):
    arrive, heading = STANDING[kind]
    tab = browse()

    arrive(tab)

    assert tab.heading.startswith(heading)
    assert tab.page.title().endswith(f" – {settings.CLINIC.name}")
    assert flaws(tab) == {}

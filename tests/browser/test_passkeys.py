"""A passkey is made and used in a real browser, with the authenticator it brings for tests."""

import pytest

from intake import models
from tests.make.builders import PASSWORD
from tests.make.factor import code_of, enrolled
from tests.make.providers import a_provider

from .axe import violations
from .hands import Pointer

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def user(site, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    return enrolled(a_provider(password=PASSWORD))


def half_in(tab, user) -> Pointer:
    tab.go("/account/sign-in/")
    tab.page.locator("[name=username]").fill(user.username)
    tab.page.locator("[name=password]").fill(PASSWORD)
    hand = Pointer(tab.page)
    hand.press("Sign in")
    return hand


def test_a_passkey_is_made_and_signs_in_in_the_place_of_a_code(browse, user):
    tab = browse()
    tab.site = tab.site.replace("127.0.0.1", "localhost")  # no passkey belongs to mere numbers
    tools = tab.context.new_cdp_session(tab.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    hand = half_in(tab, user)
    assert tab.page.locator("form[data-passkey]").count() == 0
    tab.page.locator("[name=code]").fill(code_of(user))
    hand.press("Sign in")

    tab.go("/account/passkeys/")
    assert violations(tab.page) == []
    tab.page.locator("[name=password]").fill(PASSWORD)
    tab.page.locator("[name=code]").fill(code_of(user))
    hand.press("Add a passkey")
    assert violations(tab.page) == []
    tab.page.locator("[name=name]").fill("Laptop")
    hand.press("Make the passkey")
    tab.page.get_by_text("The passkey is yours.").wait_for()
    assert models.Passkey.objects.count() == 1

    hand.press("Sign out")
    half_in(tab, user).press("Use a passkey instead")
    tab.page.wait_for_url("**/provider/")
    assert models.Passkey.objects.get().uses > 0


def test_without_a_device_the_page_says_so_and_codes_go_on(browse, user):
    tab = browse()  # at 127.0.0.1, where browsers make none
    hand = half_in(tab, user)
    tab.page.locator("[name=code]").fill(code_of(user))
    hand.press("Sign in")
    tab.go("/account/passkeys/")
    tab.page.locator("[name=password]").fill(PASSWORD)
    tab.page.locator("[name=code]").fill(code_of(user))
    hand.press("Add a passkey")
    tab.page.locator("[name=name]").fill("Laptop")
    make = tab.page.get_by_role("button", name="Make the passkey")
    told = tab.page.get_by_text("Go on using codes.")
    make.click()
    told.wait_for()
    tab.page.evaluate("() => { navigator.credentials.create = () => new Promise(() => {}); }")
    make.click()
    told.wait_for(state="hidden")  # as long as the device asks once more
    tab.page.add_init_script("delete window.PublicKeyCredential")
    tab.page.reload()
    told.wait_for()  # an old browser need not be asked

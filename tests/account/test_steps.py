"""From a right password to being signed in: nothing opens before the second factor."""

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from intake import models
from intake.actions.accounts.accounts import password_given
from intake.actions.accounts.second_factor import (
    begin,
    next_code,
    renew_recovery_codes,
    reset,
    to_confirm,
)
from tests.account.staff import ADDRESS, CODE, at_the_code, half_in, typed
from tests.make.builders import PASSWORD, a_sent_submission, a_user, a_visit
from tests.make.factor import code_of, enrolled
from tests.make.providers import a_provider, events, signed_in
from tests.make.staff import a_member
from tests.pdf.pages import lost

pytestmark = pytest.mark.django_db

NEW = "seven quiet yellow lanterns"
STAFFS = ("/provider/", "/provider/search/", "/admin/", "/admin/login/?next=/admin/", "/account/")


@pytest.mark.parametrize("wanted", STAFFS)
def test_c27_only_setting_the_factor_up_is_reachable_when_there_is_none(wanted):
    user = a_provider(password=PASSWORD, is_staff=True)
    client = Client()
    onward = client.post(ADDRESS, typed(user))["Location"]
    assert onward == "/account/sign-in/authenticator/"
    assert client.get(onward).status_code == 200
    assert client.get(wanted)["Location"].startswith(ADDRESS)


@pytest.mark.parametrize("wanted", STAFFS)
def test_c28_nothing_opens_while_the_code_is_still_to_come(wanted):
    user = enrolled(a_provider(password=PASSWORD, is_staff=True))
    assert half_in(user).get(wanted)["Location"].startswith(ADDRESS)


def test_c28_no_canary_shows_while_the_code_is_still_to_come():
    user = enrolled(a_provider(password=PASSWORD))
    visit = a_visit(provider=user, name="Zyxwolinum Delgado")
    a_sent_submission(visit=visit)
    client = half_in(user)
    for page in ("", "provider.pdf", "patient.pdf", "decision/"):
        response = client.get(f"/provider/visits/{visit.reference}/{page}", follow=True)
        assert b"Zyxwolinum" not in response.content
    assert "denied" not in [action for action, _visit, _detail in events(user)]


def test_gate_lets_nobody_in_who_came_without_a_second_factor():
    client = Client()
    client.force_login(a_provider())
    assert client.get("/provider/")["Location"] == f"{ADDRESS}?next=/provider/"


def test_first_sign_in_shows_the_seed_twice_and_gives_recovery_codes_once():
    user, client = a_provider(password=PASSWORD), Client()
    client.post(ADDRESS, typed(user))
    page = client.get("/account/sign-in/authenticator/").content.decode()
    letters = re.search(r'<code class="letters">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert f"secret={letters}&amp;issuer=" in page
    assert '<svg class="qr"' in " ".join(page.split())
    assert "data:" not in page
    code = next_code(to_confirm(user), at=now())
    codes = client.post("/account/sign-in/authenticator/", {"code": code}).content.decode()
    assert len(re.findall(r"<code>([A-Z2-7]{4}-){5}[A-Z2-7]{4}</code>", codes)) == 10
    assert client.post("/account/sign-in/go-on/")["Location"] == "/provider/"
    assert client.get("/provider/").status_code == 200


FIRST, CHANGED = "/account/sign-in/authenticator/", "/account/authenticator/confirm/"


def setting_up(path: str) -> tuple[models.User, Client]:
    """Somebody who is to see a seed: the first one, or that of a new phone."""
    user, client = a_provider(password=PASSWORD), Client()
    if path == FIRST:
        client.post(ADDRESS, typed(user))
        return user, client
    client = signed_in(enrolled(user))
    both = {"password": PASSWORD, "code": code_of(user)}
    assert client.post("/account/authenticator/", both)["Location"] == CHANGED
    return user, client


def seeds_in(response) -> list[str]:
    page = response.content.decode()
    return re.findall(r"secret=([A-Z2-7]+)|class=\"letters\">|<svg", page)


@pytest.mark.parametrize("path", [FIRST, CHANGED])
def test_a_seed_is_shown_once_and_never_again(path):
    user, client = setting_up(path)
    shown = client.get(path)
    first, html = seeds_in(shown), shown.content.decode()
    assert len(first) == 3
    titles = "Set up your second factor", "Your new authenticator"
    assert [lost(html, title) == [] for title in titles] == [path == FIRST, path == CHANGED]
    assert ("A password can be guessed or watched." in html) is (path == FIRST)
    assert re.search(r'<path d="M[^"]{99}', html)
    later = [client.get(path), client.post(path, {"code": "000000"}), client.get(path)]
    assert [seeds_in(response) for response in later] == [[], [], []]
    once = (
        "The picture was shown once, and is not shown again. If your app has it, enter the code"
        " that it shows now. If not, begin again with a new picture.",
        "Begin again with a new picture",
    )
    assert lost(later[0].content.decode(), *once) == []
    code = next_code(to_confirm(user), at=now())
    assert b"codes" in client.post(path, {"code": code}).content
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", [FIRST, CHANGED])
def test_whoever_begins_again_gets_another_seed_and_the_first_one_ends(path):
    user, client = setting_up(path)
    first = seeds_in(client.get(path))
    begun = next_code(to_confirm(user), at=now())
    assert client.post(path, {"again": "1"})["Location"] == path
    second = seeds_in(client.get(path))
    assert (len(second), second == first) == (3, False)
    assert client.post(path, {"code": begun}).status_code == 400


def test_wrong_first_code_says_what_to_do_and_enrols_nothing():
    user, client = a_provider(password=PASSWORD), Client()
    client.post(ADDRESS, typed(user))
    response = client.post("/account/sign-in/authenticator/", {"code": "000000"})
    assert response.status_code == 400
    html = response.content.decode()
    assert lost(html, "There is a problem", "Check the time on your phone") == []
    assert client.get("/provider/").status_code == 302


def test_password_alone_enrols_no_other_authenticator_when_there_is_one():
    client = half_in(enrolled(a_provider(password=PASSWORD)))
    assert client.get("/account/sign-in/authenticator/")["Location"] == CODE
    assert client.post("/account/sign-in/go-on/")["Location"] == CODE
    assert client.post("/account/sign-in/password/", {"new": NEW, "again": NEW})["Location"] == CODE


def test_code_page_leads_on_to_setting_one_up_when_there_is_none():
    user, client = a_provider(password=PASSWORD), Client()
    client.post(ADDRESS, typed(user))
    assert client.get(CODE)["Location"] == FIRST
    assert client.post(CODE, {"code": "123456"})["Location"] == FIRST


def test_a_code_that_was_not_entered_is_asked_for_and_not_counted():
    user = enrolled(a_provider(password=PASSWORD))
    page = half_in(user).post(CODE, {"code": " "})
    assert (page.status_code, "Enter the code." in page.content.decode()) == (400, True)
    assert user.authenticators.get().wrong == 0


def test_password_that_was_given_is_changed_before_anything_opens():
    user, boss = enrolled(a_provider(password=PASSWORD)), a_user()
    password_given(user, by=boss, at=now())
    client = at_the_code(user)
    assert client.get("/provider/").status_code == 302
    same = client.post("/account/sign-in/password/", {"new": PASSWORD, "again": PASSWORD})
    assert "This is the password you have now" in same.content.decode()
    other = client.post("/account/sign-in/password/", {"new": NEW, "again": PASSWORD})
    assert "The two are not the same." in other.content.decode()
    weak = client.post(
        "/account/sign-in/password/", {"new": "exosome2026!", "again": "exosome2026!"}
    )
    assert weak.status_code == 400
    assert client.get("/provider/").status_code == 302
    taken = client.post("/account/sign-in/password/", {"new": NEW, "again": NEW})
    # Others had changed the account since: its owner sees that first.
    assert taken.status_code == 302
    assert client.get("/provider/").status_code == 200
    user.refresh_from_db()
    assert (user.check_password(NEW), user.password_is_given) == (True, False)


def test_a_seed_that_can_not_be_read_ends_no_page_and_a_recovery_code_still_opens():
    user = enrolled(a_provider(password=PASSWORD))
    client, code = half_in(user), code_of(user)
    (recovery, *_others) = renew_recovery_codes(user, at=now())
    models.Authenticator.objects.update(seed=b"x")
    page = client.post(CODE, {"code": code})
    assert (page.status_code, "This code is not right" in page.content.decode()) == (400, True)
    assert client.post(CODE, {"code": recovery})["Location"] == "/provider/"


def test_code_page_is_over_when_the_password_changes_meanwhile():
    user = enrolled(a_provider(password=PASSWORD))
    client = half_in(user)
    password_given(user, by=a_user(), at=now())
    assert client.post(CODE, {"code": code_of(user)})["Location"] == ADDRESS


def test_five_wrong_codes_lock_in_words():
    user = enrolled(a_provider(password=PASSWORD))
    client = half_in(user)
    pages = [client.post(CODE, {"code": "000000"}) for _ in range(5)]
    assert [page.status_code for page in pages] == [400] * 5
    html = pages[-1].content.decode()
    said = (
        "Too many wrong codes",
        "Another administrator can reset your second factor. Codes of a phone with a wrong clock"
        " do not fit: set it to the network’s time.",
    )
    assert lost(html, *said) == []
    assert f'<a href="{ADDRESS}">Start again</a>' in html
    assert client.post(CODE, {"code": code_of(user)}).status_code == 400


def test_owner_is_told_first_when_somebody_reset_the_factor():
    user = enrolled(a_provider(password=PASSWORD))
    at_the_code(user)
    reset(user, by=a_member("administrator", first_name="Sam", last_name="Okafor"), at=now())
    client = Client()
    client.post(ADDRESS, typed(user))
    client.get("/account/sign-in/authenticator/")
    code = next_code(to_confirm(user), at=now())
    client.post("/account/sign-in/authenticator/", {"code": code})
    assert client.post("/account/sign-in/go-on/")["Location"] == "/account/"
    page = " ".join(client.get("/account/").content.decode().split())
    assert "<b>The second factor was reset</b>" in page
    assert "by Sam Okafor" in page
    assert lost(page, "what others did here, tell the privacy officer now.") == []


def test_everybody_comes_to_where_they_work():
    people = {
        "/provider/": a_provider(password=PASSWORD),
        "/admin/": a_member("question editor", password=PASSWORD),
        "/account/": a_user(password=PASSWORD),
    }
    for home, user in people.items():
        client = at_the_code(enrolled(user))
        assert client.get("/")["Location"] == home
        assert client.get(ADDRESS)["Location"] == "/"
        assert client.get(CODE)["Location"] == "/"


def test_begun_enrolment_of_one_account_is_not_anothers():
    one, two = a_provider(password=PASSWORD), a_provider(password=PASSWORD)
    begin(two, at=now())
    client = Client()
    client.post(ADDRESS, typed(one))
    code = next_code(to_confirm(two), at=now())
    assert client.post("/account/sign-in/authenticator/", {"code": code}).status_code == 400
    assert models.Authenticator.objects.exclude(confirmed_at=None).count() == 0

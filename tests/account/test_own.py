"""One's own account: every change asks for both factors, and ends the other sessions."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from intake import models
from intake.actions.accounts.accounts import end_sessions, roles_changed
from intake.actions.accounts.second_factor import in_use, next_code, to_confirm
from tests.account.staff import at_the_code
from tests.make.builders import PASSWORD, a_user
from tests.make.factor import code_of, enrolled, let_in
from tests.make.providers import a_provider, events, signed_in
from tests.make.staff import ADMINISTRATOR, EDITOR, a_member, filled, page
from tests.pdf.pages import lost

pytestmark = pytest.mark.django_db

NEW = "seven quiet yellow lanterns"


@pytest.fixture
def user():
    return enrolled(a_provider(password=PASSWORD))


def proof(user, **more):
    return {"password": PASSWORD, "code": code_of(user), **more}


@pytest.mark.parametrize("lacking", ["password", "code"])
@pytest.mark.parametrize("address", ["password/", "authenticator/", "recovery-codes/"])
def test_c40_change_asks_for_both_factors_each_time(user, address, lacking):
    typed = proof(user, new=NEW, again=NEW) | {lacking: "000000"}
    before = (models.User.objects.get(pk=user.pk).password, in_use(user).pk)
    response = signed_in(user).post(f"/account/{address}", typed)
    assert response.status_code == 400
    assert (models.User.objects.get(pk=user.pk).password, in_use(user).pk) == before
    assert to_confirm(user) is None


def front(client) -> str:
    return client.get("/account/").content.decode()


def test_c37_other_sessions_end_when_the_password_changes(user):
    here, elsewhere = signed_in(user), signed_in(user)
    assert here.post("/account/password/", proof(user, new=NEW, again=NEW)).status_code == 302
    html = front(here)
    assert "Your password is changed. Other sessions have ended." in html
    happened = html[html.index('class="happened"') :].lower()
    assert happened.index("password") < happened.index("authenticator"), "the newest first"
    assert here.get("/provider/").status_code == 200
    assert elsewhere.get("/provider/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_c37_other_sessions_end_when_the_authenticator_changes(user):
    here, elsewhere, old = signed_in(user), signed_in(user), in_use(user)
    onward = here.post("/account/authenticator/", proof(user))["Location"]
    assert elsewhere.get(onward)["Location"] == "/account/authenticator/"
    code = next_code(to_confirm(user), at=now())
    codes = here.post(onward, {"code": code}).content.decode()
    assert "The new authenticator is in use. Other sessions have ended." in codes
    assert len(re.findall(r"<code>", codes)) == 10
    kept = "They are shown only now. Print this page or write them down"
    assert lost(codes, kept, "Codes you had before do not work any more.", "I have kept them") == []
    assert in_use(user) != old
    assert here.get("/provider/").status_code == 200
    assert elsewhere.get("/provider/").status_code == 302


def test_new_authenticator_is_not_confirmed_without_the_proof(user):
    client = signed_in(user)
    assert client.get("/account/authenticator/confirm/")["Location"] == "/account/authenticator/"


def test_recovery_codes_are_renewed_and_counted(user):
    client = signed_in(user)
    assert client.post("/account/recovery-codes/", proof(user)).status_code == 200
    assert "10 left" in client.get("/account/").content.decode()
    fresh = front(signed_in(a_user()))
    assert "10 left" not in fresh
    assert lost(fresh, "You have no part in the clinic yet", "Nothing yet.") == []


def test_sessions_are_listed_and_ended_one_by_one(user):
    here = at_the_code(user)
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604.1"})
    let_in(elsewhere, user)
    session = elsewhere.session
    session["agent"] = "Mozilla/5.0 (iPhone) Version/17 Safari/604.1"
    session.save()
    listed = here.get("/account/").content.decode()
    day = f"{now():%d-%b-%Y}"
    said = (
        "Your part: provider.",
        f"Safari on iPhone, since {day}",
        f"from 127.0.0.1, since {day}",
        "this one",
        "If you do not know one of these, end it, change your password and tell an administrator.",
    )
    assert lost(listed, *said) == []
    assert 'href="/">Back to your work</a>' in listed
    (end,) = re.findall(r'action="(/account/sessions/[^"]*/end/)"', listed)
    assert here.post(end)["Location"] == "/account/"
    assert "That session has ended." in front(here)
    assert elsewhere.get("/provider/").status_code == 302
    assert here.get("/provider/").status_code == 200
    assert ("session_ended", "", f"user {user.pk}") in events(user)


def test_nobody_ends_a_session_of_somebody_else(user):
    other = signed_in(user)
    key = models.StaffSession.objects.get(user=user).pk
    assert signed_in(a_provider()).post(f"/account/sessions/{key}/end/").status_code == 404
    assert other.get("/provider/").status_code == 200


def test_c31_session_ends_at_once_when_roles_change_or_the_account_is_closed(user):
    boss = a_member(ADMINISTRATOR)
    client = signed_in(user)
    user.groups.clear()
    roles_changed(user, {"provider"}, by=boss, at=now())
    assert client.get("/provider/")["Location"].startswith("/account/sign-in/")
    client = signed_in(user)
    models.User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/account/")["Location"].startswith("/account/sign-in/")


def test_c35_session_ends_after_15_minutes_without_use_and_after_8_hours_with(user):
    with time_machine.travel(now(), tick=False) as clock:
        client = signed_in(user)
        clock.shift(timedelta(minutes=14))
        assert client.get("/provider/").status_code == 200
        clock.shift(timedelta(minutes=16))
        assert client.get("/provider/").status_code == 302
        client = signed_in(user)
        for _quarter in range(34):
            clock.shift(timedelta(minutes=14))
            assert client.get("/account/").status_code == 200
        clock.shift(timedelta(minutes=5))
        assert client.get("/account/").status_code == 302


def test_sessions_are_over_for_whoever_copied_the_table(user):
    signed_in(user)
    thief = Client()
    thief.cookies["session"] = models.StaffSession.objects.get(user=user).pk
    assert thief.get("/provider/").status_code == 302


def test_c26_patient_role_is_an_alert_and_in_the_log(caplog):
    boss, editor = a_member(ADMINISTRATOR), a_member(EDITOR)
    open_session = signed_in(editor)
    address = page("user", "change", editor.pk)
    client = let_in(Client(), boss)
    role = editor.groups.model.objects.get(name="front desk")
    client.post(address, {**filled(client.get(address)), "groups": [role.pk]})
    detail = f"user {editor.pk} +front desk, -question editor"
    assert events(boss)[-1] == ("patient_role_granted", "", detail)
    assert "roles.patient_data_granted" in [getattr(r, "event", "") for r in caplog.records]
    assert open_session.get("/admin/").status_code == 302


def test_c25_forged_rights_on_ones_own_account_are_in_the_log():
    boss = a_member(ADMINISTRATOR)
    client, address = let_in(Client(), boss), page("user", "change", boss.pk)
    role = boss.groups.model.objects.get(name="front desk")
    typed = {**filled(client.get(address)), "groups": [role.pk], "is_superuser": "on"}
    client.post(address, typed)
    boss.refresh_from_db()
    assert (boss.is_superuser, boss.roles) == (False, {ADMINISTRATOR})
    assert ("own_rights_refused", "", f"user {boss.pk}") in events(boss)


def test_administrator_resets_a_colleagues_factor_and_not_their_own(user):
    boss = enrolled(a_member(ADMINISTRATOR))
    client = let_in(Client(), boss)
    reset = client.post(page("user", "reset_factor", user.pk), follow=True)
    assert "Reset. The next sign-in sets a new authenticator up." in reset.content.decode()
    own = client.post(page("user", "reset_factor", boss.pk), follow=True)
    assert "Another administrator has to reset your second factor." in own.content.decode()
    assert (in_use(user), in_use(boss) is not None) == (None, True)
    assert ("factor_reset", "", f"user {user.pk}") in events(boss)


def test_administrator_ends_all_sessions_of_an_account(user):
    client = signed_in(user)
    boss = let_in(Client(), a_member(ADMINISTRATOR))
    ended = boss.post(page("user", "end_sessions", user.pk), follow=True)
    assert "All sessions of this account have ended." in ended.content.decode()
    assert client.get("/provider/").status_code == 302


def test_password_an_administrator_gave_has_to_be_changed():
    boss, user = a_member(ADMINISTRATOR), a_member(EDITOR)
    client = let_in(Client(), boss)
    words = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(f"/admin/intake/user/{user.pk}/password/", words).status_code == 302
    user.refresh_from_db()
    assert (user.check_password(NEW), user.password_is_given) == (True, True)
    assert events(boss)[-1] == ("password_given", "", f"user {user.pk}")
    own = client.post(f"/admin/intake/user/{boss.pk}/password/", words)
    assert own["Location"] == "/account/password/"


def test_end_of_sessions_reaches_every_session(user):
    clients = [signed_in(user) for _ in range(3)]
    end_sessions(user)
    assert [client.get("/provider/").status_code for client in clients] == [302] * 3
    assert not user.sessions.exists()

"""Staff accounts: roles are given by administrators, and nobody raises themselves."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import bind_account, change_password, subject
from intake.actions.accounts.welcomes import Part, change_part
from intake.models.sealed import is_bound
from tests.make.factor import enrolled, let_in
from tests.make.providers import events
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    a_member,
    a_site,
    filled,
    page,
    read,
    signed_in,
    works_at,
)
from tests.provider.pages import words

pytestmark = pytest.mark.django_db

RAISED = {"is_superuser": "on", "is_staff": "on", "is_active": "on"}


def groups_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def save(client, user, **changes):
    address = page("user", "change", user.pk)
    return client.post(address, {**filled(client.get(address)), **changes})


def test_administrator_gives_a_role():
    user = a_member()
    desk = models.User.groups.through._meta.get_field("group").related_model
    role = desk.objects.get(name=FRONT_DESK)
    save(signed_in(ADMINISTRATOR), user, groups=[role.pk], credentials="RN")
    user.refresh_from_db()
    assert (groups_of(user), user.credentials) == ([FRONT_DESK], "RN")


def test_a_part_that_is_given_takes_back_nothing_that_was_changed_meanwhile():
    user, boss, new = a_member(FRONT_DESK), a_member(ADMINISTRATOR), "seven quiet yellow lanterns"
    models.User.objects.filter(pk=user.pk).update(is_staff=False)
    as_opened = models.User.objects.get(pk=user.pk)
    change_password(user, new, at=timezone.now())
    change_part(as_opened, Part((EDITOR,)), by=boss, at=timezone.now())
    user.refresh_from_db()
    assert (groups_of(user), user.is_staff, user.check_password(new)) == ([EDITOR], True, True)


def signing_in(client, user) -> tuple[str, list[str]]:
    """What an account's page says of signing in, and where its buttons send."""
    text = client.get(page("user", "change", user.pk)).content.decode()
    (part,) = re.findall(r'<section class="module links".*?</section>', text, re.DOTALL)
    return words(part), re.findall(r'action="(.*?)"', part)


def test_an_account_says_how_its_owner_signs_in_and_offers_what_can_be_done():
    user, boss = a_member(EDITOR), enrolled(a_member(ADMINISTRATOR))
    client = let_in(Client(), boss)
    reset, end = (page("user", act, user.pk) for act in ("reset_factor", "end_sessions"))
    bare = "Signing in No second factor yet: the next sign-in sets one up. 0 open sessions."
    assert signing_in(client, user) == (bare, [])
    enrolled(user)
    for _device in range(2):
        let_in(Client(), user)
    user.password_is_given = True
    user.save()
    bind_account(user)
    assert signing_in(client, user) == (
        "Signing in A second factor is set up. The password was set by an administrator; the next"
        " sign-in asks for a new one. 2 open sessions. Reset the second factor For a lost phone."
        " First make sure who is asking, in person or by calling back. The owner of the account is"
        " told, and the access log keeps it. End all sessions",
        [reset, end],
    )
    own, acts = signing_in(client, boss)
    assert "Reset the second factor" not in own and acts == [page("user", "end_sessions", boss.pk)]
    chief = a_member(is_superuser=True)
    assert "Signing in" not in read(client.get(page("user", "change", chief.pk)))


def test_an_account_that_is_shut_is_recorded_by_whom_and_its_sessions_end():
    user, boss = a_member(EDITOR), a_member(ADMINISTRATOR)
    theirs = let_in(Client(), user)
    client = let_in(Client(), boss)
    address = page("user", "change", user.pk)
    posted = filled(client.get(address))
    del posted["is_active"]
    client.post(address, posted)
    assert ("roles_changed", "", f"{subject(user)} is_active") in events(boss)
    assert theirs.get(reverse("account:own")).status_code == 302


def test_an_account_whose_roles_stay_as_they_are_stays_signed_in():
    user, boss = a_member(EDITOR), a_member(ADMINISTRATOR)
    theirs = let_in(Client(), user)
    save(let_in(Client(), boss), user, credentials="RN")
    assert theirs.get(reverse("account:own")).status_code == 200
    assert "roles_changed" not in {action for action, _, _ in events(boss)}


def test_account_is_made_with_a_password_that_is_long_enough():
    client = signed_in(ADMINISTRATOR)
    typed = {"username": "newcomer", "usable_password": "true"}
    short = {"password1": "exosome2026!", "password2": "exosome2026!"}
    assert client.post(page("user", "add"), {**typed, **short}).status_code == 200
    good = {"password1": "a quiet yellow staircase", "password2": "a quiet yellow staircase"}
    assert client.post(page("user", "add"), {**typed, **good}).status_code == 302
    assert models.User.objects.get(username="newcomer").check_password("a quiet yellow staircase")


@pytest.mark.parametrize("part", ["first_name", "last_name", "credentials"])
def test_what_stands_under_a_signature_can_be_seen_by_everybody(part):
    user = a_member(first_name="Ann", last_name="Lee", credentials="RN")
    response = save(signed_in(ADMINISTRATOR), user, **{part: "M\u200bD"})
    says = "This name has a letter in it that nobody can see. Type it again."
    assert response.context["adminform"].form.errors == {part: [says]}
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.credentials) == ("Ann", "Lee", "RN")


def test_editor_can_not_raise_himself():
    editor = a_member(EDITOR)
    client = signed_in()
    let_in(client, editor)
    response = client.post(page("user", "change", editor.pk), {"username": "editor", **RAISED})
    assert response.status_code == 403
    editor.refresh_from_db()
    assert (editor.is_superuser, groups_of(editor)) == (False, [EDITOR])


def test_a_role_opens_the_admin_for_those_who_work_there_and_for_nobody_else():
    user = a_member()
    models.User.objects.filter(pk=user.pk).update(is_staff=False)
    role = models.User.groups.through._meta.get_field("group").related_model.objects
    save(signed_in(ADMINISTRATOR), user, groups=[role.get(name=FRONT_DESK).pk])
    user.refresh_from_db()
    assert user.is_staff
    save(signed_in(ADMINISTRATOR), user, groups=[role.get(name="provider").pk])
    user.refresh_from_db()
    assert not user.is_staff


@pytest.mark.parametrize("is_superuser", [False, True])
def test_administrator_can_not_raise_himself(is_superuser):
    boss = a_member(ADMINISTRATOR, is_superuser=is_superuser)
    client = signed_in()
    let_in(client, boss)
    role = boss.groups.model.objects.get(name=FRONT_DESK)
    save(client, boss, groups=[role.pk], **RAISED)
    boss.refresh_from_db()
    assert (boss.is_superuser, groups_of(boss)) == (is_superuser, [ADMINISTRATOR])


def test_administrator_can_not_make_a_superuser():
    user = a_member(EDITOR)
    role = user.groups.get()
    save(signed_in(ADMINISTRATOR), user, groups=[role.pk], user_permissions=[1], **RAISED)
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


def test_administrator_can_not_change_a_superuser():
    chief = a_member(is_superuser=True, username="chief")
    client = signed_in(ADMINISTRATOR)
    assert client.post(page("user", "change", chief.pk), {"username": "x"}).status_code == 403
    address = f"/admin/intake/user/{chief.pk}/password/"
    words = {"password1": "a quiet yellow staircase", "password2": "a quiet yellow staircase"}
    assert client.post(address, words).status_code == 403
    chief.refresh_from_db()
    assert (chief.username, chief.has_usable_password()) == ("chief", False)
    for act in ("reset_factor", "end_sessions"):
        assert client.post(page("user", act, chief.pk)).status_code == 403


def test_account_is_never_deleted():
    user = a_member()
    client = signed_in(is_superuser=True)
    assert client.post(page("user", "delete", user.pk), {"post": "yes"}).status_code == 403
    assert models.User.objects.filter(pk=user.pk).exists()


def test_what_a_role_may_do_is_not_edited():
    assert signed_in(is_superuser=True).get("/admin/auth/group/").status_code == 404


def test_list_of_staff_names_roles():
    a_member(EDITOR, first_name="Ines", last_name="Moreau")
    text = signed_in(ADMINISTRATOR).get(page("user", "changelist")).content.decode()
    assert "Ines Moreau" in text
    assert "question editor" in text


def test_question_editor_has_no_right_over_patients_or_staff():
    granted = a_member(EDITOR).get_all_permissions()
    words = ("patient", "visit", "invitation", "submission", "answer", "discussion", "user")
    granted = {right for right in granted if not right.endswith("_examplepatient")}
    assert not [right for right in granted if any(word in right for word in words)]


def test_administrator_of_one_site_changes_nobody_who_also_works_at_another():
    here, there = a_site("here"), a_site("there")
    client = let_in(Client(), works_at(a_member(ADMINISTRATOR), here))
    both = works_at(a_member("provider"), here, there)
    password = reverse("admin:auth_user_password_change", args=[both.pk])
    for address in (page("user", "change", both.pk), password):
        assert client.get(address).status_code == 404
    assert client.post(page("user", "reset_factor", both.pk)).status_code == 404
    one = works_at(a_member("provider"), here)
    assert client.get(page("user", "change", one.pk)).status_code == 200


def test_an_account_that_an_administrator_of_one_site_makes_works_there_only():
    here = a_site("here")
    client = let_in(Client(), works_at(a_member(ADMINISTRATOR), here))
    typed = {"username": "newcomer", "usable_password": "true"}
    new = "a quiet yellow staircase"
    client.post(page("user", "add"), {**typed, "password1": new, "password2": new})
    made = models.User.objects.get(username="newcomer")
    assert made.reach == [here] and not made.is_everywhere
    assert is_bound(made)

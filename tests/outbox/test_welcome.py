"""Somebody new is invited by a real mail, and sets password and second factor up from its link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import subject
from intake.actions.accounts.second_factor import next_code, to_confirm
from intake.actions.accounts.welcomes import settle_in, welcome_of
from tests.make.builders import PASSWORD
from tests.make.factor import let_in
from tests.make.staff import a_member, a_site, signed_in, works_at
from tests.pdf.pages import lost

pytestmark = pytest.mark.django_db
MANAGER, ADDRESS = "clinic manager", "k.lee@clinic.example"
KIM = {"mail": ADDRESS, "first_name": "Kim", "last_name": "Lee", "credentials": "RN"}
NEW = "seven quiet yellow lanterns"


def invited(client: Client, **more: object):
    given = {**KIM, "roles": ["front desk", "scribe"], "sites": ["*"], **more}
    return client.post(reverse("clinic:invite"), given)


def link_in(mail) -> str:
    text = mail.taken[-1].get_body(("plain",)).get_content()
    return re.search(r"/account/welcome/[\w-]+/", text)[0]


def chosen(client: Client, link: str, password: str = NEW):
    return client.post(link, {"new": password, "again": password})


def test_from_the_mail_to_the_desk(mail):
    models.Site.objects.update(name="Wu & Sons", sender_name="Lakeside", phone="+1 555 0111")
    manager = signed_in(MANAGER)
    assert invited(manager)["Location"] == reverse("clinic:people")
    said = manager.get(reverse("clinic:people")).content.decode()
    assert f"The invitation is on its way to {ADDRESS}." in said
    (message,) = mail.taken
    assert (message["To"], message["From"]) == (ADDRESS, "Lakeside <visits@clinic.example>")
    text = message.get_body(("plain",)).get_content()
    assert "Wu & Sons has made" in text
    link, html = link_in(mail), message.get_body(("html",)).get_content()
    assert link in html
    said = (
        "Hello Kim Lee, Wu & Sons has made an account for you. You sign in with " + ADDRESS,
        "works once, for 7 days",
        "You need an authenticator app on your phone. Nobody at the clinic will ever ask you for"
        " your password. Were you not expecting this? Then do not open the link, and call +1 555"
        " 0111.",
    )
    assert lost(text, *said) + lost(html, *said) == []

    client = Client()
    here = f"Welcome, Kim This is your account at Wu & Sons. You sign in with {ADDRESS} and a"
    assert lost(client.get(link).content.decode(), here) == []
    assert chosen(client, link)["Location"] == reverse("account:first_authenticator")
    client.get(reverse("account:first_authenticator"))
    user = models.User.objects.get(username=ADDRESS)
    code = next_code(to_confirm(user), at=timezone.now())
    codes = client.post(reverse("account:first_authenticator"), {"code": code})
    assert "intake/account/codes.html" in {each.name for each in codes.templates}
    assert client.post(reverse("account:go_on"))["Location"] == reverse("desk:today")
    assert client.get(reverse("desk:today"), follow=True).status_code == 200
    assert user.roles == {"front desk", "scribe"}
    assert (user.printed_name, user.email) == ("Kim Lee, RN", ADDRESS)


def test_the_link_works_once(mail):
    invited(signed_in(MANAGER))
    link = link_in(mail)
    assert chosen(Client(), link).status_code == 302
    ended = Client().get(link)
    assert ended.status_code == 410
    assert f'href="{reverse("account:sign_in")}">sign in</a>' in ended.content.decode()
    assert chosen(Client(), link, "another quiet yellow lantern").status_code == 410
    assert models.User.objects.get(username=ADDRESS).check_password(NEW)


def test_of_two_windows_that_choose_at_once_the_first_password_counts(mail):
    invited(signed_in(MANAGER))
    found = welcome_of(link_in(mail).split("/")[3], at=timezone.now())
    assert settle_in(found, NEW, at=timezone.now()) == found.user
    assert settle_in(found, "another quiet yellow lantern", at=timezone.now()) is None
    assert models.User.objects.get(username=ADDRESS).check_password(NEW)


def test_looking_at_the_link_uses_nothing_up(mail):
    invited(signed_in(MANAGER))
    for _ in range(3):
        assert Client().get(link_in(mail)).status_code == 200
    assert chosen(Client(), link_in(mail), "").status_code == 400
    assert "There is a problem" in chosen(Client(), link_in(mail), "short").content.decode()
    assert chosen(Client(), link_in(mail)).status_code == 302


def test_the_link_ends_and_a_newer_one_takes_its_place(mail):
    client = signed_in(MANAGER)
    invited(client)
    first, person = link_in(mail), models.User.objects.get(username=ADDRESS)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().get(first).status_code == 410
    client.post(reverse("clinic:invite_again", args=[person.pk]))
    assert Client().get(first).status_code == 410
    assert chosen(Client(), link_in(mail)).status_code == 302
    answer = client.post(reverse("clinic:invite_again", args=[person.pk]), follow=True)
    assert "set up already" in answer.content.decode()
    assert len(mail.taken) == 2


def test_nothing_that_opens_the_link_is_kept(mail):
    invited(signed_in(MANAGER))
    token = link_in(mail).split("/")[3]
    row = models.Welcome.objects.get()
    assert token not in repr(models.Welcome.objects.values().get())
    models.Welcome.objects.update(user=a_member("administrator"))
    assert Client().get(link_in(mail)).status_code == 410, "a row moved by hand opens nothing"
    assert row.used_at is None
    assert ADDRESS not in repr(list(models.AccessEvent.objects.values_list("detail", flat=True)))


def test_an_address_that_a_hand_put_beside_the_account_gets_no_link(mail):
    client = signed_in(MANAGER)
    invited(client)
    models.User.objects.filter(username=ADDRESS).update(email="mallory@evil.example")
    person = models.User.objects.get(username=ADDRESS)
    client.post(reverse("clinic:invite_again", args=[person.pk]))
    assert [message["To"] for message in mail.taken] == [ADDRESS] * 2


def test_a_closed_account_takes_its_link_along(mail):
    client = signed_in(MANAGER)
    invited(client)
    person = models.User.objects.get(username=ADDRESS)
    closed = client.post(reverse("clinic:close", args=[person.pk]), follow=True)
    assert f"{person.printed_name} can’t sign in any more." in closed.content.decode()
    assert Client().get(link_in(mail)).status_code == 410


def test_a_mail_server_that_is_away_is_said_and_the_link_is_handed_over(settings):
    settings.MESSAGES_FROM, settings.EMAIL_PORT = "visits@clinic.example", 9
    settings.DEMONSTRATION = False
    settings.EMAIL_HOST = "127.0.0.1"
    settings.MESSAGES_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    text = invited(signed_in(MANAGER)).content.decode()
    once = "Give this address to the person yourself. It is shown only now. It works once, for"
    assert lost(text, "No mail went out:", f"{once} seven days.") == []
    link = re.search(r"/account/welcome/[\w-]+/", text)[0]
    assert chosen(Client(), link).status_code == 302


BAD = [
    {"mail": ""},
    {"mail": "kim"},
    {"mail": "kim@clinic.example\nBcc: x@example.org"},
    {"first_name": " "},
    {"last_name": ""},
    {"roles": []},
    {"roles": ["administrator"]},
    {"roles": ["privacy officer"]},
    {"roles": ["front desk", "patient session"]},
    {"sites": []},
    {"sites": ["nowhere"]},
]


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_gets_words_and_invites_nobody(mail, bad):
    people = models.User.objects.count()
    answer = invited(signed_in(MANAGER), **bad)
    form = answer.context["form"]
    assert answer.status_code == 400 and set(form.errors) == set(bad)
    assert form["credentials"].value() == "RN", "what was right is still there"
    assert models.User.objects.count() == people + 1
    assert mail.taken == []


def test_an_address_that_signs_in_already_is_told(mail):
    client = signed_in(MANAGER)
    invited(client)
    answer = invited(client, mail=ADDRESS.upper())
    assert "signs in with this address already" in answer.content.decode()
    assert len(mail.taken) == 1


def test_roles_with_patients_are_an_alert_and_every_change_is_on_record(mail):
    invited(signed_in(MANAGER))
    person = models.User.objects.get(username=ADDRESS)
    about = models.AccessEvent.objects.filter(detail__startswith=subject(person))
    assert set(about.values_list("action", flat=True)) == {
        "account_opened",
        "patient_role_granted",
        "welcomed",
    }


def test_a_manager_of_one_site_gives_that_site_and_touches_no_other(mail):
    here, there = models.Site.objects.get(), a_site("east")
    client = let_in(Client(), works_at(a_member(MANAGER), here))
    form = client.get(reverse("clinic:invite")).context["form"]
    assert form.fields["sites"].choices == [(here.key, here.name)]
    assert invited(client, sites=[there.key]).status_code == 400
    assert invited(client, sites=[here.key]).status_code == 302
    out_of_reach = [
        works_at(a_member("front desk"), there),
        works_at(a_member("front desk"), here, there),
        a_member("front desk"),
        works_at(a_member("privacy officer"), here),
        works_at(a_member("provider", is_superuser=True), here),
    ]
    for person in out_of_reach:
        for act in ("person", "close", "open", "invite_again"):
            assert client.post(reverse(f"clinic:{act}", args=[person.pk]), {}).status_code == 404
    shown = client.get(reverse("clinic:people")).content.decode()
    assert ADDRESS in shown
    assert not [each for each in out_of_reach if f"/people/{each.pk}/" in shown]


@pytest.mark.parametrize(
    "roles", [("privacy officer", "question editor"), ("administrator", "front desk")]
)
def test_who_watches_over_managers_is_out_of_their_reach_whatever_else_they_do(mail, roles):
    client, person = signed_in(MANAGER), a_member(*roles)
    part = {"roles": [roles[1]], "sites": ["*"]}
    for page in ("person", "close"):
        assert client.post(reverse(f"clinic:{page}", args=[person.pk]), part).status_code == 404
    person = models.User.objects.get(pk=person.pk)
    assert (person.roles, person.is_active) == ({*roles}, True)


def test_nobody_changes_his_or_her_own_part(mail):
    manager = a_member(MANAGER)
    client = let_in(Client(), manager)
    address = reverse("clinic:person", args=[manager.pk])
    assert client.post(address, {"roles": ["provider"], "sites": ["*"]}).status_code == 404
    assert models.User.objects.get(pk=manager.pk).roles == {MANAGER}


def part_shown(client: Client, person: models.User) -> dict[str, object]:
    form = client.get(reverse("clinic:person", args=[person.pk])).context["form"]
    opened = {f"initial-{name}": form[name].value() for name in form.fields}
    return {**opened, **{name: form[name].value() for name in form.fields}}


def test_two_managers_who_change_roles_and_sites_undo_nothing_of_each_other(mail):
    person, client = a_member("front desk", "provider"), signed_in(MANAGER)
    there, address = a_site("east"), reverse("clinic:person", args=[person.pk])
    first = second = part_shown(client, person)
    client.post(address, {**first, "roles": ["front desk"]})
    assert client.post(address, {**second, "sites": [there.key]}).status_code == 302
    person = models.User.objects.get(pk=person.pk)
    assert (person.roles, list(person.sites.all())) == ({"front desk"}, [there])


def test_a_role_that_was_taken_is_not_given_back_by_a_page_opened_before(mail):
    person, client = a_member("front desk", "provider"), signed_in(MANAGER)
    address, shown = reverse("clinic:person", args=[person.pk]), part_shown(client, person)
    client.post(address, {**shown, "roles": ["front desk"]})
    more = {**shown, "roles": ["front desk", "provider", "scribe"]}
    refused = client.post(address, more)
    assert refused.status_code == 400
    html = refused.content.decode()
    assert "It is now: Front desk. Yours stands below" in html and "There is a problem" in html
    assert models.User.objects.get(pk=person.pk).roles == {"front desk"}
    form = refused.context["form"]
    assert form["roles"].value() == more["roles"]
    again = {**more, "initial-roles": form.data.getlist("initial-roles")}
    assert client.post(address, again).status_code == 302
    assert models.User.objects.get(pk=person.pk).roles == {"front desk", "provider", "scribe"}


def test_another_part_counts_at_once_and_a_role_taken_ends_the_session(mail):
    person = a_member("front desk", "provider", password=PASSWORD)
    theirs, client = let_in(Client(), person), signed_in(MANAGER)
    assert theirs.get(reverse("provider:worklist")).status_code == 200
    key = models.Site.objects.get().key
    part = {"roles": ["front desk"], "sites": [key]}
    saved = client.post(reverse("clinic:person", args=[person.pk]), part, follow=True)
    assert "Saved. It counts from the next page on." in saved.content.decode()
    person = models.User.objects.get(pk=person.pk)
    assert person.roles == {"front desk"} and person.is_staff
    assert [site.key for site in person.sites.all()] == [key]
    client.post(reverse("clinic:person", args=[person.pk]), part)
    moved = models.AccessEvent.objects.filter(action="sites_changed")
    assert [event.detail for event in moved] == [f"{subject(person)} {person.sites.get().pk}"]
    assert "sign-in" in theirs.get(reverse("provider:worklist"))["Location"]
    assert Group.objects.get(name="provider").user_set.count() == 0

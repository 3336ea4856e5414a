"""Plain functions for tests of the admin: who signs in, and what a form posts."""

import re
from html import unescape

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from intake import models
from intake.actions.accounts.accounts import bind_account
from tests.make.builders import a_draft, a_user
from tests.make.factor import let_in
from tests.make.small import SMALL

EDITOR, FRONT_DESK, ADMINISTRATOR = "question editor", "front desk", "administrator"
PRIVACY = "privacy officer"


def a_member(*roles: str, **columns: object) -> models.User:
    """Staff who may open the admin, with these roles."""
    user = a_user(is_staff=True, **columns)
    user.groups.set(Group.objects.filter(name__in=roles))
    bind_account(user)
    return user


def signed_in(*roles: str, **columns: object) -> Client:
    return let_in(Client(), a_member(*roles, **columns))


def a_site(key: str, **columns: object) -> models.Site:
    return models.Site.objects.create(key=key, **{"name": key.title(), **columns})


def works_at(user: models.User, *sites: models.Site) -> models.User:
    """As if an administrator had ticked these sites."""
    user.sites.set(sites)
    bind_account(user)
    return models.User.objects.get(pk=user.pk)


def a_small_draft() -> models.Questionnaire:
    return a_draft(SMALL)


def page(model: str, what: str, *args: object) -> str:
    """The address of a page: ``page("question", "change", 3)``."""
    return reverse(f"admin:intake_{model}_{what}", args=args)


def filled(response) -> dict[str, object]:
    """What a browser would post from a form that was not touched."""
    formsets = [each.formset for each in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {
        field.html_name: "on" if field.value() is True else field.value()
        for form in forms
        for field in form
        if not field.field.disabled
    }
    if "opened_on" in response.context:
        values["_opened_on"] = response.context["opened_on"]
    # A browser posts nothing for a box that is not ticked. (0 == False, but 0 is a value.)
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


def add_row(posted: dict[str, object], prefix: str, **values: object) -> None:
    """One more row of a formset, as the button "Add another" makes it."""
    number = int(posted[f"{prefix}-TOTAL_FORMS"])
    posted[f"{prefix}-TOTAL_FORMS"] = number + 1
    posted.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})


def errors(response) -> list[str]:
    """Every complaint on a form that was not taken."""
    found = [*response.context["adminform"].form.errors.values()]
    for each in response.context["inline_admin_formsets"]:
        found += [each.formset.non_form_errors()]
        found += [errors for form in each.formset.forms for errors in form.errors.values()]
    return [message for complaints in found for message in complaints]


def shown(response) -> str:
    """A page as it was sent, on one line and with plain apostrophes."""
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def read(response) -> str:
    """The words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def leads_to(response) -> list[str]:
    """Where links and forms of a page's own part lead, in order."""
    own = response.content.decode().partition('id="content-main"')[2].partition('id="footer"')[0]
    return [unescape(each) for each in re.findall(r'(?:href|action)="([^"]*)"', own)]

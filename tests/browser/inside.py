"""Puts a tab where a test begins: inside a session, behind a link, signed in as staff."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client

from intake import models
from intake.actions.accounts.accounts import bind_account
from intake.actions.accounts.second_factor import in_use
from intake.core.questionnaire.answers import Answers
from intake.patient.session import COOKIE
from tests.browser.chromium import Tab
from tests.browser.hands import Pointer
from tests.make import factor
from tests.make.builders import BIRTH_DATE, PASSWORD, a_provider, a_user, a_visit, an_entry, say
from tests.make.factor import code_of, enrolled

HALF_WAY = "stopped_at_lunch"


def let_in(
    tab: Tab,
    *,
    answers: Answers | None = None,
    visit: models.Visit | None = None,
    birth_date: date = BIRTH_DATE,
    at: datetime | None = None,
) -> models.Submission:
    """The tab holds the key of a session, as after the birth date was right."""
    visit = visit or a_visit(birth_date=birth_date)
    entered = an_entry(visit, birth_date=birth_date, at=at)
    if answers is not None:
        say(entered.session.invitation.visit.submission, answers)
    tab.context.add_cookies([{"name": COOKIE, "value": entered.key, "url": tab.site}])
    return models.Submission.objects.get(visit=visit)


def the_provider() -> models.User:
    provider = a_provider(username="provider", password=PASSWORD)
    provider.groups.add(Group.objects.get(name="provider"))
    bind_account(provider)
    return provider


def the_administrator() -> models.User:
    return a_user(
        username="admin", password=PASSWORD, is_staff=True, is_superuser=True, first_name="Sam"
    )


def let_staff_in(tab: Tab, user: models.User) -> None:
    """As after both factors, which takes three pages: most tests are about what comes then."""
    key = factor.let_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    named = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": tab.site}
    tab.context.add_cookies([named])


def sign_in(tab: Tab, user: models.User, path: str = "/account/sign-in/") -> None:
    """With both factors; the account gets an authenticator if it has none."""
    if in_use(user) is None:
        enrolled(user)
    tab.go(path)
    tab.page.get_by_label("User name").fill(user.username)
    tab.page.get_by_label("Password").fill(PASSWORD)
    Pointer(tab.page).press("Sign in")
    tab.page.get_by_label("Code from your").fill(code_of(user))
    Pointer(tab.page).press("Sign in")

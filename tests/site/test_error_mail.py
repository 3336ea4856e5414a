"""Mail about errors: sent once for each kind, with nothing that anybody said or typed."""

import logging

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.views.debug import get_exception_reporter_class

from clinicsite.environment import Environment
from clinicsite.error_mail import ErrorMail
from clinicsite.mail import outgoing
from tests.site.production import an_environment

CANARY = "Zyxwolinum"


@pytest.fixture
def told():
    """What a logger of its own mails."""
    logger = logging.getLogger("intake.for_this_test")
    handler = ErrorMail(["it@clinic.org"], "it@clinic.org")
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def fail(logger, event: str = "page.failed", kind: type[Exception] = ValueError) -> None:
    allergy = CANARY
    try:
        raise kind(f"{allergy} is not a number")
    except kind:
        logger.exception("%s failed at /p/%s/", CANARY, CANARY, extra={"event": event})


def test_c98_a_mail_says_what_failed_and_nothing_that_was_said(told):
    fail(told)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Something failed on the site", ["it@clinic.org"])
    assert "event=page.failed" in sent.body
    assert "exception=builtins.ValueError" in sent.body
    assert CANARY not in sent.message().as_string()


def test_the_same_failure_is_told_once_and_another_one_too(told):
    for _again in range(5):
        fail(told)
    fail(told, kind=KeyError)
    fail(told, event="pdf.failed.patient")
    assert len(mail.outbox) == 3


def test_a_site_on_which_everything_fails_is_told_of_what_is_new(told, monkeypatch):
    monkeypatch.setattr("clinicsite.error_mail.MOST_KINDS", 2)
    for event in ("one", "two", "three", "three"):
        fail(told, event=event)
    assert len(mail.outbox) == 3
    (handler,) = told.handlers
    assert len(handler._last) == 1


def test_what_is_no_failure_is_not_mailed(told):
    told.warning("a guess", extra={"event": "denied"})
    assert mail.outbox == []


def test_a_mail_server_that_is_away_fails_no_page(told, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    fail(told)


def test_django_reports_no_values_whoever_asks_it_to():
    reporter = get_exception_reporter_class(None)(None, ValueError, ValueError(CANARY), None)
    assert reporter.get_traceback_text() == reporter.get_traceback_html() == "ValueError\n"
    assert settings.ADMINS == []


def read(**values: str):
    return outgoing(Environment(an_environment(**values)))


def test_mail_settings_are_read_whole():
    url = "smtp+tls://bot:p%40ss@mail.clinic.org:2525"
    found = read(INTAKE_ERROR_MAIL="it@clinic.org, boss@clinic.org", INTAKE_MAIL_URL=url)
    assert found.told == ["it@clinic.org", "boss@clinic.org"]
    assert (found.host, found.port, found.user, found.password) == (
        "mail.clinic.org",
        2525,
        "bot",
        "p@ss",
    )
    assert read().told == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"INTAKE_ERROR_MAIL": "it@clinic.org"}, "belong together"),
        ({"INTAKE_MAIL_URL": "smtp+tls://h"}, "belong together"),
        ({"INTAKE_ERROR_MAIL": "x\nBcc: y@z.org"}, "write addresses like"),
        ({"INTAKE_ERROR_MAIL": "a@b.org", "INTAKE_MAIL_URL": "http://secret@h"}, "not understood"),
        ({"INTAKE_ERROR_MAIL": "a@b.org", "INTAKE_MAIL_URL": "smtp://u:secret@h"}, "in the open"),
        ({"INTAKE_MESSAGES_FROM": "Visits"}, "write an address like visits@clinic.org"),
    ],
)
def test_odd_mail_settings_stop_the_start_and_show_no_password(values, words):
    with pytest.raises(ImproperlyConfigured, match=words) as refused:
        read(**values)
    assert "secret" not in str(refused.value)

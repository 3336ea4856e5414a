"""What every response carries, whether it is a page, a redirect, an error or a static file."""

import logging
import re
from html import unescape

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse

from clinicsite.logs import AllowListFormatter
from clinicsite.outages import failed
from intake.access import policy
from intake.access.client_address import client_address
from intake.actions.catalog.waive import CURE
from intake.models import CannotOpen
from intake.models.catalog.versions import VersionAltered
from tests.make.staff import EDITOR, signed_in
from tests.provider.pages import words

pytestmark = pytest.mark.django_db


PROBLEMS = {
    "away": OperationalError("database is locked"),
    "damaged": CannotOpen("a name"),
    "altered": VersionAltered("Version 1 was altered."),
}


def failing(request, token):
    raise PROBLEMS.get(token, ValueError("penicillin"))


def receiving(request):
    return HttpResponse("received")


handler500 = failed
urlpatterns = [
    path("receive", receiving, name="receiving"),
    path("fail/<str:token>", failing, name="failing"),
    path("home", receiving, name="home"),
]


@pytest.fixture
def listed(monkeypatch):
    """These two routes stand in the table too; nobody comes to one that does not."""
    for route in ("receiving", "failing"):
        monkeypatch.setitem(policy.TABLE, route, policy.fills_in(policy.ANYONE))


@pytest.mark.parametrize(
    "address", ["/healthz", "/admin/", "/no-such-page", "/static/no-such-file"]
)
def test_response_is_kept_by_nobody(client, address):
    headers = client.get(address).headers
    assert headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("address", ["/healthz", "/admin/", "/no-such-page"])
def test_response_carries_the_protecting_headers(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://elsewhere.org"}, 403),
    ],
)
@pytest.mark.usefixtures("listed")
@override_settings(ROOT_URLCONF=__name__)
def test_form_is_taken_from_our_own_pages_only(sent, status):
    client, token = Client(enforce_csrf_checks=True), "a" * 32
    client.cookies["csrf"] = token
    form = {"csrfmiddlewaretoken": token}
    assert client.post("/receive", form, headers=sent).status_code == status


@pytest.mark.usefixtures("listed")
@override_settings(ROOT_URLCONF=__name__)
def test_form_is_refused_when_the_token_is_missing():
    client = Client(enforce_csrf_checks=True)
    sent = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/receive", {}, headers=sent).status_code == 403


AWAY = (
    "Please try again in a minute We can't save anything right now. What you sent just now was not"
    " saved; everything before it was. Go back, wait a minute, and send it again."
)
MISTAKE = (
    "Something went wrong This is our mistake, not yours. Everything that was saved before is still"
    " there. Wait a minute and try again."
)
UNREADABLE = (
    "What is stored here cannot be read {} Nothing is shown rather than something wrong, and"
    " waiting does not help. Tell an administrator, with the address of this page. The failure was"
    " recorded."
)
LOCKED = (
    "It was changed in the database, or it is locked with a key that this server does not have."
)


@pytest.mark.parametrize(
    ("problem", "status", "told"),
    [
        ("away", 503, AWAY),
        ("mistake", 500, MISTAKE),
        ("damaged", 500, UNREADABLE.format(LOCKED)),
        ("altered", 500, UNREADABLE.format(f"Version 1 was altered. {CURE}")),
    ],
)
@pytest.mark.usefixtures("listed")
@override_settings(ROOT_URLCONF=__name__)
def test_page_of_a_failure_says_what_was_saved_and_whether_waiting_helps(problem, status, told):
    response = Client(raise_request_exception=False).post(f"/fail/{problem}")
    assert (response.status_code, main_of(response)) == (status, told)


def main_of(response) -> str:
    return words(unescape(re.findall("<main.*?</main>", response.content.decode(), re.DOTALL)[0]))


def test_page_that_is_not_there_tells_staff_and_strangers_what_each_can_do(client):
    missing = client.get("/no-such-page")
    assert main_of(missing) == (
        "Page not found If you typed or copied a link, check that it is complete. If it came from"
        " the clinic and still does not work, call the clinic and ask for a new one."
    )
    found = signed_in(EDITOR).get("/no-such-page")
    assert main_of(found) == (
        "Page not found No page of the clinic’s has this address. It may have been typed wrongly,"
        " or come from an older link. Look for the visit by name, date of birth or reference"
        " instead. Back to your work"
    )
    assert f'href="{reverse("home")}"' in found.content.decode()
    foot = "Questions about this form?"
    assert foot in missing.content.decode() and foot not in found.content.decode()


def test_page_that_is_not_open_says_that_nothing_was_changed_and_whom_to_ask():
    assert main_of(signed_in(EDITOR).get("/desk/")) == (
        "This page is not open to you The account you are signed in with does not have the part for"
        " it. Nothing was changed. If you need it for your work, ask an administrator. If you have"
        " another account, sign out and sign in with that one."
    )


def test_form_without_its_token_is_told_to_be_loaded_again():
    refused = Client(enforce_csrf_checks=True).post("/account/sign-in/", {})
    assert (refused.status_code, main_of(refused)) == (
        403,
        "Nothing was saved The page you sent was too old, or your browser blocks cookies. Go back,"
        " load the page again, and send it once more.",
    )


@pytest.mark.usefixtures("listed")
@override_settings(ROOT_URLCONF=__name__)
def test_log_line_names_the_route_and_nothing_that_was_sent(caplog):
    client = Client(raise_request_exception=False)
    client.post("/fail/secret-token?q=peanuts", {"answer": "hives"})
    lines = "\n".join(AllowListFormatter().format(record) for record in caplog.records)
    assert "route=failing method=POST status=500 exception=builtins.ValueError" in lines
    for leak in ("secret-token", "peanuts", "hives", "penicillin", "/fail"):
        assert leak not in lines


def test_log_line_drops_a_message_and_keeps_a_code():
    record = logging.makeLogRecord({"name": "intake", "msg": "Ana %s", "event": "pdf.failed"})
    line = AllowListFormatter().format(record)
    assert line.endswith("intake event=pdf.failed")


def test_log_line_drops_a_code_that_is_a_sentence():
    record = logging.makeLogRecord({"name": "intake", "event": "Ana is allergic"})
    assert AllowListFormatter().format(record).endswith(" intake")


@pytest.mark.parametrize(
    ("message", "end"),
    [
        ("Booting worker with pid: %s", " says=Booting worker with pid: 7"),
        ("Error handling request /p/%s", " gunicorn.error"),
    ],
)
def test_log_line_keeps_what_gunicorn_says_of_workers_only(message, end):
    record = logging.makeLogRecord({"name": "gunicorn.error", "msg": message, "args": (7,)})
    assert AllowListFormatter().format(record).endswith(end)


def test_log_line_keeps_the_reason_why_a_start_is_refused():
    refused = ImproperlyConfigured("INTAKE_INDEX_KEY is missing")
    record = logging.makeLogRecord(
        {"name": "gunicorn.error", "exc_info": (type(refused), refused, None)}
    )
    assert AllowListFormatter().format(record).endswith("says=INTAKE_INDEX_KEY is missing")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_address_is_believed_from_our_own_proxy_only(settings, peer, forwarded, address):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    sent = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=sent)
    assert client_address(request) == address


def test_pages_are_packed_on_the_line_and_nothing_else_is(listed):
    packed = Client(headers={"Accept-Encoding": "gzip"})
    page = packed.get("/account/sign-in/")
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < 3_000
    for address in ("/healthz", "/readyz"):
        assert "Content-Encoding" not in packed.get(address).headers


@pytest.mark.parametrize("address", ["/account/sign-in/", f"/p/{'a' * 22}/", "/admin/"])
def test_a_demonstration_says_so_on_every_page_and_nothing_else_does(settings, address):
    client = signed_in(EDITOR) if address == "/admin/" else Client()
    for settings.DEMONSTRATION in (True, False):
        page = client.get(address).content.decode()
        assert (">Demonstration" in "".join(page.split())) == settings.DEMONSTRATION

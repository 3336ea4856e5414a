"""What the world outside says: the site at its own address, and the mail server."""

import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from .findings import Finding

SECONDS = 8


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_anything: object) -> None:
        return None


def public_address(_at: datetime) -> Iterator[Finding]:
    """As a patient's browser would come, through the proxy, to a page that needs no database."""
    site = settings.CLINIC.public_url
    url = f"{site}/account/sign-in/"
    try:
        status, location = _asked(url)
    except OSError as why:
        cure = "Look at name, certificate, proxy and service: systemctl status intake-web nginx."
        yield Finding("site_not_reached", f"Nothing answers at {site}: {type(why).__name__}.", cure)
        return
    if status == 503 or (status in {301, 308} and location == url):
        problem = "The proxy is not trusted, so a browser is sent in a circle."
        cure = "Put the address that the proxy comes from into INTAKE_TRUSTED_PROXIES and restart."
        yield Finding("proxy_not_trusted", problem, cure)
    elif status in {400, 421}:
        problem = f"The site refuses its own name, {urlsplit(url).hostname}."
        cure = "Put it into INTAKE_ALLOWED_HOSTS; the proxy must pass Host on as it came."
        yield Finding("host_not_allowed", problem, cure)
    elif status != 200:
        cure = "Ask /readyz from this machine, and read the server's log."
        yield Finding("site_not_well", f"The site answers {status} at its own address.", cure)


def mail(_at: datetime) -> Iterator[Finding]:
    """Goes as far as the recipient, and takes it back: nothing is sent."""
    told = settings.MAIL
    if not told.scheme:
        return
    sender = told.sender or settings.MESSAGES_FROM
    recipient = told.told[0] if told.told else sender
    kind = smtplib.SMTP_SSL if told.scheme == "smtp+ssl" else smtplib.SMTP
    try:
        with kind(told.host, told.port, timeout=SECONDS) as server:
            if told.scheme == "smtp+tls":
                server.starttls(context=ssl.create_default_context())
            if told.user:
                server.login(told.user, told.password)
            server.ehlo_or_helo_if_needed()
            for code, _words in (server.mail(sender), server.rcpt(recipient)):
                if code >= 400:
                    raise smtplib.SMTPResponseException(code, b"")
            server.rset()
    except (OSError, smtplib.SMTPException) as why:
        code = getattr(why, "smtp_code", type(why).__name__)
        yield Finding(
            "mail_refused",
            f"The mail server {told.host} refuses ({code}): no mail goes out.",
            "Look at INTAKE_MAIL_URL, the password, and whether the sender may send from here.",
        )


def _asked(url: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(url, timeout=SECONDS) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get("Location", "")

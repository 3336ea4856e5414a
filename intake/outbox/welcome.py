"""The mail that invites somebody to work at the clinic; whoever invites waits for it."""

import logging
import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from intake.core.limits import WELCOME
from intake.models import Site, User

logger = logging.getLogger(__name__)
PATIENCE = 10
"""Seconds; longer than a mail server takes, shorter than anybody looks at a page."""


def address_of(token: str) -> str:
    return f"{settings.CLINIC.public_url}{reverse('account:welcome', args=[token])}"


def mail_of(user: User) -> str:
    """What is typed to sign in is sealed with the account; the mail address beside it is not."""
    return user.username if "@" in user.username else user.email


def send_welcome(user: User, token: str, *, site: Site) -> bool:
    """Whether a mail server took it; nothing of its answer is kept, which may quote the address.

    The link is in one mail and nowhere else, so it is not a job that could be done later.
    """
    if not settings.MESSAGES_FROM or "dummy" in settings.MESSAGES_BACKEND:
        return False
    words = {"person": user, "clinic": site, "address": address_of(token), "days": WELCOME.days}
    message = EmailMultiAlternatives(
        f"Your account at {site.name}",
        render_to_string("intake/outbox/welcome.txt", words),
        formataddr((site.sender, settings.MESSAGES_FROM)),
        [mail_of(user)],
        connection=get_connection(settings.MESSAGES_BACKEND, timeout=PATIENCE),
    )
    message.attach_alternative(render_to_string("intake/outbox/welcome.html", words), "text/html")
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        logger.warning("an invitation was not sent", extra={"event": "welcome.not_sent"})
        return False
    return True

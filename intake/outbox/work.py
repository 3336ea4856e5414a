"""What the outbox does with a message: is it still wanted, how did sending it go."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from intake.actions.jobs import claim, put_off, settle
from intake.actions.visits.contact import contact_of, mark_bad, stop_texts
from intake.actions.visits.messages import (
    ALL_KINDS,
    KINDS,
    SENT,
    has_a_hold,
    is_quiet,
    live_link,
    way_of,
    why_unwanted,
)
from intake.actions.visits.visits_and_links import NoLink
from intake.models import CannotOpen, Job, JobKind, JobState, Way

from .texts import Later, Refused, Stopped, send_text
from .words import Words, words_for, words_for_provider

logger = logging.getLogger(__name__)

PATIENCE = 20
"""Seconds for the mail server; far below the lease, so that no other worker takes the message."""
NIGHT = timedelta(minutes=30)
TAKEN, REFUSED_FOR_GOOD = range(200, 300), range(500, 600)
LOOKED_AT = "looked_at"
"""How a provider's message ends, sent or not needed: the table must not tell who has a hold."""


def send_next(*, at: datetime) -> bool:
    """Send the message that has waited longest; False when none is due."""
    job = claim(ALL_KINDS, at=at)
    if job is None:
        return False
    code = why_unwanted(job, at=at)
    if code:
        settle(job, JobState.DONE, code=code, at=timezone.now())
    elif is_quiet(job.visit.site, at=at):
        put_off(job, until=at + NIGHT)
    else:
        state, code = _tried(job, at)
        settle(job, state, code=code, at=timezone.now())
    return True


def _tried(job: Job, at: datetime) -> tuple[JobState, str]:
    """How it ended, as a code: an error of a mail server names the address."""
    try:
        way = _send(job, at)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        return _refused(job, code)
    except smtplib.SMTPResponseException as refused:
        # The account, the sender or the mail: that says nothing about the address.
        return JobState.WAITING, f"later_{refused.smtp_code}"
    except (smtplib.SMTPException, OSError):
        return JobState.WAITING, "no_server"
    except Stopped as refused:
        stop_texts(job.visit.patient, at=at)
        return JobState.FAILED, refused.code
    except Refused as refused:
        mark_bad(job.visit.patient, Way.TEXT, refused.code)
        return JobState.FAILED, refused.code
    except Later as refused:
        return JobState.WAITING, refused.code
    except (CannotOpen, NoLink) as problem:
        return JobState.FAILED, type(problem).__name__
    return JobState.DONE, SENT[way] if job.kind in KINDS else LOOKED_AT


def _refused(job: Job, code: int) -> tuple[JobState, str]:
    if code not in REFUSED_FOR_GOOD:
        return JobState.WAITING, f"later_{code}"
    if job.kind in KINDS:
        mark_bad(job.visit.patient, Way.MAIL, f"refused_{code}")
    return JobState.FAILED, f"refused_{code}"


def _send(job: Job, at: datetime) -> Way:
    """Says which way it went. Its id stays the same over all tries, so that it shows once."""
    if job.kind == JobKind.TO_PROVIDER:
        to = job.visit.provider.email
        return _mail(job, to, words_for_provider(job.visit)) if has_a_hold(job) else _knock(to)
    way, contact = way_of(job), contact_of(job.visit.patient)
    words = words_for(job.visit, live_link(job.visit, at=at))
    if way is Way.MAIL:
        return _mail(job, contact.mail, words)
    send_text(contact.phone, words.short, key=str(job.pk), timeout=PATIENCE)
    return Way.TEXT


def _knock(to: str) -> Way:
    """Ask the server whether it would take a mail, and send none.

    Failures stand in the table: where they came with holds alone, they would tell of them.
    """
    line: Any = get_connection(settings.MESSAGES_BACKEND, timeout=PATIENCE)
    if not line.open():  # a demonstration
        return Way.MAIL
    try:
        line.connection.ehlo_or_helo_if_needed()
        code, said = line.connection.mail(settings.MESSAGES_FROM)
        if code not in TAKEN:
            raise smtplib.SMTPSenderRefused(code, said, settings.MESSAGES_FROM)
        code, said = line.connection.rcpt(to)
        if code not in TAKEN:
            raise smtplib.SMTPRecipientsRefused({to: (code, said)})
    finally:
        line.close()
    return Way.MAIL


def _mail(job: Job, to: str, words: Words) -> Way:
    message = EmailMultiAlternatives(
        words.subject,
        words.text,
        formataddr((job.visit.site.sender, settings.MESSAGES_FROM)),
        [to],
        headers={"Message-ID": f"<m.{job.pk}@{settings.MESSAGES_FROM.rpartition('@')[2]}>"},
        connection=get_connection(settings.MESSAGES_BACKEND, timeout=PATIENCE),
    )
    if words.html:
        message.attach_alternative(words.html, "text/html")
    message.send()
    return Way.MAIL

"""What the outbox does with a message: is it still wanted, how did sending it go."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from intake.actions.jobs import claim, put_off, settle
from intake.actions.visits.contact import address_of
from intake.actions.visits.messages import (
    ALL_KINDS,
    KINDS,
    is_quiet,
    live_link,
    mark_bad,
    why_unwanted,
)
from intake.actions.visits.visits_and_links import NoLink
from intake.models import CannotOpen, Job, JobKind, JobState

from .words import Words, words_for, words_for_provider

logger = logging.getLogger(__name__)

PATIENCE = 20
"""Seconds for the mail server; far below the lease, so that no other worker takes the message."""
NIGHT = timedelta(minutes=30)
REFUSED_FOR_GOOD = range(500, 600)


def send_next(*, at: datetime) -> bool:
    """Send the message that has waited longest; False when none is due."""
    job = claim(ALL_KINDS, at=at)
    if job is None:
        return False
    code = why_unwanted(job, at=at)
    if code:
        settle(job, JobState.DONE, code=code, at=timezone.now())
    elif is_quiet(at):
        put_off(job, until=at + NIGHT)
    else:
        state, code = _tried(job, at)
        settle(job, state, code=code, at=timezone.now())
    return True


def _tried(job: Job, at: datetime) -> tuple[JobState, str]:
    """How it ended, as a code: an error of a mail server names the address."""
    try:
        _send(job, at)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        return _refused(job, code)
    except smtplib.SMTPResponseException as refused:
        return _refused(job, refused.smtp_code)
    except (smtplib.SMTPException, OSError):
        return JobState.WAITING, "no_server"
    except (CannotOpen, NoLink) as problem:
        return JobState.FAILED, type(problem).__name__
    return JobState.DONE, "sent"


def _refused(job: Job, code: int) -> tuple[JobState, str]:
    if code not in REFUSED_FOR_GOOD:
        return JobState.WAITING, f"later_{code}"
    if job.kind in KINDS:
        mark_bad(job.visit.patient, f"refused_{code}")
    return JobState.FAILED, f"refused_{code}"


def _send(job: Job, at: datetime) -> None:
    """The message keeps its id over all tries, so that a mail program shows it once."""
    to, words = _letter(job, at)
    message = EmailMultiAlternatives(
        words.subject,
        words.text,
        settings.MESSAGES_FROM,
        [to],
        headers={"Message-ID": f"<m.{job.pk}@{settings.MESSAGES_FROM.rpartition('@')[2]}>"},
        connection=get_connection(settings.MESSAGES_BACKEND, timeout=PATIENCE),
    )
    if words.html:
        message.attach_alternative(words.html, "text/html")
    message.send()


def _letter(job: Job, at: datetime) -> tuple[str, Words]:
    """To whom, and what it says."""
    visit = job.visit
    if job.kind == JobKind.TO_PROVIDER:
        return visit.provider.email, words_for_provider(visit)
    return address_of(visit.patient), words_for(visit, live_link(visit, at=at))

"""What a printer does with a job: both copies on the site's paper, and how it ended."""

import logging
from datetime import datetime

from django.utils import timezone

from intake.actions.jobs import claim, settle
from intake.models import (
    CannotOpen,
    Copy,
    FrozenDiscussion,
    Job,
    JobKind,
    JobState,
    Paper,
    SignOff,
)
from intake.pdf.copies import Busy, RenderFailed

from .conduct import PRINTERS, Original, original_sent, original_signed, printed

logger = logging.getLogger(__name__)


def print_next(*, at: datetime) -> bool:
    """Do the job that has waited longest; False when none is due."""
    job = claim((JobKind.PRINT_SENT, JobKind.PRINT_SIGNED), at=at)
    if job is None:
        return False
    state, code = _tried(job, at)
    settle(job, state, code=code, at=timezone.now())
    return True


def _tried(job: Job, at: datetime) -> tuple[JobState, str]:
    try:
        if job.kind == JobKind.PRINT_SENT:
            sent = FrozenDiscussion.objects.select_related(
                "submission__visit__patient", "submission__visit__site"
            )
            original = original_sent(sent.get(pk=job.subject))
        else:
            signed = SignOff.objects.select_related("visit__provider", "visit__site")
            sign_off, addenda = signed.get(pk=job.subject), int(job.part)
            original = original_signed(sign_off, addenda=addenda, at=at)
    except (FrozenDiscussion.DoesNotExist, SignOff.DoesNotExist):
        return JobState.DONE, "not_wanted"
    except CannotOpen:
        logger.exception("a sealed column does not open", extra={"event": "sealed.cannot_open"})
        return JobState.FAILED, "cannot_open"
    if original.kept_with is None:
        return JobState.FAILED, "not_valid"
    # The patient's copy first: its reader is waiting on the page.
    codes = [code for copy in PRINTERS if (code := _printed(original, copy, at))]
    return (JobState.WAITING, codes[0]) if codes else (JobState.DONE, "")


def _printed(original: Original, copy: Copy, at: datetime) -> str:
    """Empty when the copy lies there, or how it went wrong; one never hinders the other."""
    paper = Paper(original.site.paper_size)
    try:
        if original.stored(copy, paper) is None:
            printed(original, copy, paper, at=at)
    except Busy:
        return "busy"
    except RenderFailed:
        return "not_printed"
    except Exception:  # noqa: BLE001 - a job that fails in any way is tried again, and shown
        logger.exception("a copy was not kept", extra={"event": f"pdf.failed.{copy}"})
        return "error"
    return ""

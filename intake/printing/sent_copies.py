"""The copies on paper that are made when the answers are sent, and the patient's one afterwards."""

import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import timezone

from intake.actions.answers.submit import MadePdf, store_pdfs
from intake.models import Copy, FrozenDiscussion, Paper, PdfState, sealed
from intake.models.visits.names import surname_first
from intake.pdf import copies

logger = logging.getLogger(__name__)

PRINTERS: Mapping[Copy, Callable[..., copies.Printed]] = {
    Copy.PROVIDER: copies.provider_copy,
    Copy.PATIENT: copies.patient_copy,
}


def print_copies(frozen: FrozenDiscussion) -> None:
    """Both copies on the clinic's paper; what can't be printed is marked, and can be made later."""
    if frozen.pdfs.exists():
        return
    paper = Paper(settings.CLINIC.paper)
    made = [MadePdf(copy, paper, _printed(frozen, copy)) for copy in PRINTERS]
    store_pdfs(frozen, made, at=timezone.now())


def patient_pdf(frozen: FrozenDiscussion) -> bytes | None:
    """The stored copy; printed again, the same bytes, where storing was cut short."""
    stored = frozen.pdfs.filter(copy=Copy.PATIENT, state=PdfState.OK).first()
    if stored is not None:
        return sealed.open_bytes(stored, "content")
    return _printed(frozen, Copy.PATIENT)


def _printed(frozen: FrozenDiscussion, copy: Copy) -> bytes | None:
    try:
        more = {"log": frozen.log_head}
        discussion = frozen.read()
        if copy == Copy.PROVIDER:
            patient = frozen.submission.visit.patient
            more["name"] = surname_first(discussion.header.name, patient.surname_index)
        made = PRINTERS[copy](discussion, paper=settings.CLINIC.paper, **more)
        return made.content
    except (copies.Busy, copies.RenderFailed):
        logger.exception("a copy was not printed", extra={"event": f"pdf.failed.{copy}"})
        return None

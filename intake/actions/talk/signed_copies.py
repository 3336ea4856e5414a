"""Keeps copies on paper of a signed record: one set when it is signed, one after each addendum."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from intake import models
from intake.actions.answers.submit import MadePdf
from intake.models import sealed


def store_signed_pdfs(
    sign_off: models.SignOff, made: Iterable[MadePdf], *, addenda: int, at: datetime
) -> None:
    """Keep copies that show so many addenda. A complete one is never replaced; a failed one may."""
    with transaction.atomic():
        models.SignOff.objects.select_for_update(no_key=True).get(pk=sign_off.pk)
        for pdf in made:
            place = {"addenda": addenda, "copy": pdf.copy, "paper": pdf.paper}
            kept = sign_off.pdfs.filter(**place).first()
            if kept is None or kept.state == models.PdfState.FAILED:
                _store(kept or models.SignedPdf(sign_off=sign_off, **place), pdf, at)


def signed_pdf(
    sign_off: models.SignOff, copy: models.Copy, paper: models.Paper, *, addenda: int | None = None
) -> bytes | None:
    """The stored bytes with all addenda on them, or with the first ``addenda``; None without."""
    shown = sign_off.addenda.count() if addenda is None else addenda
    kept = sign_off.pdfs.filter(
        copy=copy, paper=paper, addenda=shown, state=models.PdfState.OK
    ).first()
    return sealed.open_bytes(kept, "content") if kept else None


def _store(kept: models.SignedPdf, pdf: MadePdf, at: datetime) -> None:
    kept.made_at = at
    kept.state = models.PdfState.OK if pdf.content else models.PdfState.FAILED
    if pdf.content:
        kept.sha256 = sha256(pdf.content).hexdigest()
        sealed.seal_bytes(kept, "content", pdf.content)
    kept.save()

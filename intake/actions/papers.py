"""Keeps copies on paper, sealed: of what was sent, and of a signed record after each addendum."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from intake import models
from intake.models import sealed

KeptPdf = models.StoredPdf | models.SignedPdf


@dataclass(frozen=True)
class MadePdf:
    """A copy on paper; no content when it could not be made."""

    copy: models.Copy
    paper: models.Paper
    content: bytes | None


def store_pdf(
    of: models.FrozenDiscussion | models.SignOff,
    made: MadePdf,
    *,
    at: datetime,
    addenda: int = 0,
) -> None:
    """Keep a copy, of a signed record with so many addenda on it.

    A complete one is never replaced; a failed one may be.
    """
    with transaction.atomic():
        type(of).objects.select_for_update(no_key=True).get(pk=of.pk)
        kept = _kept(of, made.copy, made.paper, addenda)
        if kept is None:
            parent = {of.pdfs.field.name: of}  # type: ignore[union-attr]  # Django makes it
            kept = of.pdfs.model(**parent, **_which(of, addenda), copy=made.copy, paper=made.paper)
        elif kept.state == models.PdfState.OK:
            return
        kept.made_at = at
        kept.state = models.PdfState.OK if made.content else models.PdfState.FAILED
        if made.content:
            kept.sha256 = sha256(made.content).hexdigest()
            sealed.seal_bytes(kept, "content", made.content)
        kept.save()


def stored_pdf(
    of: models.FrozenDiscussion | models.SignOff,
    copy: models.Copy,
    paper: models.Paper,
    *,
    addenda: int = 0,
) -> bytes | None:
    """The bytes as they were printed; None where there are none, or where printing failed."""
    kept = _kept(of, copy, paper, addenda)
    if kept is None or kept.state != models.PdfState.OK:
        return None
    return sealed.open_bytes(kept, "content")


def _kept(
    of: models.FrozenDiscussion | models.SignOff,
    copy: models.Copy,
    paper: models.Paper,
    addenda: int,
) -> KeptPdf | None:
    return of.pdfs.filter(**_which(of, addenda), copy=copy, paper=paper).first()


def _which(of: models.FrozenDiscussion | models.SignOff, addenda: int) -> dict[str, int]:
    """Only a signed record has copies that differ by what was added to it."""
    return {"addenda": addenda} if isinstance(of, models.SignOff) else {}


def states_of(
    of: models.FrozenDiscussion | models.SignOff,
    paper: models.Paper,
    *,
    addenda: int = 0,
) -> dict[str, tuple[str, datetime]]:
    """Of each copy on this paper: whether it is complete or failed, and since when."""
    rows = of.pdfs.filter(**_which(of, addenda), paper=paper)
    columns = rows.values_list("copy", "state", "made_at")
    return {copy: (state, made_at) for copy, state, made_at in columns}

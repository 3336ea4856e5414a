"""The two printed copies of a discussion, checked to be whole, or not printed at all."""

import hashlib
from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion

from .completeness import Incomplete, check_answers, check_points, check_words
from .html import page_html
from .patient.view import patient_view
from .plain_text.provider import plain_text
from .printer.client import Busy, Rendered, RenderFailed, render
from .provider.view import ProviderCopy, provider_view
from .talk import TalkSoFar, words_of

__all__ = [
    "Busy",
    "Incomplete",
    "Printed",
    "RenderFailed",
    "patient_copy",
    "plain_text",
    "provider_copy",
]


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished copy: what is stored, sealed, and served again for a reprint."""

    content: bytes
    sha256: str
    pages: int


def provider_copy(
    discussion: Discussion,
    *,
    paper: str,
    log: str = "",
    name: str = "",
    talk: TalkSoFar | None = None,
) -> Printed:
    """The copy to lead the talk with, and with ``talk`` the record of it.

    ``log`` is where the access log ended, for its foot; ``name`` is how pages show the patient's.
    Raises ``RenderFailed`` when it can't be printed whole (then show ``plain_text``), and
    ``Busy`` when too many print at once.
    """
    more = {"name": name, "talk": talk}
    view = provider_view(discussion, paper, **more)
    rendered = _rendered(view, paper, log, talk)
    if view.page.fits and rendered.anchors[END_OF_PAGE_1] != 1:
        # Counted too low, as letters of other scripts may be: once more, with less on page 1.
        view = provider_view(discussion, paper, spare=MORE_SPARE, **more)
        rendered = _rendered(view, paper, log, talk)
    check_answers(discussion, rendered.text)
    check_points(discussion, rendered.text)
    check_words(words_of(talk), rendered.text)
    return _printed(rendered)


END_OF_PAGE_1 = "end-of-page-1"
MORE_SPARE = 60.0


def _rendered(view: ProviderCopy, paper: str, log: str, talk: TalkSoFar | None) -> Rendered:
    html = page_html("provider.html", copy=view, log=log)
    return render(html, paper=paper, identifier=_identifier(view.digest, "provider", talk))


def patient_copy(
    discussion: Discussion, *, paper: str, log: str = "", talk: TalkSoFar | None = None
) -> Printed:
    """The copy that the patient takes along; raises as ``provider_copy`` does."""
    view = patient_view(discussion, talk)
    html = page_html("patient.html", copy=view, log=log)
    rendered = render(html, paper=paper, identifier=_identifier(view.digest, "patient", talk))
    check_points(discussion, rendered.text)
    return _printed(rendered)


def _identifier(digest: str, copy: str, talk: TalkSoFar | None) -> str:
    """Names the file by what it says, so that the same content gives the same bytes."""
    at = f"{talk.printed_at:%Y%m%d%H%M%S}" if talk and not talk.signed else ""
    signed = talk.signed.signatures if talk and talk.signed else ()
    said = " ".join([digest, at, *(each.sha256 for each in signed)])
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}-{copy}"


def _printed(rendered: Rendered) -> Printed:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    return Printed(rendered.pdf, digest, len(rendered.text))

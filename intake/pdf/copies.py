"""The two printed copies of a discussion, checked to be whole, or not printed at all."""

import hashlib
from dataclasses import dataclass

from intake.core.codec import discussion_to_json, sha256_of
from intake.core.discussion import Discussion

from .complete import Incomplete, check_answers, check_points
from .pages import page_html
from .patient_copy import patient_view
from .plain import plain_text
from .provider_copy import ProviderCopy, provider_view
from .render import Busy, Rendered, RenderFailed, render

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


def provider_copy(discussion: Discussion, *, paper: str, log: str = "") -> Printed:
    """The copy to lead the talk with; ``log`` is where the access log ended, for its foot.

    Raises ``RenderFailed`` when it can't be printed whole (then show ``plain_text``), and
    ``Busy`` when too many print at once.
    """
    view = provider_view(discussion, paper)
    rendered = _rendered(view, paper, log)
    if view.page.fits and rendered.anchors[END_OF_PAGE_1] != 1:
        # Counted too low, as letters of other scripts may be: once more, with less on page 1.
        rendered = _rendered(provider_view(discussion, paper, spare=MORE_SPARE), paper, log)
    check_answers(discussion, rendered.text)
    check_points(discussion, rendered.text)
    return _printed(rendered)


END_OF_PAGE_1 = "end-of-page-1"
MORE_SPARE = 60.0


def _rendered(view: ProviderCopy, paper: str, log: str) -> Rendered:
    html = page_html("provider.html", copy=view, log=log)
    return render(html, paper=paper, identifier=_identifier(view.discussion, "provider"))


def patient_copy(discussion: Discussion, *, paper: str, log: str = "") -> Printed:
    """The copy that the patient takes along; raises as ``provider_copy`` does."""
    html = page_html("patient.html", copy=patient_view(discussion), log=log)
    rendered = render(html, paper=paper, identifier=_identifier(discussion, "patient"))
    check_points(discussion, rendered.text)
    return _printed(rendered)


def _identifier(discussion: Discussion, copy: str) -> str:
    """Names the file by what it says, so that the same discussion gives the same bytes."""
    return f"{sha256_of(discussion_to_json(discussion))[:32]}-{copy}"


def _printed(rendered: Rendered) -> Printed:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    return Printed(rendered.pdf, digest, len(rendered.text))

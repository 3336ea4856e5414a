"""The two printed copies of a discussion, checked to hold every answer, or not printed at all."""

import hashlib
from dataclasses import dataclass

from intake.core.codec import discussion_to_json, sha256_of
from intake.core.discussion import Discussion

from .pages import page_html
from .provider_copy import provider_view
from .render import Rendered, render


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished copy: what is stored, sealed, and served again for a reprint."""

    content: bytes
    sha256: str
    pages: int


def provider_copy(discussion: Discussion, *, paper: str) -> Printed:
    html = page_html("provider.html", copy=provider_view(discussion, paper))
    return _printed(render(html, paper=paper, identifier=_identifier(discussion, "provider")))


def _identifier(discussion: Discussion, copy: str) -> str:
    return f"{sha256_of(discussion_to_json(discussion))[:32]}-{copy}"


def _printed(rendered: Rendered) -> Printed:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    return Printed(rendered.pdf, digest, len(rendered.text))

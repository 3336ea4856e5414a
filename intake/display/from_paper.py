"""That answers were typed in from paper, in the words of every copy and screen."""

from django.utils.translation import gettext as _

from intake.core.discussion.discussion import Header
from intake.core.discussion.in_words import plain_date

from .days import day_words


def paper_line(header: Header) -> str:
    """For staff, on page 1 and in the record; empty for what the patient sent on a link."""
    paper = header.from_paper
    if paper is None:
        return ""
    said = (
        f"Typed in by {paper.typed_by}, read back by {paper.read_back_by},"
        f" from paper signed on {plain_date(paper.signed_on)}."
    )
    if paper.left_blank:
        said += f" Left blank there: {len(paper.left_blank)}."
    if header.revision != paper.revision:
        said += f" Corrected by the patient since, in revision {header.revision}."
    return said


def paper_blanks(header: Header) -> str:
    """What had to be answered and was not, by name."""
    return ", ".join(header.from_paper.left_blank) if header.from_paper else ""


def paper_words(header: Header) -> str:
    """For the patient, in the language of the page."""
    paper = header.from_paper
    if paper is None:
        return ""
    said = _(
        "Typed in by %(typist)s, read back by %(reader)s, from the paper you signed on %(day)s."
    ) % {
        "typist": paper.typed_by,
        "reader": paper.read_back_by,
        "day": day_words(paper.signed_on),
    }
    corrected = _("You corrected it since.") if header.revision != paper.revision else ""
    return f"{said} {corrected}".rstrip()

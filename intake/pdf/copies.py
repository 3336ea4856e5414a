"""The two printed copies of a discussion, checked to be whole, or not printed at all."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils import translation

from intake.core.discussion.discussion import Discussion
from intake.core.documents.retelling import Retelling, Untold, as_it_is
from intake.display.traces import digest_of

from .completeness import Incomplete, check_answers, check_points, check_words
from .endings import words_of
from .html import page_html
from .patient.view import ROOMS, Room, patient_view
from .photos import PrintedPhoto
from .plain_text import lines_of
from .printer.client import Busy, Rendered, RenderFailed, render
from .provider.counted import words_on_page_1
from .provider.record import record_view
from .provider.view import provider_view
from .talk import TalkSoFar

logger = logging.getLogger(__name__)

__all__ = ["Busy", "Incomplete", "Printed", "RenderFailed"]


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
    spoken: str = "",
    photos: tuple[PrintedPhoto, ...] = (),
) -> Printed:
    """Before signing the sheet to lead the talk with; after it the record, without a blank.

    ``log`` is where the access log ended, for its foot; ``name`` is how pages show the patient's;
    ``spoken`` is the language that the patient answered in, where it is not the document's;
    ``photos`` are the patient's.
    Raises ``RenderFailed`` when it can't be printed whole (then show ``plain_text``), and
    ``Busy`` when too many print at once.
    """
    identifier = _identifier(discussion, "provider", talk, photos)
    told = {"log": log, "name": name, "talk": talk, "spoken": spoken, "photos": photos}
    for html in provider_pages(discussion, **told):
        rendered = render(html, paper=paper, identifier=identifier)
        if rendered.anchors.get(END_OF_PAGE_1, 1) == 1:
            break
    check_answers(discussion, rendered.text)
    check_points(discussion, rendered.text)
    check_words([*words_of(talk), *(photo.caption for photo in photos)], rendered.text)
    return _printed(rendered)


END_OF_PAGE_1 = "end-of-page-1"
MOST_WORDS = 407
"""Of page 1, whatever was typed; with what lines break in two it stays within 410."""
TRIES = 4
"""Page 1 cut further each time, until WeasyPrint says that it ends on page 1."""


def provider_pages(
    discussion: Discussion,
    *,
    log: str = "",
    name: str = "",
    talk: TalkSoFar | None = None,
    spoken: str = "",
    photos: tuple[PrintedPhoto, ...] = (),
) -> Iterator[str]:
    """Finished HTML, each time with less on page 1 than before; of the record there is one."""
    if talk and talk.signed:
        copy = record_view(discussion, talk, name=name)
        yield _html("record.html", copy, discussion, log, spoken=spoken, photos=photos)
        return
    cut = 0
    for more in range(1, TRIES + 1):
        spare = 0
        # Page 1 is cut at least so often, and on until its words are few enough.
        while True:
            view = provider_view(discussion, skip=cut, spare=spare, name=name, talk=talk)
            html = _html("provider.html", view, discussion, log, spoken=spoken, photos=photos)
            over = words_on_page_1(html) - MOST_WORDS
            if over <= 0 or view.cut < cut:
                break
            # The first time as much less as there was too much, then step by step.
            spare, cut = 0 if spare else over, view.cut + 1
        yield html
        cut = view.cut + more * more


def patient_copy(
    discussion: Discussion,
    *,
    paper: str,
    log: str = "",
    talk: TalkSoFar | None = None,
    retelling: Retelling | None = None,
) -> Printed:
    """What the patient takes along: two pages, always. Raises as ``provider_copy`` does.

    In the patient's language where every word of it has one; never half in another.
    """
    identifier = _identifier(discussion, "patient", talk)
    for room in ROOMS:
        html = patient_html(discussion, log=log, talk=talk, room=room, retelling=retelling)
        rendered = render(html, paper=paper, identifier=identifier)
        if len(rendered.text) == len(SIDES):
            return _printed(rendered)
    raise Incomplete("the patient copy takes more than two pages")


SIDES = ("front", "back")


def patient_html(
    discussion: Discussion,
    *,
    log: str = "",
    talk: TalkSoFar | None = None,
    room: Room = ROOMS[0],
    retelling: Retelling | None = None,
) -> str:
    language = retelling.language if retelling else discussion.header.language
    try:
        with translation.override(language):
            copy = patient_view(discussion, talk, room=room, say=retelling or as_it_is)
    except Untold:
        logger.exception("a text has no words in %s", language, extra={"event": "pdf.untold"})
        return patient_html(discussion, log=log, talk=talk, room=room)
    return _html("patient.html", copy, discussion, log, language)


def _html(
    template: str,
    copy: object,
    discussion: Discussion,
    log: str,
    language: str = "en",
    spoken: str = "",
    photos: tuple[PrintedPhoto, ...] = (),
) -> str:
    header = getattr(copy, "discussion", discussion).header
    return page_html(
        template,
        language=language,
        spoken=spoken,
        spoken_name=LANG_INFO[spoken]["name"] if spoken in LANG_INFO else spoken,
        copy=copy,
        head=header,
        made_at=header.sent_at,
        log=log,
        photos=photos,
    )


def plain_text(
    discussion: Discussion,
    talk: TalkSoFar | None = None,
    photos: tuple[PrintedPhoto, ...] = (),
) -> str:
    """The provider copy as plain text, for the day when its pages can't be printed."""
    return lines_of(next(provider_pages(discussion, talk=talk, photos=photos)))


def patient_text(discussion: Discussion, talk: TalkSoFar | None = None) -> str:
    return lines_of(patient_html(discussion, talk=talk))


def _identifier(
    discussion: Discussion,
    copy: str,
    talk: TalkSoFar | None,
    photos: tuple[PrintedPhoto, ...] = (),
) -> str:
    """Names the file by what it says, so that the same content gives the same bytes."""
    at = f"{talk.printed_at:%Y%m%d%H%M%S}" if talk and not talk.signed else ""
    signed = talk.signed.signatures if talk and talk.signed else ()
    gone = [talk.signed.superseded] if talk and talk.signed and talk.signed.superseded else []
    seen = [photo.digest for photo in photos]
    said = " ".join([digest_of(discussion), at, *(each.sha256 for each in signed), *gone, *seen])
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}-{copy}"


def _printed(rendered: Rendered) -> Printed:
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    return Printed(rendered.pdf, digest, len(rendered.text))

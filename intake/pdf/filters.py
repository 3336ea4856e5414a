"""What the paper templates need to write words, dates and numbers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake.core.discussion.discussion import EvidenceLine
from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.points import Reading
from intake.display import days, from_paper, traces
from intake.display import printable as glyphs

from . import talk
from .provider.view import Card

register = template.Library()

LONGEST_NAME = 44
OWN_WORDS = "<bdi data-own>"
"""The patient's, in the language that the patient writes: ``page_html`` says which."""


@register.filter
def printed(text: str) -> SafeString:
    """Our own and the staff's words."""
    return glyphs.words(text)


@register.filter
def quoted(text: str) -> SafeString:
    """The patient's words in quotation marks."""
    return SafeString(glyphs.set_apart(f"“{text}”").replace("<bdi>", OWN_WORDS, 1))


@register.filter
def said(text: str) -> SafeString:
    """The patient's words where a table says that they are hers."""
    return glyphs.set_apart(text)


@register.filter
def joined(texts: Iterable[str], between: str = "; ") -> str:
    return between.join(texts)


@register.filter
def shortened(name: str) -> str:
    """A name for the head of a page, where only one line has room; page 1 has it in full."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@register.filter
def initials(name: str) -> str:
    """ "Ana Ruiz, MD" as AR: whoever it is stands in full further on."""
    return "".join(word[0] for word in name.partition(",")[0].split())[:4]


@register.filter
def day(value: date | None) -> str:
    return plain_date(value) if value else "not given"


@register.filter
def in_words(value: date | None) -> str:
    """For a patient: 14-Jul-1979, in another language as its readers write it."""
    if value is None:
        return _("not given")
    return day(value) if _is_english() else days.day_words(value)


@register.filter
def moment_in_words(value: datetime) -> str:
    """For a patient, as ``in_words`` has days."""
    if _is_english():
        return moment(value)
    return f"{days.day_words(value.date())}, {days.clock_words(value.time())}"


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


register.filter("paper_line", from_paper.paper_line)
register.filter("paper_blanks", from_paper.paper_blanks)
register.filter("paper_words", from_paper.paper_words)
register.filter("full_day", days.full_day_words)
register.filter("clock", days.clock_words)


@register.filter
def moment(value: datetime) -> str:
    """Date, time and zone: 30-Nov-2026 19:12 (UTC-06:00)."""
    return talk.moment(value)


@register.filter
def of(found: Mapping[int, object], number: int) -> object:
    """``{{ copy.endings|of:point.number }}``: nothing where nothing was recorded."""
    return found.get(number)


@register.filter
def answer(trace: traces.Trace) -> SafeString:
    """The answer behind a point: what was said in quotation marks, a blank as such."""
    return quoted(trace.words) if trace.is_said else printed(trace.words)


@register.filter
def references(numbers: Iterable[int]) -> SafeString:
    """Small numbers that lead to their points, where those stand in full."""
    return format_html_join("", ' <i><a href="#q{0}">{0}</a></i>', ((each,) for each in numbers))


@register.filter
def known(card: Card) -> SafeString:
    """How well a point is known, and the sources that say so."""
    sources = card.point.evidence
    between = " ·" if card.known and sources else ""
    links = format_html_join("", ' <a href="#{0}">{0}</a>', ((key,) for key in sources))
    return format_html('<span class="kn">{}{}{}</span>', card.known, between, links)


STARS = {Reading.ABSTRACT: "*", Reading.SECONDARY: "**"}


@register.filter
def source_key(line: EvidenceLine) -> str:
    """The key of a source, with a star for each step away from having read it whole."""
    return line.evidence.key + STARS.get(line.evidence.reading, "")

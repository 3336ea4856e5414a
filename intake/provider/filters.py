"""What the provider's templates need to write words, dates and numbers."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django import template
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from intake.actions.talk.signature import SIGNATURE_WORDS, SignatureState
from intake.core.discussion.in_words import plain_date
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome, PointOutcome
from intake.core.talk.sign_off import DECISION_WORDS, DecisionKind
from intake.display.from_paper import paper_blanks, paper_line
from intake.display.printable import has_unusual_letters, hidden_named
from intake.display.traces import Trace, brief

register = template.Library()

register.filter("paper_line", paper_line)
register.filter("paper_blanks", paper_blanks)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def said(text: str) -> SafeString:
    """Words that somebody typed, apart in direction; what shows nothing or misleads is pointed out.

    "penicillin" with a Cyrillic e reads like another word, and no search finds it.
    """
    text = str(text)  # words of ours that are translated when they are shown come this way too
    shown = format_html("<bdi>{}</bdi>", hidden_named(text))
    if has_unusual_letters(text):
        return format_html('{} <span class="odd">unusual letters</span>', shown)
    return shown


@register.filter
def in_line(trace: Trace) -> SafeString:
    """An answer that raised a point, as it runs in a line."""
    about = format_html(" (“{}”)", said(trace.about)) if trace.about else ""
    words = format_html("“{}”", said(trace.words)) if trace.is_said else trace.words
    return format_html("{}{}: {}", trace.short, about, words)


@register.filter
def references(numbers: Sequence[int]) -> SafeString | str:
    """The points that an answer raised, each leading to where it stands on the page."""
    if not numbers:
        return ""
    links = format_html_join(" ", '<a href="#p{0}">{0}</a>', ((each,) for each in numbers))
    return format_html(
        '<span class="raised"><span class="unseen">raised point{} </span>{}</span>',
        pluralize(numbers),
        links,
    )


@register.filter
def outcome_words(outcome: Outcome) -> str:
    return OUTCOME_WORDS[outcome]


@register.filter(name="brief")
def without_examples(text: str) -> str:
    return brief(text)


@register.filter
def entries(ended: PointOutcome | None) -> list[Entry]:
    """What stands of a point: about the hold, then about the talk."""
    return [entry for entry in (ended.hold, ended.talk) if entry] if ended else []


@register.filter
def ways(ended: PointOutcome, is_own: bool) -> list[tuple[Outcome, str]]:
    """Outcomes that can be recorded for a point by whoever looks at it."""
    talk = [each for each in Outcome if not each.is_about_hold]
    if not ended.is_hold:
        return [(each, OUTCOME_WORDS[each]) for each in talk]
    may_end = is_own != ended.point.about_person
    end = Outcome.CONFIRMED if ended.point.withdrawn else Outcome.LIFTED
    found = (Outcome.STAYS, *((end,) if may_end else ()), *talk)
    return [(each, OUTCOME_WORDS[each]) for each in found]


@register.filter
def decision_words(kind: DecisionKind) -> str:
    return DECISION_WORDS[kind]


@register.filter
def signature_words(state: SignatureState) -> str:
    return SIGNATURE_WORDS[state]


@register.filter
def zoned(value: datetime) -> str:
    """With the zone, as a signature needs it: 30-Nov-2026, 19:12 (UTC-06:00)."""
    here = timezone.localtime(value)
    return f"{moment(value)} (UTC{here.isoformat()[-6:]})"


@register.filter
def day(value: date | None) -> str:
    return plain_date(value) if value else "not given"


@register.filter
def weekday(value: date) -> str:
    return f"{DAYS[value.weekday()]} {plain_date(value)}"


@register.filter
def clock(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


@register.filter
def moment(value: datetime) -> str:
    """30-Nov-2026, 19:12 in the clinic's own time."""
    here = timezone.localtime(value)
    return f"{plain_date(here.date())}, {here:%H:%M}"


@register.filter
def digest(sha256: str) -> str:
    """The first letters of a digest, in groups that can be read over the phone."""
    return " ".join(sha256[at : at + 4] for at in range(0, 16, 4))

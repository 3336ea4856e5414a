"""What the paper templates need to write words, dates and numbers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django import template
from django.utils.safestring import SafeString

from intake.core.discussion.in_words import plain_date
from intake.display import printable as glyphs
from intake.display import traces

from . import talk

register = template.Library()

LONGEST_NAME = 44
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@register.filter
def printed(text: str) -> SafeString:
    """Our own and the staff's words."""
    return glyphs.words(text)


@register.filter
def quoted(text: str) -> SafeString:
    """The patient's words in quotation marks."""
    return glyphs.set_apart(f"“{text}”")


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
def brief(words: str) -> str:
    """Options without their examples."""
    return traces.brief(words)


@register.filter
def day(value: date | None) -> str:
    return plain_date(value) if value else "not given"


@register.filter
def long_day(value: date | None) -> str:
    """For patients: no month can be taken for a day."""
    if value is None:
        return "not given"
    return f"{DAYS[value.weekday()]}, {MONTHS[value.month - 1]} {value.day}, {value.year}"


@register.filter
def clock(value: time | datetime | None) -> str:
    return value.strftime("%H:%M") if value else ""


@register.filter
def am_pm(value: time) -> str:
    """For patients: 9:30 AM, as on their screens."""
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


@register.filter
def moment(value: datetime) -> str:
    """Date, time and zone: 30-Nov-2026 19:12 (UTC-06:00)."""
    return talk.moment(value)


@register.filter
def of(found: Mapping[int, object], number: int) -> object:
    """``{{ copy.endings|of:point.number }}``: nothing where nothing was recorded."""
    return found.get(number)


@register.filter
def plural(count: int, words: str) -> str:
    """``{{ 3|plural:"hold,holds" }}`` writes "holds"."""
    one, _, many = words.partition(",")
    return one if count == 1 else many

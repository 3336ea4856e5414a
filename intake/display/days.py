"""Days and times as patients read them, in the language of the page."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import pgettext


def day_words(day: date | datetime) -> str:
    """December 3, 2026."""
    return date_format(_local(day), pgettext("format of a day", "F j, Y"), use_l10n=False)


def weekday_words(day: date | datetime) -> str:
    """Thursday, December 3."""
    return date_format(_local(day), pgettext("format of a day", "l, F j"), use_l10n=False)


def full_day_words(day: date) -> str:
    """Thursday, December 3, 2026."""
    return date_format(day, pgettext("format of a day", "l, F j, Y"), use_l10n=False)


def short_day_words(day: date) -> str:
    """Thu, Dec 3: in letters that a text message holds, so that one is enough."""
    return date_format(day, pgettext("day in a text message", "D, M j"), use_l10n=False)


def clock_words(moment: datetime | time | None) -> str:
    """9:30 AM."""
    if moment is None:
        return ""
    at = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return time_format(at, pgettext("format of a time", "g:i A"), use_l10n=False)


def _local(day: date | datetime) -> date | datetime:
    return timezone.localtime(day) if isinstance(day, datetime) else day

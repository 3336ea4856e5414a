"""What is written and what holds when the clock stands before what is already on record.

Clocks are set back by an hour, a day, or from a wrong year. Then nothing ends before it began,
and what claims to have been used in the future is over.
"""

from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from intake.core.limits import CLOCK_SLACK


def no_earlier(at: datetime, column: str) -> Greatest:
    """Now, or what stands in that column if it is later; for an update of rows."""
    return Greatest(Value(at, DateTimeField()), F(column))


def is_ahead(last_used: datetime, at: datetime) -> bool:
    """Whether the clock was set back since: how long ago it was can't be told any more."""
    return last_used > at + CLOCK_SLACK

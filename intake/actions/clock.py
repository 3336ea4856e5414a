"""What is written when the clock stands before what is already on record.

Clocks are set back by an hour, a day, or from a wrong year. Then nothing ends before it began.
"""

from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest


def no_earlier(at: datetime, column: str) -> Greatest:
    """Now, or what stands in that column if it is later; for an update of rows."""
    return Greatest(Value(at, DateTimeField()), F(column))

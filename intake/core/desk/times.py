"""A time of day as somebody at the desk types it; inside opening hours it needs no a.m. or p.m."""

import re
from dataclasses import dataclass
from datetime import time

WORDS = {"noon": time(12), "midday": time(12), "mediodía": time(12), "mediodia": time(12)}
TYPED = re.compile(
    r"(?P<hour>\d{1,2}) ?(?:[:.h] ?(?P<minute>\d{2})?|(?P<run>\d{2}))? ?(?P<half>[ap])?\.? ?m?\.?"
)


@dataclass(frozen=True, slots=True)
class TimeReading:
    """One time, two that ask which, or none: then nothing could be read."""

    times: tuple[time, ...] = ()

    @property
    def time(self) -> time | None:
        """The time, when there is only one."""
        return self.times[0] if len(self.times) == 1 else None


def read_time(text: str, *, opens: time, closes: time) -> TimeReading:
    """ "1:30", "1:30 pm", "13:30", "1330", "9a" or "noon".

    Without a.m. or p.m. the one inside opening hours is meant. If both are, or neither is, the
    reading holds both, and the desk is asked.
    """
    plain = " ".join(text.casefold().split())
    if plain in WORDS:
        return TimeReading((WORDS[plain],))
    found = TYPED.fullmatch(plain)
    if not found:
        return TimeReading()
    hour, minute = int(found["hour"]), int(found["minute"] or found["run"] or 0)
    if minute > 59 or hour > 23 or (found["half"] and not 1 <= hour <= 12):
        return TimeReading()
    if found["half"]:
        return TimeReading((time(hour % 12 + (12 if found["half"] == "p" else 0), minute),))
    if hour == 0 or hour > 12 or len(found["hour"]) == 2 and found["hour"].startswith("0"):
        return TimeReading((time(hour, minute),))
    both = (time(hour % 12, minute), time(hour % 12 + 12, minute))
    open_then = tuple(each for each in both if opens <= each < closes)
    return TimeReading(open_then or both)

"""How long a page takes, from counts of how long it took: low, usual, high."""

from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from intake.core.limits import FEWEST_SITTINGS, STEP_OF_TIMES


class Took(NamedTuple):
    """Seconds within which a fifth, half and four fifths of all sittings ended."""

    low: float
    usual: float
    high: float


PageTimes = Mapping[str, Took]
NO_TIMES: PageTimes = {}


def times_of(counts: Mapping[str, Mapping[int, int]]) -> PageTimes:
    """``counts``: page to the beginning of a step to how many sittings ended in it."""
    return {
        page: Took(*(_within(steps, part) for part in (0.2, 0.5, 0.8)))
        for page, steps in counts.items()
        if sum(steps.values()) >= FEWEST_SITTINGS
    }


def _within(steps: Mapping[int, int], part: float) -> float:
    """The middle of the step in which that part of all sittings was reached."""
    starts, wanted = sorted(steps), part * sum(steps.values())
    reached = accumulate(steps[seconds] for seconds in starts)
    at = next(seconds for seconds, count in zip(starts, reached, strict=True) if count >= wanted)
    return at + STEP_OF_TIMES / 2

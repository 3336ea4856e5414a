"""A problem in words with its cure; every check is a function that yields those it found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

Check = Callable[[datetime], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """``name`` is a fixed code, for scripts; the sentences are for whoever looks after the site."""

    name: str
    problem: str
    cure: str

"""Calls that find the memory of their frames already there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Found = TypeVar("Found")
WORDS = 1 << 15
"""256 KB that are claimed and never touched: as much again is then free for the calls below."""


def in_one_piece(function: Callable[..., Found]) -> Callable[..., Found]:
    """The same function; what it calls, however deep, finds its frames in one piece of memory.

    Python 3.11 to 3.13 keep frames in pieces of 16 KB and give a piece back when the call that
    needed it returns, so a loop that calls something at the edge of a piece asks the kernel for
    memory at every turn. A frame too large for a piece is given one of its own, at most twice as
    large as it needs; the frame made here is that large.
    """

    def called(*arguments: Any, **named: Any) -> Found:
        return function(*arguments, **named)

    called.__code__ = called.__code__.replace(co_stacksize=WORDS)
    return wraps(function)(called)

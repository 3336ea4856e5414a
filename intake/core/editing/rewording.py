"""A rewording, word by word: what was kept, what is gone, what is new."""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and share one fate."""

    fate: Fate
    text: str


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """A rewording word by word; joined, kept and new runs give ``after`` letter for letter."""
    old, new = re.findall(r"\S+|\s+", before), re.findall(r"\S+|\s+", after)
    found: list[Run] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Run(Fate.KEPT, "".join(new[c:d])))
            continue
        if b > a:
            found.append(Run(Fate.GONE, "".join(old[a:b])))
        if d > c:
            found.append(Run(Fate.NEW, "".join(new[c:d])))
    return tuple(found)

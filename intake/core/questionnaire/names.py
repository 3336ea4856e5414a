"""Names that people type: how they are offered, found in what was typed, and what is near."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from intake.core.limits import LONG_NAME, NEAR_NAME, SHORTEST_NEAR


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name that a box offers, and what stands for it elsewhere.

    ``asked`` is the question whose box offers it, ``also`` are other spellings, brands and words of
    other languages, ``kind`` is the code of its kind where the list asks for one, and ``ticks``
    names options, each as "question/option".
    """

    asked: str
    text: str
    also: tuple[str, ...] = ()
    kind: str = ""
    ticks: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.text, *self.also)

    @property
    def key(self) -> str:
        """What tells it from the others of its list."""
        return folded(self.text).replace(" ", "-")


Names = tuple[ListedName, ...]


class Near(NamedTuple):
    """What was typed is one slip away from a name."""

    typed: str
    name: str


def folded(text: str) -> str:
    """Text without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    # Marks of format, which nobody sees, come along when a name is pasted.
    plain = (c for c in letters if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


@dataclass(frozen=True, eq=False)
class NameList:
    """The names of one box, and what can be found by them."""

    names: Names

    def whole(self, typed: str) -> Names:
        """Names that a text is, several where it joins them: "penicillin and sulfa"."""
        if found := self._by_words.get(_bare(typed)):
            return (found,)
        parts = (self._by_words.get(_bare(part)) for part in _BETWEEN.split(typed))
        return tuple(dict.fromkeys(filter(None, parts)))

    def within(self, line: str) -> Names:
        """Names that a line holds beside a dose; none where it says that it is not taken."""
        words, at = _words(line), 0
        if not NOT_TAKEN.isdisjoint(words):
            return ()
        found: dict[ListedName, None] = {}
        while at < len(words):
            tries = (words[at : at + length] for length in range(self._longest, 0, -1))
            known = next((each for each in tries if each in self._by_words), ())
            if known:
                found[self._by_words[known]] = None
            at += len(known) or 1
        return tuple(found)

    def near(self, typed: str) -> Near | None:
        """The one name that a word may have meant; None where there is none, or more than one."""
        said = folded(typed)
        if len(said) < SHORTEST_NEAR:
            return None
        most = NEAR_NAME + (len(said) >= LONG_NAME)
        found: dict[tuple[str, ...], str] = {}
        for name, spellings in self._folded:
            slips = [_slips(said, spelling, most) for spelling in spellings]
            if min(slips) <= most:
                nearest = name.spellings[slips.index(min(slips))]
                found.setdefault(_bare(nearest), nearest)
        return Near(typed, *found.values()) if len(found) == 1 else None

    def near_within(self, line: str) -> Near | None:
        """The same for the first word of a line: a dose may follow it."""
        first = re.search(r"[^\W\d_]{2,}", line)
        return self.near(first[0]) if first else None

    @cached_property
    def _folded(self) -> tuple[tuple[ListedName, tuple[str, ...]], ...]:
        return tuple((name, tuple(map(folded, name.spellings))) for name in self.names)

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], ListedName]:
        found: dict[tuple[str, ...], ListedName] = {}
        for name in self.names:
            for spelling in name.spellings:
                found.setdefault(_bare(spelling), name)
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._by_words), default=0)


NOT_TAKEN = frozenset(
    {
        *("no", "not", "never", "none", "without", "stopped", "quit", "off", "free"),
        *("allergic", "allergy", "nunca", "ninguno", "ninguna", "sin", "deje", "dejo", "suspendi"),
        *("alergico", "alergica", "alergia"),
    }
)
"""Words of a line that does not say that something is taken. For a clinician to review."""

_LEADING = frozenset(
    {
        *("allergy", "allergic", "to", "the", "my", "all", "any"),
        *("alergia", "alergico", "alergica", "al", "a", "la", "el"),
    }
)
_TRAILING = frozenset({"allergy", "allergie", "product"})
_APOSTROPHES = dict.fromkeys(map(ord, "'\N{RIGHT SINGLE QUOTATION MARK}`"))
_BETWEEN = re.compile(r"[,;/&+()\n]|\s(?:and|or|y|e|o)\s", re.IGNORECASE)


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(_singular, folded(text).split()))


def _bare(text: str) -> tuple[str, ...]:
    """The words of a name without "allergic to" before and "allergy" after it."""
    words = _words(text)
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    while len(words) > 1 and words[-1] in _TRAILING:
        words = words[:-1]
    return words


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def twice(names: Iterable[ListedName]) -> Iterator[tuple[ListedName, str]]:
    """Names of one list of which a spelling stands for another name already."""
    seen: dict[tuple[str, tuple[str, ...]], ListedName] = {}
    for name in names:
        for spelling in name.spellings:
            if seen.setdefault((name.asked, _bare(spelling)), name) is not name:
                yield name, spelling


def _slips(one: str, other: str, most: int) -> int:
    """Letters added, lost, changed or swapped that make one the other; more than ``most`` is all
    that is told of two that differ more."""
    # A slip changes the length by one at most, and the letters that occur by two.
    if abs(len(one) - len(other)) > most or len({*one} ^ {*other}) > 2 * most:
        return most + 1
    last: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = last, row, [at]
        for place, opposite in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != opposite))
            if min(at, place) > 1 and (letter, one[at - 2]) == (other[place - 2], opposite):
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        if min(*row, *last) > most:
            return most + 1
    return row[-1]

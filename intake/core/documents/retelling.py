"""Words that were frozen in the version's own language, told again in the patient's.

Nothing is computed anew: each text is looked up by the words that were frozen, and a version is
offered only in a language in which every one of them stands (decision 30).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .translations import Texts

BLANK = re.compile(r"\\\{(\w+)\\\}")
"""A place that was filled in when it was frozen, such as the clinic's watch time."""


class Untold(Exception):
    """A text has no words in the language: then nothing is told in it."""


@dataclass(frozen=True)
class Retelling:
    """From words in the version's language to another's; ``under`` is the name they stand under."""

    language: str
    texts: Texts
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """What fills a place where there was nothing to fill it, by the version's words for that."""
    _by_words: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for name, each in self.texts.items():
            self._by_words.setdefault(each.source, []).append(name)

    def __call__(self, words: str, under: str = "") -> str:
        if not words.strip():
            return words
        names = self._by_words.get(words, [])
        if names:
            best = next((name for name in names if name.startswith(under)), names[0])
            return self.texts[best].text
        return self._filled_in(words)

    def _filled_in(self, words: str) -> str:
        for each in self.texts.values():
            if "{" not in each.source:
                continue
            pattern = re.escape(each.source)
            for name in dict.fromkeys(BLANK.findall(pattern)):
                blank = f"\\{{{name}\\}}"
                pattern = pattern.replace(blank, f"(?P<{name}>.*)", 1)
                # A blank said twice was filled in alike.
                pattern = pattern.replace(blank, f"(?P={name})")
            found = re.fullmatch(pattern, words, re.DOTALL)
            if found:
                told = each.text
                for blank, said in found.groupdict().items():
                    told = told.replace(f"{{{blank}}}", self.stand_ins.get(said, said))
                return told
        return self._named_fact(words)

    def _named_fact(self, words: str) -> str:
        """A fact with what it is about, where no question asks for it: "How bad (bees)"."""
        facts = (fact for fact in self._by_words if words.startswith(f"{fact} ("))
        fact = max(facts, key=len, default="")
        if not fact or not words.endswith(")"):
            raise Untold(words)
        return self(fact) + words.removeprefix(fact)


def as_it_is(words: str, under: str = "") -> str:  # noqa: ARG001  takes what a retelling takes
    """For whoever reads in the version's own language."""
    return words

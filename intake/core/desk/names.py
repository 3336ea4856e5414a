"""Names as they are found again: folded, without titles, word by word and all together."""

import re
import unicodedata
from collections.abc import Callable

TITLES = frozenset(
    ("mr mrs ms miss mx dr prof sir dame rev fr sr sra srta don dona herr frau mme mlle").split()
)
SUFFIXES = frozenset(
    (
        "jr junior snr senior ii iii iv"
        " md do phd rn np pa pac dds dmd dvm dpt esq mph mba bsn msn cpa"
    ).split()
)
PARTICLES = frozenset(
    (
        "de del de la las los da das do dos di du des le van von der den ter ten zu zum zur y e i"
        " al el bin ibn ben abu af av st"
    ).split()
)
"""Small words of a surname: "de la Cruz" is filed under cruz and delacruz, never under la."""

# What Unicode does not take apart. The German way of writing an umlaut out, and the Nordic one,
# fold to the same letters: Müller, Mueller and Muller are one name to whoever is looking for it.
_SPELLED = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "a", "œ": "o", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e",
    }
)  # fmt: skip
FILLERS = frozenset("\u1160\u115f\u2800")
"""Letters by their category that show nothing."""
_WRITTEN_OUT = re.compile("ae|oe|ue|aa")
_PLAIN = {"ae": "a", "oe": "o", "ue": "u", "aa": "a"}


def folded(word: str) -> str:
    """Letters and digits only, small, without marks: "O’Brien" and "o'brien" are one word."""
    return _WRITTEN_OUT.sub(lambda found: _PLAIN[found[0]], _letters(word))


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold()).casefold().translate(_SPELLED)
    return "".join(letter for letter in plain if letter.isalnum() and letter not in FILLERS)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words in order, without titles, suffixes and what stands in brackets."""
    bare = re.sub(r"[(\[“\"«][^)\]”\"»]*[)\]”\"»]", " ", name)
    parts = [part for part in re.split(r"[\s,;/\-‐-―.]+", bare) if _letters(part)]
    while len(parts) > 1 and _letters(parts[0]) in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and _letters(parts[-1]) in SUFFIXES:
        parts = parts[:-1]
    return tuple(folded(part) for part in parts)


def terms_of(surname: str, *, latin: Callable[[str], str] = str) -> frozenset[str]:
    """What a person is filed under: each word of the surname but its small ones, and all together.

    ``latin`` writes other scripts in Latin letters; such a name is filed under both.
    """
    terms: set[str] = set()
    for spelling in {surname, latin(surname)}:
        words = words_of(spelling)
        terms |= {word for word in words if word not in PARTICLES} or set(words)
        terms |= {"".join(words)} - {""}
    return frozenset(terms)


def sought(query: str, *, latin: Callable[[str], str] = str) -> frozenset[str]:
    """The terms under which somebody looked for by these words may be filed.

    Whatever the pages print finds her: "YILDIZ", "OKAFOR, Denise", a whole name in any order, one
    word of a double surname.
    """
    terms: set[str] = set()
    for spelling in {query, latin(query)}:
        words = words_of(spelling)
        terms |= set(words)
        starts = range(len(words))
        terms |= {"".join(words[a:b]) for a in starts for b in range(a + 2, len(words) + 1)}
    return frozenset(terms)


def fits(query: str, name: str, *, latin: Callable[[str], str] = str, whole: bool = False) -> bool:
    """Whether every word looked for begins a word of the name, or several of them joined.

    With ``whole`` it must be one, not begin one. What has no word in it fits nobody.
    """
    spelled = sought(name, latin=latin)
    asked = [word for word in words_of(query) if word not in PARTICLES] or list(words_of(query))
    if whole:
        return bool(asked) and spelled.issuperset(asked)
    return bool(asked) and all(any(word.startswith(each) for word in spelled) for each in asked)


def taken_apart(name: str) -> tuple[str, str]:
    """(surname, given names) of "OKAFOR, Denise", "Denise Okafor" or "Ana de la Cruz Jr."."""
    # Words all in capitals are a program's way to print; names are kept as people write them.
    name = " ".join(
        word if folded(word) in SUFFIXES or not word.isupper() else word.title()
        for word in name.split()
    )
    if "," in name:
        surname, _, given = name.partition(",")
        if folded(given) in SUFFIXES:  # "Robert King, Jr."
            family, first = taken_apart(surname)
            return f"{family} {given.strip()}", first
        return surname.strip(), given.strip()
    words = name.split()
    last = len(words) - 1
    while last > 1 and folded(words[last]) in SUFFIXES:
        last -= 1
    while last > 1 and words[last - 1].casefold().rstrip(".") in PARTICLES:
        last -= 1
    return " ".join(words[last:]), " ".join(words[:last])

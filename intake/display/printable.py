"""Text made printable: nothing is lost, nothing invisible stays hidden, nothing breaks a page."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intake.core.questionnaire.free_text import HYPHENATION, SPELLING, is_hidden

from .letters import BREAK_EVERY, LONGEST_WORD, covered

SOFT_BREAK = "\u200b"
UNUSUAL = "[unusual letters]"

SILENT = SPELLING | HYPHENATION | frozenset("\ufe0e\ufe0f")  # with marks of presentation
"""Characters that show nothing by themselves and may stay unnamed: they hide no word."""

_NAMED_APART = {"\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}


def printable(text: str) -> str:
    """The text with every character that no font draws given by name: "[worried face]".

    Direction overrides are named as well: inside a line they would reorder what others read.
    """
    return "".join(_shown(letter) for letter in unicodedata.normalize("NFC", text))


def _shown(letter: str) -> str:
    if " " <= letter <= "~" or letter == "\n":
        return letter
    if letter in SILENT:
        return "" if letter in "\ufe0e\ufe0f" else letter
    if letter in _NAMED_APART:
        return _NAMED_APART[letter]
    category = unicodedata.category(letter)
    if category in ("Cc", "Cs"):
        return ""
    if category == "Zs":
        return letter if letter == "\u00a0" else " "
    if not is_hidden(letter) and ord(letter) in covered():
        return letter
    return _named(letter)


def _named(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"[{name or f'character U+{ord(letter):04X}'}]"


def hidden_named(text: str) -> str:
    """For screens, which draw nearly everything: only what shows nothing is given by name.

    Characters that turn the direction of what follows are: "not" could read as "ton".
    """
    return "".join(_named(letter) if is_hidden(letter) else letter for letter in text)


def softened(text: str) -> str:
    """Words over 40 letters may break every 20, never between a letter and its marks.

    Shorter words stay whole: a medicine's name must not fall apart at the end of a line.
    """
    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", _with_breaks, text)


def _with_breaks(word: "re.Match[str]") -> str:
    parts, since = [], 0
    for letter in word[0]:
        if since >= BREAK_EVERY and not unicodedata.combining(letter) and letter not in SILENT:
            parts.append(SOFT_BREAK)
            since = 0
        parts.append(letter)
        since += 1
    return "".join(parts)


_FOREIGN = ("CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
_DISGUISED = ("FULLWIDTH", "MATHEMATICAL", "CIRCLED", "SQUARED", "PARENTHESIZED")
_GREEK_LOOKALIKES = frozenset(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bf\u03bd\u03c1\u03c5\u03b9\u03ba"
)
"""Greek capitals A to X that look Latin, and the small o, v, p, u, i and k."""


def has_unusual_letters(text: str) -> bool:
    """Whether a word mixes look-alike alphabets, or hides invisible characters among letters.

    Such a word reads like another one and no search finds it: "penicillin" with a Cyrillic e.
    Greek in a Latin word is usual in medicine (TGF-beta), unless the letter looks Latin.
    """
    for word in re.findall(r"[\w\u00ad\u200b\u2060]+", text):
        names = (unicodedata.name(letter, "") for letter in word if letter.isalpha())
        alphabets = {name.partition(" ")[0] for name in names}
        is_foreign = alphabets & set(_FOREIGN) or set(word) & _GREEK_LOOKALIKES
        if "LATIN" in alphabets and is_foreign:
            return True
        if alphabets & set(_DISGUISED) or re.search(r"\w[\u00ad\u200b\u2060]\w", word):
            return True
    return False


def words(text: str) -> SafeString:
    """Our own and the staff's words for a page: printable, breakable, escaped."""
    return _laid_out(text)


def set_apart(text: str) -> SafeString:
    """The patient's words, letter for letter, apart in direction from what stands around them."""
    odd = f' <span class="odd">{UNUSUAL}</span>' if has_unusual_letters(text) else ""
    return mark_safe(f"<bdi>{_laid_out(text)}</bdi>{odd}")  # noqa: S308  escaped in _laid_out


def _laid_out(text: str) -> SafeString:
    # Blank lines shrink to one: 500 empty lines would be eight empty pages.
    shrunk = re.sub(r"\n\s*\n\s*", "\n\n", softened(printable(text)))
    return mark_safe("<br>".join(map(escape, shrunk.split("\n"))))  # noqa: S308  each is escaped

"""Numbers as people type them: in digits of any script, with a unit, as half an hour."""

import re
import unicodedata
from decimal import Decimal

_UNSEEN = ("Cf", "Mn", "Me")
"""Marks that come along when a number is pasted: of direction, of an emoji, without a width."""

_POINTS = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{FRACTION SLASH}": "/"})
_ABOUT = re.compile(r"^(?:~|≈|about|around|approx\.?|some|unos|unas|aprox\.?|como|cerca de)\s*")
_OTHER_TIMES = re.compile(r"\b(?:hour|day|week|month|year|hora|día|semana|mes|año)")
_WITH_UNIT = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([^\W\d_]{2,})\.?")
_NUMBER = r"([+-]?\d+(?:[.,]\d+)?)"
_MINUTES = re.compile(rf"{_NUMBER}\s*(?:min|mins|minutes?|minutos?|m|')\.?")
_HOURS = re.compile(
    rf"{_NUMBER}\s*(?:h|hr|hrs|hours?|horas?)\.?(?:\s*(?:and|y|,)?\s*(\d+)\s*(?:min\w*|m|')?\.?)?"
)
_WORDS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "uno"), "1"),
    **dict.fromkeys(("two", "dos"), "2"),
    **dict.fromkeys(("three", "tres"), "3"),
    **dict.fromkeys(("four", "cuatro"), "4"),
    **dict.fromkeys(("five", "cinco"), "5"),
    **dict.fromkeys(("ten", "diez"), "10"),
    **dict.fromkeys(("fifteen", "quince"), "15"),
    **dict.fromkeys(("twenty", "veinte"), "20"),
    **dict.fromkeys(("thirty", "treinta"), "30"),
    **dict.fromkeys(("forty-five", "forty five", "cuarenta y cinco"), "45"),
    **dict.fromkeys(("sixty", "sesenta"), "60"),
    **dict.fromkeys(("ninety", "noventa"), "90"),
}
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_ARTICLES = {"a", "an", "un", "una", "uno"}
_PARTS = (
    (re.compile(r"(?:half (?:an? )?|a half |1/2 ?)hours?|media hora|1/2 ?(?:h|hora)"), 30),
    (re.compile(r"(?:a )?quarter (?:of )?(?:an )?hours?|(?:un )?cuarto de hora"), 15),
    (re.compile(r"three[- ]quarters (?:of )?(?:an )?hours?|tres cuartos de hora"), 45),
    (re.compile(r"(?:an? |one )?hour and a half|one and a half hours?|(?:una )?hora y media"), 90),
    (re.compile(r"1 ?1/2 ?(?:h|hrs?|hours?|horas?)"), 90),
)


def plain_digits(typed: str) -> str:
    """Digits of every script as 0 to 9, and none of the marks beside them that nobody sees."""
    shown = (letter for letter in typed if unicodedata.category(letter) not in _UNSEEN)
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in shown
    )


def typed_number(typed: str, *, about: str = "") -> Decimal | None:
    """The one number that was typed; None where it is none, or a range.

    ``about`` are the words of the question: a unit that they name may stand behind the number, and
    where they name no other time an hour is sixty minutes.
    """
    plain = unicodedata.normalize("NFKC", plain_digits(typed).translate(_POINTS))
    said = " ".join(_ABOUT.sub("", plain.casefold().translate(_POINTS).strip()).split())
    words = about.casefold()
    if said in _WORDS and said not in _ARTICLES:
        return Decimal(_WORDS[said])
    if found := re.fullmatch(_NUMBER, said):
        return _decimal(found[1])
    with_unit = _WITH_UNIT.fullmatch(_numbered(said))
    if with_unit and re.search(rf"\b{re.escape(with_unit[2])}", words):
        return _decimal(with_unit[1])
    if _OTHER_TIMES.search(words):
        return None
    if found := _MINUTES.fullmatch(_numbered(said)):
        return _decimal(found[1])
    if found := _HOURS.fullmatch(_numbered(said)):
        return _decimal(found[1]) * 60 + _decimal(found[2] or "0")
    return next((Decimal(minutes) for part, minutes in _PARTS if part.fullmatch(said)), None)


def _numbered(said: str) -> str:
    return _WORD.sub(lambda found: _WORDS[found[0]], said)


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))

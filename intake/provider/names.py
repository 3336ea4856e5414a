"""Names and ages as they stand at the top of every page about a patient."""

from datetime import date

from intake.core.facts import age_on
from intake.core.wording import plain_date
from intake.models.sealed import surname_index


def surname_first(name: str, index: str) -> str:
    """ "Maria Delgado" as "DELGADO, Maria", if ``index`` tells which part is the surname.

    Only the surname's blind index is kept, so every end and every start of the name is tried
    against it. Without a fit the name stays whole: nobody guesses at a stranger's surname. A
    comma says that the parts are in this order already.
    """
    if "," in name:
        return name
    words = name.split()
    for at in range(1, len(words)):
        before, after = " ".join(words[:at]), " ".join(words[at:])
        if surname_index(after) == index:
            return f"{after.upper()}, {before}"
        if surname_index(before) == index:
            return f"{before.upper()}, {after}"
    return name


def born(birth_date: date, on: date) -> str:
    """14-Jul-1979 (47y)"""
    return f"{plain_date(birth_date)} ({age_on(on, birth_date)}y)"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

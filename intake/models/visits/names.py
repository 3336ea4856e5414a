"""How a patient's name is shown to staff, the same on pages and on paper."""

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

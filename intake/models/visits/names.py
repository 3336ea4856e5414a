"""How a patient's name is shown to staff, the same on pages and on paper."""

from intake.models.sealed import surname_indexes


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
        if index in surname_indexes(after):
            return f"{after.upper()}, {before}"
        if index in surname_indexes(before):
            return f"{before.upper()}, {after}"
    return name


def surname_in(name: str, index: str) -> str:
    """The end or start of a name that this is the blind index of; empty if there is none."""
    words = name.split()
    for at in range(1, len(words)):
        for part in (" ".join(words[at:]), " ".join(words[:at])):
            if index in surname_indexes(part):
                return part
    return name if index in surname_indexes(name) else ""

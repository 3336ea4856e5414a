"""Whose name a cell of a schedule can be, and which lines are nobody's."""

FORMULAS = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet would compute: never a name."""
NOT_PEOPLE = frozenset(
    [
        "lunch",
        "break",
        "blocked",
        "block",
        "closed",
        "total",
        "totals",
        "meeting",
        "hold",
        "holiday",
    ]
    + ["off", "admin", "staff meeting", "do not book", "no appointments", "out of office"]
)


def is_nobody(name: str) -> bool:
    """A line of a schedule that is no patient: a break, a total."""
    return " ".join(name.casefold().split()).rstrip(":") in NOT_PEOPLE

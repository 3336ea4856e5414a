"""A plain document for paper: who it is about, and parts with rows under named columns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under their columns; ``note`` stands where there are none, or before them."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.title}: a row has other columns than its part")


@dataclass(frozen=True, slots=True)
class Listing:
    """The document; ``made`` says when, by whom and for what, and stands at its foot."""

    title: str
    name: str
    about: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    made: str
    notes: tuple[str, ...] = ()
    language: str = "en"

"""One fault: where a text is replaced by which other, and the tests that must notice."""

from dataclasses import dataclass
from pathlib import Path


class AnchorGone(Exception):
    """The code that a fault turns round has changed; the fault must be written anew."""


@dataclass(frozen=True, slots=True)
class Fault:
    says: str
    file: str
    old: str
    new: str
    tests: str

    def plant(self, root: Path) -> None:
        (root / self.file).write_text(self.planted(root), encoding="utf-8")

    def planted(self, root: Path) -> str:
        """The file with the fault in it."""
        file = root / self.file
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if text.count(self.old) != 1:
            raise AnchorGone(f"{self.file} has {text.count(self.old)} × {self.old!r}")
        return text.replace(self.old, self.new)

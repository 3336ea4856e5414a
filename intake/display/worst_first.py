"""The allergies by how severe they were, worst first; what nobody knows comes before medium."""

from dataclasses import dataclass

from intake.core.discussion.discussion import Allergies, AllergyLine

SEVERE = "severe"
ORDER = (SEVERE, "not known", "medium", "mild")
"""Not known stands before medium: it may have been severe."""


@dataclass(frozen=True, slots=True)
class Level:
    label: str
    lines: tuple[AllergyLine, ...]

    @property
    def is_severe(self) -> bool:
        return self.label.lower() == SEVERE

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(line.substance for line in self.lines)


def worst_first(allergies: Allergies) -> tuple[Level, ...]:
    """Each level with its lines as typed; a level in words of its own comes after severe."""
    found: dict[str, list[AllergyLine]] = {}
    for line in allergies.lines:
        # The word before the colon: "Severe: my life was at risk" explains it to patients.
        word = line.severity.partition(":")[0].strip()
        is_known = word and word.lower() not in ("i don't know", "not sure")
        found.setdefault(word if is_known else "Not known", []).append(line)
    known = {label: place for place, label in enumerate(ORDER)}
    in_order = sorted(found, key=lambda label: known.get(label.lower(), 0.5))
    return tuple(Level(label, tuple(found[label])) for label in in_order)

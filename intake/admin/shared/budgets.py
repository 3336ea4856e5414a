"""Texts that may have only so many words: counted while they are typed, and judged when saved."""

from intake.actions.catalog.reading_grade import school_grade
from intake.core.limits import HIGHEST_GRADE
from intake.core.questionnaire.rule_words import over_budget


class Budgets:
    """A form with ``budgets``, the most words of each input; ``lines`` are counted line by line.

    ``read_by_patients`` are graded too. Without script the count stands as it was saved.
    """

    budgets = {}
    lines = frozenset()
    read_by_patients = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, most in self.budgets.items():
            if name in self.fields:
                self._count(name, most)

    def _count(self, name, most):
        field, text = self.fields[name], getattr(self.instance, name, "") or ""
        field.widget.attrs |= {
            "data-words": most,
            "data-lines": "yes" if name in self.lines else "",
        }
        told = [f"{len(text.split())} of {most} words"] if name not in self.lines else []
        grade = school_grade(text, "en") if name in self.read_by_patients else None
        if grade is not None:
            told.append(f"school grade {grade:.0f} (at most {HIGHEST_GRADE:.0f})")
        field.help_text = " · ".join(filter(None, [str(field.help_text), *told]))

    def clean(self):
        given = super().clean()
        for name, most in self.budgets.items():
            text = given.get(name) or ""
            for part in text.splitlines() if name in self.lines else [text]:
                says = over_budget(part, most)
                if says:
                    words = f"“{part}” {says}." if name in self.lines else f"It {says}."
                    self.add_error(name, words)
        return given

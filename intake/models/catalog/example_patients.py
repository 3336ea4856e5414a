"""Example patients: invented answers that staff keep with a draft, and what they must raise."""

from typing import Any

from django.db import models

from .questions import Questionnaire, position_field


class ExamplePatient(models.Model):
    """Nobody real: tried on the draft at any time, and each time before it is published."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="example_patients"
    )
    position = position_field()
    name = models.CharField(
        max_length=200, help_text="Who this is and what is special: “Ana, 30, allergic to latex”."
    )
    answers = models.JSONField(default=dict, blank=True)
    rows = models.JSONField("entries of groups", default=dict, blank=True)
    expect = models.JSONField("what must come out", default=dict, blank=True)
    beside = models.JSONField("the clinic's side and the revision before", default=dict, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="examplepatient_name_once", fields=["questionnaire", "name"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def document(self) -> dict[str, Any]:
        """As in a file of ``fixtures/patients`` (DESIGN, Example patients and the shell)."""
        return {
            "name": self.name,
            "answers": self.answers,
            "rows": self.rows,
            "expect": self.expect,
            **self.beside,
        }

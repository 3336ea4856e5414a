"""What a draft must cover, and where it cites its evidence."""

from django.db import models

from .evidence import Evidence
from .points import Claim, Point, exactly_one
from .questions import Question, Questionnaire, key_field, position_field

CITED_BY = ("question", "point", "claim", "topic")


class Topic(models.Model):
    """A claim of a source document that some question and some point must serve."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="topics"
    )
    position = position_field()
    key = key_field()
    claim = models.TextField("what it says")
    verdict = models.CharField(max_length=40)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="topic_key_once", fields=["questionnaire", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.claim}"


class Citation(models.Model):
    """One piece of evidence that a question, a point, a claim or a topic rests on."""

    position = position_field()
    evidence = models.ForeignKey(Evidence, on_delete=models.RESTRICT, related_name="citations")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    point = models.ForeignKey(
        Point, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "evidence it rests on"
        verbose_name_plural = "evidence it rests on"
        constraints = [
            models.CheckConstraint(name="citation_has_one_owner", condition=exactly_one(CITED_BY)),
            *(
                models.UniqueConstraint(
                    name=f"citation_once_for_each_{owner}", fields=["evidence", owner]
                )
                for owner in CITED_BY
            ),
        ]

    def __str__(self) -> str:
        return str(self.evidence_id)

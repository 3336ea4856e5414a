"""Rules for the wording of a draft: words to avoid, and reasons why a warning may pass."""

from django.db import models
from django.db.models import Q

from .questions import Questionnaire, position_field


class WordsToAvoid(models.Model):
    """Words that patients must not read about the treatment."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="avoid")
    position = position_field()
    words = models.CharField(
        "avoid", max_length=80, help_text="Found as whole words, in capitals or not."
    )
    instead = models.CharField("write instead", max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "words to avoid"
        verbose_name_plural = "words to avoid"
        constraints = [
            models.UniqueConstraint(name="wordstoavoid_once", fields=["questionnaire", "words"]),
            models.CheckConstraint(name="wordstoavoid_say_which", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


class Waiver(models.Model):
    """Why a warning about one text does not stop publishing. Another text warns again.

    ``by`` is a name and no account: reasons come along when a questionnaire is imported.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="waivers"
    )
    place = models.CharField(max_length=200)
    about = models.CharField(max_length=20)
    words = models.TextField()
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = "recorded reason"
        constraints = [
            models.CheckConstraint(
                name="waiver_says_who_and_why", condition=~Q(reason="") & ~Q(by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

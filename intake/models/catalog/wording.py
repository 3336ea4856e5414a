"""Words of a draft beside its questions: what to avoid, why a warning may pass, names to offer."""

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


class ListedName(models.Model):
    """A name that a box offers to those who type, and what it stands for elsewhere."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="names")
    position = position_field()
    asked = models.CharField(
        "offered for", max_length=80, help_text="Key of the question whose box offers it."
    )
    text = models.CharField("name", max_length=100)
    also = models.TextField(
        "also known as",
        blank=True,
        help_text="Brands, other spellings and other languages, one on each line.",
    )
    kind = models.CharField(
        max_length=80, blank=True, help_text="Code of its kind, where the list asks for one."
    )
    ticks = models.TextField(
        blank=True,
        help_text="Options that it ticks, as question/option, one on each line."
        " Patients see the tick and can take it away.",
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "name to recognize"
        verbose_name_plural = "names to recognize"
        constraints = [
            models.UniqueConstraint(
                name="listedname_once", fields=["questionnaire", "asked", "text"]
            ),
            models.CheckConstraint(name="listedname_says_which", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

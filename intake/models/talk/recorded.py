"""What is recorded while provider and patient talk. Rows are only added; the latest counts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.limits import CHOICE_ROOM
from intake.core.talk.outcomes import OUTCOME_WORDS, Outcome
from intake.models.register import Lot, Practitioner, Product
from intake.models.sealed import SealedField
from intake.models.visits.visits import Visit

from .discussions import FrozenDiscussion


class TalkRecord(models.Model):
    """One row of a talk. ``sequence`` orders all rows of a visit, of whatever kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="%(class)ss")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(name="%(class)s_sequence_once", fields=["visit", "sequence"]),
            models.CheckConstraint(
                name="%(class)s_sequence_from_one", condition=Q(sequence__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.id}"


class OutcomeRecord(TalkRecord):
    """How one point ended, or the taking back of that."""

    SEALED_WITH = ("visit_id", "sequence", "discussion_id", "number", "outcome", "by_id")

    discussion = models.ForeignKey(
        FrozenDiscussion, on_delete=models.PROTECT, related_name="outcomes"
    )
    number = models.PositiveIntegerField()
    outcome = models.CharField(
        max_length=20, choices=[(str(code), words) for code, words in OUTCOME_WORDS.items()]
    )
    # The point's key tells what the patient has, and its digest could be guessed.
    point = SealedField()
    note = SealedField(null=True, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta(TalkRecord.Meta):
        verbose_name = "outcome"
        constraints = [
            *TalkRecord.Meta.constraints,
            models.CheckConstraint(
                name="outcomerecord_outcome_known",
                condition=Q(outcome__in=[str(code) for code in Outcome]),
            ),
            models.CheckConstraint(
                name="outcomerecord_number_from_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="outcomerecord_lifted_with_a_reason",
                condition=~Q(outcome__in=[Outcome.LIFTED.value, Outcome.CONFIRMED.value])
                | Q(note__isnull=False)
                | Q(takes_back__isnull=False),
            ),
        ]


class VerifiedRecord(TalkRecord):
    """A fact that somebody of the clinic has seen or not been shown, or the taking back of that."""

    SEALED_WITH = ("visit_id", "sequence", "fact", "by_id")

    fact = models.CharField(max_length=80)
    value = SealedField()
    how = SealedField()
    # The answers of the question that say the same: they go through the triggers.
    codes = SealedField(null=True, blank=True)
    is_shown = models.BooleanField(
        default=True, db_default=True, help_text="Nobody could show it if this is not set."
    )
    verified_on = models.DateField()
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta(TalkRecord.Meta):
        verbose_name = "verified fact"
        constraints = [
            *TalkRecord.Meta.constraints,
            models.CheckConstraint(name="verifiedrecord_names_a_fact", condition=~Q(fact="")),
        ]


class ChoiceRecord(TalkRecord):
    """Product, lot and person chosen for a visit. ``shown`` is what the register said then."""

    SEALED_WITH = ("visit_id", "sequence", "product_id", "lot_id", "person_id", "by_id")

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="choices"
    )
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="choices"
    )
    person = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, blank=True, related_name="choices"
    )
    shown = SealedField(room=CHOICE_ROOM)

    class Meta(TalkRecord.Meta):
        verbose_name = "choice of product, lot and person"
        constraints = [
            *TalkRecord.Meta.constraints,
            models.CheckConstraint(
                name="choicerecord_lot_with_its_product",
                condition=Q(lot=None) | Q(product__isnull=False),
            ),
        ]


class ConfirmedRecord(TalkRecord):
    """The patient's word that nothing has changed since the revision was sent."""

    discussion = models.ForeignKey(
        FrozenDiscussion, on_delete=models.PROTECT, related_name="confirmations"
    )
    by = models.ForeignKey(  # type: ignore[assignment]  # nobody, when it came from her session
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="asked by",
        help_text="Empty when the patient said so in a session of their own.",
    )

    class Meta(TalkRecord.Meta):
        verbose_name = "confirmation that nothing changed"

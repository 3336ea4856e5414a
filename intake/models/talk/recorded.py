"""What is recorded while provider and patient talk. Rows are only added; the latest counts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.limits import CHOICE_ROOM, RECORD_ROOM
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
    """How one point ended, or the taking back of that. Which point and how is sealed."""

    SEALED_WITH = ("visit_id", "sequence", "discussion_id", "takes_back_id", "by_id")

    discussion = models.ForeignKey(
        FrozenDiscussion, on_delete=models.PROTECT, related_name="outcomes"
    )
    content = SealedField(room=RECORD_ROOM)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta(TalkRecord.Meta):
        verbose_name = "outcome"


class VerifiedRecord(TalkRecord):
    """A fact that somebody of the clinic has seen or not been shown, or the taking back of that.

    Which fact is sealed: what the patient says in the room is recorded here as well.
    """

    SEALED_WITH = ("visit_id", "sequence", "takes_back_id", "by_id")

    content = SealedField(room=RECORD_ROOM)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    class Meta(TalkRecord.Meta):
        verbose_name = "verified fact"


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

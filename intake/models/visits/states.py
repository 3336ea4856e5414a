"""How far a visit and its talk are, whether it will take place, and why not."""

from django.db import models


class VisitState(models.TextChoices):
    """How far a visit is, for the worklist."""

    EXPECTED = "expected", "No link yet"
    INVITED = "invited", "Link made, not opened"
    OPENED = "opened", "Patient is answering"
    SENT = "sent", "Waiting for review"
    REOPENED = "reopened", "Patient is correcting"


UNSENT = (VisitState.EXPECTED, VisitState.INVITED, VisitState.OPENED)
"""Nothing has come from the patient yet."""


class TalkState(models.TextChoices):
    """How far provider and patient are with the talk, for the worklist."""

    NOT_BEGUN = "not_begun", "Not begun"
    BEGUN = "begun", "In discussion"
    SIGNED = "signed", "Signed"


class Standing(models.TextChoices):
    """Whether a visit will take place."""

    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"
    MISSED = "missed", "Did not come"
    MISTAKE = "mistake", "Entered by mistake"


class WhyNotPlanned(models.TextChoices):
    """Codes, because words about a patient would have to be sealed (decision 14)."""

    NONE = "", "None"
    PATIENT = "patient", "The patient asked"
    CLINIC = "clinic", "The clinic asked"
    SCHEDULE = "schedule", "The schedule says so"
    DESK = "desk", "Seen at the desk"

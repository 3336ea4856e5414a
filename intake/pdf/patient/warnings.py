"""When to get help, in two tiers: the sentences are the content's, the boxes are the paper's."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.talking_points import DiscussionPoint, Place

REPORT = "1-800-FDA-1088, www.fda.gov/medwatch"


@dataclass(frozen=True, slots=True)
class Warnings:
    """``now`` is for the emergency number, ``today`` for the clinic; ``report`` where to report."""

    now: str
    today: str
    report: str
    call: str
    """Heading of the first box, with the emergency number."""


def warnings(discussion: Discussion) -> Warnings:
    """Each sentence goes where it sends the patient; one that names neither is an emergency."""
    now, today, report = [], [], []
    for sentence in re.split(r"(?<=[.!?]) (?=[A-Z¿¡])", discussion.help_text):
        if "MedWatch" in sentence:
            report.append(sentence)
        elif re.search(r"\bcl[ií]nic", sentence) and "911" not in sentence:
            today.append(sentence)
        else:
            now.append(sentence)
    told = " ".join(report)
    if told and REPORT[:14] not in told:
        told = f"{told.rstrip('.')}: {REPORT}."
    return Warnings(
        " ".join(filter(None, now)),
        " ".join(today),
        told,
        _("Emergency: call %(number)s now")
        % {"number": discussion.header.emergency_number or "911"},
    )


def help_point(discussion: Discussion) -> DiscussionPoint | None:
    """The point whose words stand in the boxes; it is not told twice."""
    told, everyone = discussion.help_text, discussion.at(Place.CHECKLIST)
    return next((point for point in everyone if told and point.patient == told), None)

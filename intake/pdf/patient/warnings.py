"""When to get help, in two tiers: the sentences are the content's, the boxes are the paper's."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.talk.sign_off import DecisionKind
from intake.pdf.talk import TalkSoFar

from .told import Say

AGENCY = "FDA MedWatch"


@dataclass(frozen=True, slots=True)
class Warnings:
    """``now`` is for the emergency number, ``today`` for the clinic; ``report`` where to report."""

    now: str
    today: str
    report: str
    """Ends where the number and the address of the agency follow; empty without such a sentence."""
    call: str
    """Heading of the first box, with the emergency number."""
    lead: str
    """Stands over both boxes of somebody who may never be treated."""
    lot: str
    """Of the product that will be given, for whoever answers the call."""


def warnings(discussion: Discussion, talk: TalkSoFar | None, say: Say) -> Warnings:
    """Each sentence goes where it sends the patient; one that names neither is an emergency."""
    now, today, report = [], [], []
    for sentence in re.split(r"(?<=[.!?]) (?=[A-Z¿¡])", say(discussion.help_text, "point/")):
        if AGENCY in sentence:
            report.append(sentence)
        elif re.search(r"\bcl[ií]nic", sentence) and "911" not in sentence:
            today.append(sentence)
        else:
            now.append(sentence)
    number = {"number": discussion.header.emergency_number or "911"}
    decision = talk.signed.decision if talk and talk.signed else None
    may_go_ahead = decision is not None and decision.kind is DecisionKind.GO_AHEAD
    return Warnings(
        " ".join(filter(None, now)),
        " ".join(today),
        " ".join(report).partition(AGENCY)[0] + AGENCY if report else "",
        _("Emergency: call %(number)s now") % number,
        "" if may_go_ahead else _("If you ever have this treatment:"),
        talk.lot if talk and may_go_ahead else "",
    )


def help_point(discussion: Discussion) -> DiscussionPoint | None:
    """The point whose words stand in the boxes; it is not told twice."""
    told, everyone = discussion.help_text, discussion.at(Place.CHECKLIST)
    return next((point for point in everyone if told and point.patient == told), None)

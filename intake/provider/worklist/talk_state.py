"""How far the talks of listed visits are, and what was decided; no answer is opened for it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from intake.actions.talk.editions import briefs_of
from intake.actions.talk.load import waits_of
from intake.actions.talk.signature import UNREADABLE, decision_of
from intake.models import AccessEvent, SignOff, TalkState, User, Visit
from intake.models.visits.states import UNSENT

READ = "discussion_read"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a worklist tells of the talks, by visit."""

    looked: dict[int, datetime] = field(default_factory=dict)
    """When this provider last read the discussion."""
    decided: dict[int, str] = field(default_factory=dict)
    """The current decision, and what came after the first one, in words."""
    briefs: dict[int, Mapping[str, int]] = field(default_factory=dict)
    """What the newest edition of each discussion says in numbers, and what was decided since."""
    waits: Counter[int] = field(default_factory=Counter)
    """For how many points the patient wants time."""

    def news(self, visit: Visit) -> str:
        """What this provider has not seen yet: sent, or sent again, after it was last read."""
        looked = self.looked.get(visit.pk)
        if visit.state in UNSENT or visit.talk == TalkState.SIGNED:
            return ""
        if looked is None:
            return "Not read yet"
        return "Changed since you looked" if looked < visit.submission.sent_at else ""

    def talk(self, visit: Visit) -> str:
        """ "Signed: Wait until 20-Dec-2026", "In discussion", or nothing before it began."""
        if visit.talk == TalkState.SIGNED:
            return self.decided.get(visit.pk, "Signed: decision not found")
        if visit.talk == TalkState.BEGUN:
            count = self.waits[visit.pk]
            wants = f", wants time for {count} point{'s' * (count != 1)}" if count else ""
            return f"In discussion{wants}"
        return ""


def standing_of(visits: Iterable[Visit], *, by: User) -> Standing:
    """Four queries, or five where a hold fell away, however many visits."""
    listed = list(visits)
    sent = [visit.pk for visit in listed if visit.state not in UNSENT]
    read = AccessEvent.objects.filter(user=by, action=READ, visit__in=sent).order_by()
    looked = dict(read.values_list("visit").annotate(last=Max("at")))
    signed = SignOff.objects.filter(visit__in=sent, superseded_by=None).order_by()
    decided: dict[int, str] = {}
    for row in signed.annotate(added=Count("addenda")):
        try:
            decision = decision_of(row).in_short
        except UNREADABLE:
            decided[row.visit_id] = "Signed: decision cannot be read"
            continue
        earlier = ", superseding an earlier decision" if row.supersedes_id else ""
        # An addendum may say the contrary of the decision: the list says that it is there.
        added = f". {row.added} addend{'um' if row.added == 1 else 'a'}: read first"
        words = f"Signed: {decision}{earlier}{added if row.added else ''}"
        decided[row.visit_id] = words
    return Standing(
        looked=looked,
        decided=decided,
        briefs=briefs_of(sent),
        waits=waits_of(visit.pk for visit in listed if visit.talk == TalkState.BEGUN),
    )

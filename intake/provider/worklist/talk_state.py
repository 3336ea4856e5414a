"""How far the talks of listed visits are, told from plain columns; no answer is opened for it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Max

from intake.actions.talk.editions import briefs_of
from intake.core.discussion.in_words import plain_date
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import DECISION_WORDS, DecisionKind
from intake.models import AccessEvent, OutcomeRecord, SignOff, TalkState, User, Visit

READ = "discussion_read"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a worklist tells of the talks, by visit."""

    looked: dict[int, datetime] = field(default_factory=dict)
    """When this provider last read the discussion."""
    decided: dict[int, "Decided"] = field(default_factory=dict)
    briefs: dict[int, Mapping[str, int]] = field(default_factory=dict)
    """What the newest edition of each discussion says in numbers."""
    waits: Counter[int] = field(default_factory=Counter)
    """For how many points the patient wants time."""

    def has_changed(self, visit: Visit) -> bool:
        """Sent, or sent again, after it was last read; what nobody read has not changed."""
        looked = self.looked.get(visit.pk)
        return looked is not None and looked < visit.submission.sent_at

    def talk(self, visit: Visit) -> str:
        """ "Signed: Wait until 20-Dec-2026", "In discussion", or nothing before it began."""
        if visit.talk == TalkState.SIGNED:
            found = self.decided.get(visit.pk)
            return found.words if found else "Signed: decision not found"
        if visit.talk == TalkState.BEGUN:
            count = self.waits[visit.pk]
            wants = f", wants time for {count} point{'s' * (count != 1)}" if count else ""
            return f"In discussion{wants}"
        return ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The current decision of a visit, and what came after the first one."""

    kind: str
    until: date | None
    has_earlier: bool
    addenda: int

    @property
    def words(self) -> str:
        """An addendum may say the contrary of the decision: the list says that it is there."""
        until = f" {plain_date(self.until)}" if self.until else ""
        earlier = ", superseding an earlier decision" if self.has_earlier else ""
        added = f". {self.addenda} addend{'um' if self.addenda == 1 else 'a'}: read first"
        decision = DECISION_WORDS[DecisionKind(self.kind)]
        return f"Signed: {decision}{until}{earlier}{added if self.addenda else ''}"


def standing_of(visits: Iterable[Visit], *, by: User) -> Standing:
    """Four queries, however many visits."""
    sent = [visit.pk for visit in visits if visit.holds is not None]
    read = AccessEvent.objects.filter(user=by, action=READ, visit__in=sent).order_by()
    looked = read.values_list("visit").annotate(last=Max("at"))
    signed = SignOff.objects.filter(visit__in=sent, superseded_by=None).order_by()
    told = signed.annotate(added=Count("addenda")).values_list(
        "visit", "decision", "until", "supersedes", "added"
    )
    return Standing(
        looked=dict(looked),
        decided={
            pk: Decided(kind, until, earlier is not None, added)
            for pk, kind, until, earlier, added in told
        },
        briefs=briefs_of(sent),
        waits=_waits(sent),
    )


def _waits(visits: list[int]) -> Counter[int]:
    """Points whose latest outcome that was not taken back says so."""
    rows = OutcomeRecord.objects.filter(visit__in=visits, visit__talk=TalkState.BEGUN)
    about_talk = rows.exclude(outcome__in=[Outcome.LIFTED.value, Outcome.STAYS.value])
    standing = about_talk.filter(takes_back=None, taken_back_by=None).order_by("sequence")
    latest = {
        (visit, number): outcome
        for visit, number, outcome in standing.values_list("visit", "number", "outcome")
    }
    return Counter(visit for (visit, _), outcome in latest.items() if outcome == Outcome.WANTS_TIME)

"""One line of the worklist: who comes when, and how far the visit is, in words."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.actions.talk.editions import keep_up
from intake.core.discussion.in_words import plain_date
from intake.core.limits import MUCH_UNKNOWN
from intake.models import CannotOpen, User, Visit, VisitState, sealed
from intake.models.sealed import is_bound
from intake.models.visits.names import surname_first
from intake.models.visits.states import UNSENT
from intake.models.visits.visits import birth_date_of
from intake.provider.discussion.names import born
from intake.provider.progress import Progress, progress_of

from .talk_state import Standing, standing_of

CANNOT_BE_READ = "Name cannot be read"
NO_HOLDS, HOLDS_NOT_READ = "0 holds, not clearance", "Holds cannot be read"


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What a provider reads of a visit before opening it."""

    reference: str
    name: str
    born: str
    date: date
    time: time | None
    state: str
    talk: str
    """How far the talk is; empty before it began."""
    news: str
    """What this provider has not seen yet."""
    reached: int
    of: int
    """Sections of a patient who is still answering; 0 of 0 otherwise."""
    is_sent: bool
    brief: Mapping[str, int]
    has_locked_link: bool

    @property
    def hold_words(self) -> str:
        """ "2 holds, 1 withdrawn: confirm", or how little is known where none fired."""
        if not self.is_sent:
            return ""
        if not self.brief:
            return HOLDS_NOT_READ
        standing, gone = self.brief["holds"], self.brief.get("withdrawn", 0)
        withdrawn = f"{gone} withdrawn: confirm" if gone else ""
        holds = f"{standing} hold{'s' * (standing != 1)}" if standing else ""
        return ", ".join(filter(None, (holds, withdrawn))) or NO_HOLDS

    @property
    def is_calm(self) -> bool:
        """Nothing about holds that must stand out."""
        return self.hold_words in ("", NO_HOLDS)

    @property
    def unknown_words(self) -> str:
        """Said only where a fourth or more is not known."""
        unknown, asked = self.brief.get("unknown", 0), self.brief.get("asked", 0)
        is_much = unknown * MUCH_UNKNOWN >= asked > 0
        return f"{unknown} of {asked} not known" if is_much else ""


def rows_of(visits: Iterable[Visit], *, at: datetime, by: User) -> list[VisitRow]:
    """Opens the names of these visits only; the number of queries does not grow with them."""
    listed = list(visits)
    for visit in listed:
        keep_up(visit, at=at)
    progress = progress_of(v.submission for v in listed if v.state == VisitState.OPENED)
    standing = standing_of(listed, by=by)
    return [_row(visit, progress, standing, at) for visit in listed]


def _row(visit: Visit, progress: dict, standing: Standing, at: datetime) -> VisitRow:
    ours, patient = is_bound(visit), visit.patient
    name, birth = CANNOT_BE_READ, ""
    if ours:
        with suppress(CannotOpen):  # one damaged name must not take the whole list away
            known = sealed.open(patient, "name")
            birth = born(birth_date_of(patient), visit.site.day(at))
            name = surname_first(known, patient.surname_index)
    far = progress[visit.submission.pk] if visit.state == VisitState.OPENED else Progress(0, 0, "")
    return VisitRow(
        reference=visit.reference,
        name=name,
        born=birth,
        date=visit.date,
        time=visit.time,
        state=state_words(visit, progress),
        talk=standing.talk(visit),
        news=standing.news(visit),
        reached=far.reached,
        of=far.of,
        is_sent=visit.state not in UNSENT,
        brief=standing.briefs.get(visit.pk, {}) if ours else {},
        has_locked_link=visit.has_locked_link,
    )


def state_words(visit: Visit, progress: dict) -> str:
    state = VisitState(visit.state)
    if state in NOT_OPENED:
        return NOT_OPENED[state]
    if state is VisitState.OPENED and visit.submission.typist_id:
        return "Being typed in from paper"
    if state is VisitState.OPENED:
        found: Progress = progress[visit.submission.pk]
        if not found.is_read:
            return "Started: the answers so far cannot be read"
        started = f"Started: at section {found.reached} of {found.of}"
        return started if found.reached else "Opened, nothing answered yet"
    here = visit.site.here(visit.submission.sent_at)
    sent = f"Sent {plain_date(here.date())}, {here:%H:%M}"
    return sent if state is VisitState.SENT else f"{sent}, the patient is correcting it"


NOT_OPENED = {VisitState.EXPECTED: "No link made yet", VisitState.INVITED: "Not started"}

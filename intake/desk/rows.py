"""One line of the day: who comes when, how far she is in words, and the one thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.actions.visits.people import given_of, surname_of
from intake.models import CannotOpen, Invitation, Standing, Visit, VisitState
from intake.models.visits.identity import birth_date_of

from .in_words import born_words, moment_words, time_words

CANNOT_BE_READ = "Name can't be read"
NEEDS_YOU, ANSWERED, ANSWERING, NOT_OPENED, ENDED = (
    "needs_you",
    "answered",
    "answering",
    "not_opened",
    "ended",
)
"""What a line is counted under, and filtered by."""


@dataclass(frozen=True, slots=True)
class Row:
    """A visit as the desk reads it. ``act`` is its one main button, None where nothing is to do."""

    reference: str
    day: date
    time: str
    surname: str
    given: str
    born: str
    provider: str
    treatment: str
    state: str
    more: str
    kind: str
    act: tuple[str, str] | None


def rows_of(visits: Iterable[Visit], *, today: date, now: datetime) -> list[Row]:
    """Opens the names of these visits; the number of queries does not grow with them."""
    return [_row(visit, today, now) for visit in visits]


def visits_on(day: date) -> QuerySet[Visit]:
    """The visits of a day in time order."""
    return visits_of(Visit.objects.filter(date=day)).order_by("time", "id")


def visits_of(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with everything that a line needs, the newest first."""
    links = Invitation.objects.annotate(seen_at=Max("sessions__seen_at")).order_by("-created_at")
    return (
        visits.with_lock_state()
        .select_related("patient", "provider", "questionnaire", "submission")
        .prefetch_related(Prefetch("invitations", links, to_attr="links"))
        .order_by("-date", "-id")
    )


def _row(visit: Visit, today: date, now: datetime) -> Row:
    surname, given, born = _who(visit, today)
    kind, state, more, act = _state(visit, now)
    return Row(
        reference=visit.reference,
        day=visit.date,
        time=time_words(visit.time),
        surname=surname.upper(),
        given=given,
        born=born,
        provider=visit.provider.printed_name,
        treatment=visit.questionnaire.title,
        state=state,
        more=more,
        kind=kind,
        act=act,
    )


def _who(visit: Visit, today: date) -> tuple[str, str, str]:
    """One damaged name must not take the whole day away."""
    try:
        born = born_words(birth_date_of(visit.patient), today)
        return surname_of(visit.patient), given_of(visit.patient), born
    except CannotOpen:
        return CANNOT_BE_READ, "", ""


def listed_name(visit: Visit) -> str:
    """ "DELGADO, Maria", as it stands in lists; empty when it can't be read."""
    try:
        parts = (surname_of(visit.patient).upper(), given_of(visit.patient))
    except CannotOpen:
        return ""
    return ", ".join(filter(None, parts))


def _state(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    if visit.standing != Standing.PLANNED:
        why = visit.get_standing_why_display()
        return ENDED, visit.get_standing_display(), why, (_("Undo"), _act(visit, "restore"))
    if visit.has_locked_link:
        words = _("5 wrong dates of birth: check it with the patient")
        check = (_("Check birth date"), _act(visit, "birth_date"))
        return NEEDS_YOU, _("Link locked"), words, check
    return STATES[VisitState(visit.state)](visit, now)


def _expected(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    return NEEDS_YOU, _("No link yet"), "", (_("Make a link"), _act(visit, "link"))


def _invited(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    link = _newest(visit)
    if link is None or link.expires_at <= now:
        return NEEDS_YOU, _("Link has ended"), "", (_("Make a link"), _act(visit, "link"))
    made = _("made %(moment)s") % {"moment": moment_words(link.created_at)}
    return NOT_OPENED, _("Not opened"), made, (_("Show link"), _act(visit, "link"))


def _opened(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    seen = [link.seen_at for link in visit.links if link.seen_at]
    last = _("last %(moment)s") % {"moment": moment_words(max(seen))} if seen else ""
    return ANSWERING, _("Being answered"), last, (_("Show link"), _act(visit, "link"))


def _sent(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    return ANSWERED, _("Answered"), moment_words(visit.submission.sent_at), None


def _reopened(visit: Visit, now: datetime) -> tuple[str, str, str, tuple[str, str] | None]:
    sent = _("sent %(moment)s") % {"moment": moment_words(visit.submission.sent_at)}
    return ANSWERING, _("Being corrected"), sent, (_("Show link"), _act(visit, "link"))


STATES = {
    VisitState.EXPECTED: _expected,
    VisitState.INVITED: _invited,
    VisitState.OPENED: _opened,
    VisitState.SENT: _sent,
    VisitState.REOPENED: _reopened,
}


def _newest(visit: Visit) -> Invitation | None:
    return next(
        (link for link in visit.links if not link.revoked_at and not link.is_on_device), None
    )


def _act(visit: Visit, name: str) -> str:
    return reverse(f"desk:{name}", args=[visit.reference])

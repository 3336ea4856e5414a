"""One line of the day: who comes when, how far she is in words, and the one thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions.visits.devices import is_held, with_open_sessions
from intake.actions.visits.messages import KINDS, SENT, usable_ways
from intake.actions.visits.people import given_of, name_of, surname_of
from intake.actions.visits.visits_and_links import being_typed_in
from intake.core.desk.reminders import planned
from intake.models import (
    CannotOpen,
    Device,
    Invitation,
    Job,
    JobState,
    Site,
    Standing,
    Visit,
    VisitState,
)
from intake.models.visits.visits import birth_date_of

from .in_words import born_words, failure_words, moment_words, time_words

CANNOT_BE_READ = "Name can't be read"
ANY = "of-any-visit"
"""Stands for the reference where the menu of a line is written for all lines."""
State = tuple[str, str, str, "Act | None"]
"""What a line is counted under, how far she is, since when, and what to do."""
NEEDS_YOU, ANSWERED, ANSWERING, NOT_OPENED, ENDED = (
    "needs_you",
    "answered",
    "answering",
    "not_opened",
    "ended",
)
"""What a line is counted under, and filtered by."""


WENT = {
    "sent": gettext_lazy("mailed %(moment)s"),
    "texted": gettext_lazy("texted %(moment)s"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """A button: its words, where it leads, and whether it acts at once."""

    label: str
    address: str
    acts: bool = False


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
    act: Act | None
    may_get_tablet: bool
    menu: str
    """What "More" opens, as HTML."""


def rows_of(visits: Iterable[Visit], request: HttpRequest, *, now: datetime) -> list[Row]:
    """Opens the names of these visits; the number of queries does not grow with them."""
    # Eleven addresses and three forms for each of sixty lines took half of the page's time.
    menu = render_to_string("intake/desk/more.html", {"reference": ANY}, request)
    menu = menu.replace(ANY, "{0}")
    return [_row(visit, now, menu) for visit in visits]


def visits_on(site: Site, day: date) -> QuerySet[Visit]:
    """The visits of a day at a site, in time order."""
    return visits_of(Visit.objects.filter(site=site, date=day)).order_by("time", "id")


def visits_of(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with everything that a line needs, the newest first."""
    links = with_open_sessions(Invitation.objects.annotate(seen_at=Max("sessions__seen_at")))
    links = links.select_related("device").order_by("-created_at")
    tablets = Device.objects.filter(site=OuterRef("site"), revoked_at=None)
    messages = Job.objects.filter(kind__in=KINDS).order_by("-asked_at")
    return (
        visits.with_lock_state()
        .annotate(has_tablets=Exists(tablets))
        .select_related("patient", "provider", "questionnaire", "submission__typist", "site")
        .prefetch_related(
            Prefetch("invitations", links, to_attr="links"),
            Prefetch("jobs", messages, to_attr="messages"),
        )
        .order_by("-date", "-id")
    )


def _row(visit: Visit, now: datetime, menu: str) -> Row:
    try:
        born = born_words(birth_date_of(visit.patient), visit.site.day(now))
        surname, given = surname_of(visit.patient), given_of(visit.patient)
    except CannotOpen:  # one damaged name must not take the whole day away
        surname, given, born = CANNOT_BE_READ, "", ""
    kind, state, more, act = _state(visit, now)
    is_answerable = kind not in (ANSWERED, ENDED) and not being_typed_in(visit)
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
        may_get_tablet=visit.has_tablets and is_answerable and not _held(visit, now),
        menu=format_html(menu, visit.reference),
    )


def listed_name(visit: Visit) -> str:
    """ "DELGADO, Maria", as it stands in lists; empty when it can't be read."""
    try:
        return name_of(visit.patient).listed
    except CannotOpen:
        return ""


def _state(visit: Visit, now: datetime) -> State:
    if visit.standing != Standing.PLANNED:
        ended, why = visit.get_standing_display(), visit.get_standing_why_display()
        return ENDED, ended, why, _act(_("Undo"), visit, "restore", acts=True)
    if link := _held(visit, now):
        given = {"name": link.device.name, "moment": moment_words(link.created_at)}
        words = _("“%(name)s”, given %(moment)s") % given
        back = _act(_("Take back"), visit, "take_tablet_back", acts=True)
        return ANSWERING, _("On a tablet"), words, back
    if visit.has_locked_link:
        words = _("5 wrong dates of birth: check it with the patient")
        return NEEDS_YOU, _("Link locked"), words, _act(_("Check birth date"), visit, "birth_date")
    if visit.state in (VisitState.EXPECTED, VisitState.INVITED):
        return _unopened(visit, now)
    submission = visit.submission
    if visit.state == VisitState.SENT:
        return ANSWERED, _("Answered"), moment_words(submission.sent_at), None
    if visit.state == VisitState.REOPENED:
        sent = _("sent %(moment)s") % {"moment": moment_words(submission.sent_at)}
        return ANSWERING, _("Being corrected"), sent, _act(_("Show link"), visit, "visit")
    if submission.typist:
        return ANSWERING, _("Being typed in from paper"), submission.typist.printed_name, None
    seen = [link.seen_at for link in visit.links if link.seen_at]
    last = _("last %(moment)s") % {"moment": moment_words(max(seen))} if seen else ""
    return ANSWERING, _("Being answered"), last, _remind(visit)


def _held(visit: Visit, now: datetime) -> Invitation | None:
    """The link that a paired tablet shows or has open."""
    return next((link for link in visit.links if is_held(link, visit, at=now)), None)


def _unopened(visit: Visit, now: datetime) -> State:
    """By what became of the last message, or of the link where nobody is written to."""
    last = visit.messages[0] if visit.messages else None
    if last and last.state == JobState.FAILED:
        return (
            NEEDS_YOU,
            _("Did not arrive"),
            failure_words(last),
            _act(_("Correct address"), visit, "contact"),
        )
    if last and last.state == JobState.DONE and last.code in SENT.values():
        mailed = WENT[last.code] % {"moment": moment_words(last.settled_at)}
        twice = _(", perhaps twice") if last.perhaps_twice else ""
        return NOT_OPENED, _("Sent, not opened"), mailed + twice, _remind(visit)
    if last and last.state in (JobState.WAITING, JobState.TAKEN):
        return NOT_OPENED, _("Is being sent"), "", None
    return _unwritten(visit, now)


def _unwritten(visit: Visit, now: datetime) -> State:
    """By when the first message goes out, or by the link where nobody is written to."""
    if _is_written_to(visit):
        site = visit.site
        entered, zone, rhythm = site.here(visit.created_at), site.zone, site.rhythm
        messages = planned(visit.date, visit.time, entered_at=entered, zone=zone, rhythm=rhythm)
        coming = [message.due_at for message in messages if message.not_after > now]
        due = {"moment": moment_words(max(now, coming[0]))} if coming else None
        goes_out = _("goes out %(moment)s") % due if due else ""
        return NOT_OPENED, _("Will be sent"), goes_out, _remind(visit, _("Send now"))
    links = (link for link in visit.links if not link.revoked_at and not link.is_on_device)
    newest = next(links, None)
    if newest is None or newest.expires_at <= now:
        words = _("Link has ended") if newest else _("No link yet")
        return NEEDS_YOU, words, "", _act(_("Make a link"), visit, "link")
    made = _("made %(moment)s") % {"moment": moment_words(newest.created_at)}
    return NOT_OPENED, _("Not opened"), made, _act(_("Show link"), visit, "visit")


def _remind(visit: Visit, label: str = "") -> Act:
    """A message where somebody is written to, otherwise the link is read out."""
    if _is_written_to(visit):
        return _act(label or _("Remind"), visit, "send_now", acts=True)
    return _act(_("Show link"), visit, "visit")


def _is_written_to(visit: Visit) -> bool:
    return bool(usable_ways(visit))


def _act(label: str, visit: Visit, name: str, *, acts: bool = False) -> Act:
    return Act(label, reverse(f"desk:{name}", args=[visit.reference]), acts)

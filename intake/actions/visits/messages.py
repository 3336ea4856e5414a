"""Which messages are asked for, and whether one that was is still wanted when its turn comes."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from intake import models
from intake.actions.jobs import ask_anew, ask_for
from intake.core.desk.reminders import APART, Message, due_now
from intake.core.desk.ways import way_for
from intake.models import Job, JobKind, JobState, Standing, TalkState, sealed
from intake.models.sites import days_at
from intake.models.visits.states import UNSENT

from .contact import mark_bad, open_ways
from .visits_and_links import being_typed_in, invite

KINDS = (JobKind.INVITATION, JobKind.REMINDER, JobKind.LAST_CALL)
"""To patients; the desk sees how they went."""
ALL_KINDS = (*KINDS, JobKind.TO_PROVIDER)
SENT = {models.Way.MAIL: "sent", models.Way.TEXT: "texted"}
"""The code of a job that went out, by the way it went."""


def plan(*, at: datetime) -> int:
    """Ask for every message whose moment has come; asked each minute, each goes out once."""
    asked, sites = 0, list(models.Site.objects.all())
    # Whose patient may be written to by now, on the calendar of each site.
    days, most = days_at(sites, at), max(site.lead_days for site in sites)
    coming = models.Visit.objects.filter(
        Q(patient__mail__isnull=False) | Q(patient__phone__isnull=False),
        standing=Standing.PLANNED,
        state__in=UNSENT,
        date__range=(min(days), max(days) + timedelta(days=most + 1)),
    ).exclude(submission__typist__isnull=False)
    for visit in coming.select_related("patient", "site"):
        site = visit.site
        entered = site.here(visit.created_at)
        due = usable_ways(visit) and due_now(
            visit.date, visit.time, entered_at=entered, now=at, zone=site.zone, rhythm=site.rhythm
        )
        # Whatever it was, by plan or by hand: nobody gets two on one day.
        mine = Job.objects.filter(kind__in=KINDS, subject=str(visit.pk))
        if due and not mine.filter(asked_at__gt=at - APART).exists():
            kind = JobKind(due.kind.value)
            job = ask_for(kind, visit=visit, subject=visit.pk, part=due.occasion, at=at)
            asked += job.asked_at == at
    return asked


def send_now(visit: models.Visit, *, at: datetime) -> bool:
    """Ask for the link to go out now. Pressed twice within a minute, it goes out once."""
    kind, part = JobKind.INVITATION, f"{visit.site.here(at):%Y-%m-%dT%H:%M}"
    if Job.objects.filter(kind=kind, subject=str(visit.pk), part=part).exists():
        return False
    ask_for(kind, visit=visit, subject=visit.pk, part=part, at=at)
    return True


def tell_provider(frozen: models.FrozenDiscussion, *, at: datetime) -> None:
    """Ask for a mail, in the transaction that freezes what was sent.

    Whether there is a hold is looked at when its turn has come: a job that only holds have would
    tell of them in the clear.
    """
    visit = frozen.submission.visit
    if settings.MESSAGES_FROM and visit.provider.email:
        ask_anew(JobKind.TO_PROVIDER, visit=visit, subject=frozen.pk, at=at)


def why_unwanted(job: Job, *, at: datetime) -> str:
    """A code where the message should not go out any more; asked when its turn has come."""
    visit = job.visit
    if visit.standing != Standing.PLANNED:
        return "not_planned"
    if visit.date < visit.site.day(at):
        return "too_late"
    if job.kind == JobKind.TO_PROVIDER:
        if visit.talk == TalkState.SIGNED:
            return "signed"
        sent = visit.submission.discussions.filter(revision=visit.submission.revision)
        if not sent.filter(pk=job.subject).exists():
            return "corrected"
        return "" if visit.provider.is_active and visit.provider.email else "no_address"
    if visit.state not in UNSENT:
        return "answered"
    if being_typed_in(visit):
        return "on_paper"
    return "" if way_of(job) else "no_address"


def has_a_hold(job: Job) -> bool:
    """What was sent, and not what the clinic has shown since."""
    frozen = models.FrozenDiscussion.objects.get(pk=job.subject)
    return json.loads(sealed.open(frozen, "brief"))["holds"] > 0


def is_quiet(site: models.Site, *, at: datetime) -> bool:
    return site.rhythm.is_quiet(site.here(at).time())


def live_link(visit: models.Visit, *, at: datetime) -> models.Invitation:
    """The link that goes into a message: the one that works, or a new one if there is none."""
    links = visit.invitations.filter(revoked_at=None, locked_at=None, expires_at__gt=at)
    links = links.exclude(token=None).filter(is_on_device=False)
    if not links.exists():
        invite(visit, by=visit.created_by, at=at)
    return links[0]


def usable_ways(visit: models.Visit) -> frozenset[models.Way]:
    """What works of what the patient gave, where the installation and the site send at all."""
    site = visit.site
    sends = {
        models.Way.MAIL: settings.MESSAGES_FROM and site.mail_on,
        models.Way.TEXT: settings.TEXTS and site.text_on,
    }
    return frozenset(way for way in open_ways(visit.patient) if sends[way])


def way_of(job: Job) -> models.Way | None:
    """Decided when its turn has come: an address may have been corrected or refused meanwhile."""
    visit = job.visit
    kind, preferred = Message(job.kind), visit.patient.prefers
    way = way_for(kind, usable_ways(visit), preferred=preferred)
    return models.Way(way) if way else None


def came_back(job: UUID, status: str, *, at: datetime) -> None:
    """A mail that was handed over was returned by a server further on.

    Nothing is said of an address that the desk has corrected since.
    """
    with transaction.atomic():
        mailed = Job.objects.select_for_update(of=("self",)).filter(
            pk=job, kind__in=KINDS, state=JobState.DONE, code=SENT[models.Way.MAIL]
        )
        for each in mailed.select_related("visit__patient"):
            each.state, each.code = JobState.FAILED, f"bounced_{status}"
            each.save(update_fields=["state", "code"])
            corrected = models.AccessEvent.objects.filter(
                visit__patient=each.visit.patient,
                action="contact_corrected",
                at__gt=each.settled_at,
            )
            if not corrected.exists():
                mark_bad(each.visit.patient, models.Way.MAIL, each.code)

"""Who comes when: visits and what the clinic knows of one, links, and sessions behind a link."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from intake.core.limits import BIRTH_DATE_TRIES
from intake.core.questionnaire.facts import VisitFacts
from intake.models import sealed
from intake.models.catalog.questions import Questionnaire
from intake.models.devices import Device
from intake.models.sealed import SealedField
from intake.models.sites import FIRST_SITE, Site

from .patients import Patient
from .states import Standing, TalkState, VisitState, WhyNotPlanned


class VisitQuerySet(models.QuerySet["Visit"]):
    def visits_open_to(self, user: Any, at: datetime | None = None) -> "VisitQuerySet":
        """Visits whose answers this member of staff may read: a provider's own.

        With ``at``, also a colleague's that was opened for a day, with a reason on record; not
        when it was handed on since, because its owner of today was not told.
        """
        if not getattr(user, "is_active", False) or getattr(user, "pk", None) is None:
            return self.none()
        here = self.at_sites_of(user)
        if at is None:
            return here.filter(provider=user)
        granted = user.grants.filter(granted_at__lte=at, until__gt=at, owner=F("visit__provider"))
        return here.filter(Q(provider=user) | Q(pk__in=granted.values("visit_id")))

    def at_sites_of(self, user: Any) -> "VisitQuerySet":
        """Visits of the sites at which this member of staff works."""
        return self.filter(site__in=[site.pk for site in user.reach])

    def with_lock_state(self) -> "VisitQuerySet":
        """Marks visits to be answered of which a link was locked, and no way in came since."""
        made = Q(created_at__gte=OuterRef("locked_at"), is_on_device=False, revoked_at=None)
        came = made | Q(entered_at__gte=OuterRef("locked_at"), sessions__typist=None)
        since = Invitation.objects.filter(came, visit=OuterRef("visit"), locked_at=None)
        links = Invitation.objects.filter(~Exists(since), visit=OuterRef("pk"), revoked_at=None)
        asked = Q(standing=Standing.PLANNED, submission__typist=None) & ~Q(state=VisitState.SENT)
        return self.annotate(has_locked_link=Exists(links.exclude(locked_at=None)) & asked)


class Visit(models.Model):
    """One appointment, with the questionnaire its patient is asked to fill in."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    provider = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="visits"
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    reference = models.CharField(max_length=12, unique=True, editable=False)
    date = models.DateField(db_index=True)
    time = models.TimeField(null=True, blank=True, help_text="In the site's own time.")
    state = models.CharField(
        max_length=10, choices=VisitState, default=VisitState.EXPECTED, editable=False
    )
    standing = models.CharField(
        max_length=10, choices=Standing, default=Standing.PLANNED, db_default=Standing.PLANNED
    )
    standing_at = models.DateTimeField(null=True, blank=True)
    standing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    standing_why = models.CharField(
        max_length=10, choices=WhyNotPlanned, blank=True, default="", db_default=""
    )
    source = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="Which schedule it is from."
    )
    source_id = models.CharField(max_length=120, blank=True, default="", db_default="")
    source_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When that schedule last said so: what is older is ignored.",
    )
    talk = models.CharField(
        max_length=10, choices=TalkState, default=TalkState.NOT_BEGUN, editable=False
    )
    recorded = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised with every row recorded about the talk."
    )
    # Last day on which all that the clinic has shown for this visit is in date.
    facts_until = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    binding = SealedField(null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        # A worklist reads one provider's days from an end, however many visits there were.
        indexes = [
            models.Index(name="visit_by_site", fields=["site", "date"]),
            models.Index(name="visit_by_day", fields=["provider", "date"]),
            models.Index(name="visit_by_standing", fields=["provider", "talk", "state", "date"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_state_known", condition=Q(state__in=VisitState.values)
            ),
            models.CheckConstraint(name="visit_has_a_reference", condition=~Q(reference="")),
            models.CheckConstraint(
                name="visit_standing_says_when_and_why",
                condition=Q(standing="planned", standing_why="")
                | (~Q(standing="planned") & ~Q(standing_why="") & Q(standing_at__isnull=False)),
            ),
            models.CheckConstraint(
                # What was signed took place: it can't be cancelled afterwards.
                name="visit_signed_took_place",
                condition=Q(standing="planned") | ~Q(talk="signed"),
            ),
            models.UniqueConstraint(
                name="visit_once_in_a_schedule",
                fields=["site", "source", "source_id"],
                condition=~Q(source_id=""),
            ),
            models.CheckConstraint(
                # A signed visit can't be reopened: nothing changes after the signature.
                name="visit_talk_about_what_was_sent",
                condition=Q(talk="not_begun")
                | Q(talk="begun", state__in=["sent", "reopened"])
                | Q(talk="signed", state="sent"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def bound_to(self) -> tuple[object, ...]:
        """Whose visit, who may read it, where its answers are, and its site but for the first."""
        # Asking the relation itself would remember that there is none yet.
        relation: Any = self._meta.get_field("submission")
        found = relation.get_cached_value(self, default=None)
        if not relation.is_cached(self):
            found = relation.related_model.objects.filter(visit=self.pk).only("pk").first()
        at = () if self.site_id == FIRST_SITE else (f"at {self.site_id}",)
        return self.patient_id, self.provider_id, found.pk if found else "", *at


class Invitation(models.Model):
    """A link: found by a keyed digest of its token, which is sealed until the link ends."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    binding = SealedField(null=True, editable=False)
    token = SealedField(null=True, help_text="None once the link has ended, and for release 0.1.")
    created_at = models.DateTimeField("made at")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="made by"
    )
    expires_at = models.DateTimeField("works until")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    tries = models.PositiveSmallIntegerField("wrong birth dates", default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField("last entered at", null=True, blank=True)
    is_on_device = models.BooleanField(
        "on the clinic's device",
        default=False,
        db_default=False,
        editable=False,
        help_text="Opened once on a device that is handed to the patient, and handed back.",
    )
    device = models.ForeignKey(
        Device,
        on_delete=models.PROTECT,
        related_name="invitations",
        null=True,
        editable=False,
        help_text="The paired one that shows it; nobody is told its token.",
    )
    language = models.CharField(
        max_length=10, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_expires_later", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="invitation_revoked_who_and_when",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_of_a_device_is_on_it",
                condition=Q(device=None) | Q(is_on_device=True),
            ),
            models.CheckConstraint(
                name="invitation_tries_limited", condition=Q(tries__lte=BIRTH_DATE_TRIES)
            ),
            models.CheckConstraint(
                name="invitation_locked_after_all_tries",
                condition=Q(locked_at=None) | Q(tries=BIRTH_DATE_TRIES),
            ),
        ]

    def __str__(self) -> str:
        return f"Link made {self.created_at:%d %b %Y}"

    def bound_to(self) -> tuple[object, ...]:
        paired = (self.device_id,) if self.device_id else ()
        return self.visit_id, bool(self.is_on_device), *paired


class PatientSession(models.Model):
    """A patient behind a link on one device. Only a keyed digest of its key's is kept."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    binding = SealedField(null=True, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="Last time something was posted.")
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_revision = models.PositiveIntegerField(
        null=True, blank=True, help_text="Sent from here; only here its copy is shown."
    )
    # Not the patient: who of the staff types in what stands on paper.
    typist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="patientsession_seen_after_start", condition=Q(seen_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="patientsession_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Session {self.pk}"

    def bound_to(self) -> tuple[object, ...]:
        """The whole way from the cookie to the answers, so that one seal is opened on a page."""
        visit = self.invitation.visit
        way = self.invitation_id, visit.pk, visit.patient_id, visit.submission.pk
        # Nothing is added to a patient's own: sessions from before paper was typed in fit.
        typist = [f"typed by {self.typist_id}"] if self.typist_id else []
        return *way, self.sent_revision or "", *typist


def birth_date_of(patient: Patient) -> date:
    """Raises ``CannotOpen`` also for a date that was corrected since and put back in its row."""
    born = date.fromisoformat(sealed.open(patient, "birth_date"))
    if patient.birth_date_index not in sealed.birth_date_indexes(born):
        raise sealed.CannotOpen(f"{patient}: not the birth date that it is found by")
    return born


def facts_of(visit: Visit) -> VisitFacts:
    """For walking; no query if patient and site came with the visit."""
    return VisitFacts(
        reference=visit.reference,
        name=sealed.open(visit.patient, "name"),
        birth_date=birth_date_of(visit.patient),
        visit_date=visit.date,
        visit_time=visit.time,
        clinic_location=visit.site.location,
    )


def facts_to_discuss(visit: Visit) -> VisitFacts:
    """The same with what stands on paper and in its texts: provider, clinic, numbers to call."""
    site = visit.site
    return replace(
        facts_of(visit),
        provider=visit.provider.printed_name,
        clinic_name=site.name,
        clinic_phone=site.phone,
        emergency_number=site.number_to_dial,
        watch_minutes=site.minutes_watched,
    )

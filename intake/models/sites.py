"""Sites: the places of a group, each with its own name, phone, clock, paper and messages."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from intake.core.desk.reminders import FURTHEST, Rhythm, days_of
from intake.core.limits import DESK_CLOSES, DESK_OPENS

FIRST_SITE = 1
"""The one that a migration makes: what was kept before there were sites is at it."""


class DateOrder(models.TextChoices):
    MONTH_FIRST = "mdy", "Month first: 7/14/1979"
    DAY_FIRST = "dmy", "Day first: 14/7/1979"


class PaperSize(models.TextChoices):
    LETTER = "letter", "US Letter"
    A4 = "a4", "A4"


class Site(models.Model):
    """A place that patients come to. Where a value is empty, the installation's setting stands."""

    key = models.SlugField(max_length=40, unique=True, help_text="In addresses; it never changes.")
    logo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(max_length=120)
    sender_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    after_hours_phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    date_order = models.CharField(
        max_length=3, choices=DateOrder, default=DateOrder.MONTH_FIRST, db_default="mdy"
    )
    opens = models.TimeField(default=DESK_OPENS)
    closes = models.TimeField(default=DESK_CLOSES)
    paper = models.CharField(max_length=6, choices=PaperSize, blank=True)
    emergency_number = models.CharField(max_length=16, blank=True)
    watch_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    keep_years = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    mail_on = models.BooleanField(default=True)
    text_on = models.BooleanField(default=True)
    lead_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(FURTHEST)]
    )
    remind_days = models.CharField(max_length=20, blank=True, default="3,1")
    last_call_hours = models.PositiveSmallIntegerField(
        default=2, validators=[MaxValueValidator(12)]
    )
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(8))
    link_days_after = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(14)]
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="site_named", condition=~Q(name="") & ~Q(key="")),
            models.CheckConstraint(
                name="site_closes_after_it_opens",
                condition=Q(closes__gt=F("opens")),
                violation_error_message="The site closes before it opens. Check both times.",
            ),
            models.CheckConstraint(
                name="site_paper_known", condition=Q(paper__in=["", *PaperSize.values])
            ),
            models.CheckConstraint(
                name="site_date_order_known", condition=Q(date_order__in=DateOrder.values)
            ),
            models.CheckConstraint(
                # Nobody is written to at night: there is a night, and it ends in the morning.
                name="site_quiet_at_night",
                condition=Q(quiet_from__gt=F("quiet_to")),
                violation_error_message=(
                    "The quiet hours begin in the evening and end in the morning. Check both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sender(self) -> str:
        """Who writes to patients: a name without the treatment in it."""
        return self.sender_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def here(self, at: datetime) -> datetime:
        """A moment on the site's own clock."""
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        """Which day it is at the site; every rule that knows a day asks for this one."""
        return self.here(at).date()

    def begins(self, day: date) -> datetime:
        """The moment at which a day begins at the site."""
        return self.moment(day, time.min)

    def moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone)

    @property
    def paper_size(self) -> str:
        return self.paper or settings.CLINIC.paper

    @property
    def location(self) -> str:
        """In the United States or not, as rules about law know it; empty where nobody said."""
        if not self.country:
            return settings.CLINIC.location
        return "in_us" if self.country == "US" else "outside_us"

    @property
    def number_to_dial(self) -> str:
        return self.emergency_number or settings.CLINIC.emergency_number

    @property
    def minutes_watched(self) -> int:
        return self.watch_minutes or settings.CLINIC.watch_minutes

    @property
    def years_kept(self) -> int:
        return self.keep_years or settings.KEEP_YEARS

    @property
    def is_day_first(self) -> bool:
        return self.date_order == DateOrder.DAY_FIRST

    @property
    def rhythm(self) -> Rhythm:
        """When patients of this site are written to."""
        return Rhythm(
            invite_days=self.lead_days,
            remind_days=days_of(self.remind_days),
            last_call_hours=self.last_call_hours,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
        )


def days_at(sites: Iterable[Site], at: datetime) -> dict[date, list[Site]]:
    """Which day it is at which sites: one day, or two where a group spans the earth."""
    found: dict[date, list[Site]] = {}
    for site in sites:
        found.setdefault(site.day(at), []).append(site)
    return found


class SiteLogo(models.Model):
    """The PNG whose digest the site names; apart, because lists of sites do not need it."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="logo")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"Logo of site {self.site_id}"

"""Opens a colleague's visit for a day with a reason, tells the owner, and hands visits on."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from intake import models
from intake.actions.access_log import record
from intake.actions.clock import no_earlier
from intake.core.limits import SHARED_VISIT
from intake.models import sealed
from intake.models.sealed import bind

from .rules import NotRecorded, grant_of, needed, take


def step_in(
    visit: models.Visit, *, reason: str, by: models.User, at: datetime
) -> models.AccessGrant:
    """Open another provider's visit: to read and to note, not to lift a hold or to sign."""
    why = needed(reason, "Say why you open another provider's visit.")
    with transaction.atomic():
        held = take(visit)
        if held.provider_id == by.pk:
            raise NotRecorded("This is your own visit.")
        if not by.is_active or held.site not in by.reach:
            raise NotRecorded("This account opens no visit of this site.")
        still_open = grant_of(held, by, at=at)
        if still_open is not None:
            return still_open
        grant = models.AccessGrant(
            visit=held, user=by, granted_at=at, until=at + SHARED_VISIT, owner=held.provider
        )
        sealed.seal(grant, "reason", why)
        grant.save(force_insert=True)
        record("stepped_in", at=at, by=by, visit=held)
    return grant


def notices_for(owner: models.User) -> QuerySet[models.AccessGrant]:
    """Who opened the owner's visits, as long as the owner has not seen it."""
    return owner.grants_to_see.filter(owner_saw_at=None).select_related("user", "visit")


def reason_of(record_with_reason: models.AccessGrant | models.Reassignment) -> str:
    return sealed.open(record_with_reason, "reason")


def notice_seen(grant: models.AccessGrant, *, by: models.User, at: datetime) -> None:
    """The owner has read that a visit was opened."""
    with transaction.atomic():
        mine = models.AccessGrant.objects.filter(pk=grant.pk, owner=by, owner_saw_at=None)
        if mine.update(owner_saw_at=no_earlier(at, "granted_at")):
            record("notice_seen", at=at, by=by, visit=grant.visit)


def handed_on_from(owner: models.User) -> QuerySet[models.Reassignment]:
    """Visits that went from this provider to another, as long as it was not seen."""
    unseen = owner.handed_on.filter(from_provider_saw_at=None)
    return unseen.select_related("visit", "to_provider", "by")


def handing_seen(row: models.Reassignment, *, by: models.User, at: datetime) -> None:
    """The earlier owner has read that the visit went to another provider."""
    with transaction.atomic():
        mine = models.Reassignment.objects.filter(
            pk=row.pk, from_provider=by, from_provider_saw_at=None
        )
        if mine.update(from_provider_saw_at=at):
            record("notice_seen", at=at, by=by, visit=row.visit)


def reassign(
    visit: models.Visit,
    provider: models.User,
    *,
    reason: str,
    by: models.User,
    at: datetime,
) -> models.Reassignment:
    """Hand a visit on. What was recorded and signed stays with the names it has.

    Nobody whom the earlier owner let in stays in.
    """
    why = needed(reason, "Say why the visit goes to another provider.")
    with transaction.atomic():
        held = take(visit)
        if held.provider_id == provider.pk:
            raise NotRecorded(f"This visit is {provider.printed_name}'s already.")
        if not provider.is_active:
            raise NotRecorded(f"{provider.printed_name}'s account is closed. Choose another.")
        if held.site not in provider.reach:
            raise NotRecorded(f"{provider.printed_name} does not work at {held.site.name}.")
        row = models.Reassignment(
            visit=held, from_provider=held.provider, to_provider=provider, at=at, by=by
        )
        sealed.seal(row, "reason", why)
        row.save(force_insert=True)
        held.provider = provider
        bind(held)
        held.save(update_fields=["provider", "binding"])
        record("reassigned", at=at, by=by, visit=held, detail=f"to user {provider.pk}")
    return row

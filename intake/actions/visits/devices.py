"""Paired devices: asked for, paired, named, ended; given to a patient, and taken back."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Prefetch, Q, QuerySet, prefetch_related_objects

from intake import models
from intake.actions.access_log import record
from intake.actions.accounts.tokens import PAIRED, new_token
from intake.core.limits import (
    DEVICE_IS_AWAY,
    DEVICE_PAIRS,
    DEVICE_SEEN,
    DEVICES_ASKING,
    PATIENT_IDLE_ON_DEVICE,
)
from intake.models.sealed import bind, blind, blinds, is_bound, sha256_of_token

from .visits_and_links import LETTERS, being_typed_in, invite_on_device, revoke_all

CODE_LETTERS = 6
MOST_LINKS = 1
"""The newest link of a device; older ones are over."""


class TooManyAsk(Exception):
    """So many codes wait already that somebody is playing with the page."""


class NoSuchCode(Exception):
    """No device shows this code, or not any more."""


class NameTaken(Exception):
    """Another device of the site has this name."""


class NotWaiting(Exception):
    """Somebody else's form is open on the device, or it is not paired any more."""


def ask_to_pair(*, at: datetime) -> str:
    """A new key for a browser, which shows a code until the desk has typed it."""
    with transaction.atomic():
        asking = models.Device.objects.filter(paired_at=None)
        asking.filter(asked_at__lte=at - DEVICE_PAIRS).delete()
        if asking.count() >= DEVICES_ASKING:
            raise TooManyAsk
        key = new_token()
        sha256 = sha256_of_token(key)
        code = ""
        while not code or models.Device.objects.filter(code=code).exists():
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
        digest = blind(PAIRED, sha256)
        made = models.Device.objects.create(digest=digest, code=code, asked_at=at)
        bind(made, sha256)
        made.save(update_fields=["binding"])
    return key


def device_of(key: str, *, at: datetime) -> models.Device | None:
    """The device with this key: one that is paired, was, or shows a code that can be typed."""
    sha256 = sha256_of_token(key)
    rows = models.Device.objects.filter(digest__in=blinds(PAIRED, sha256))
    found = rows.select_related("site").first()
    if found is None or not is_bound(found, sha256):
        return None
    return found if found.paired_at or at < found.asked_at + DEVICE_PAIRS else None


def pair(
    code: str, name: str, *, site: models.Site, by: models.User, at: datetime
) -> models.Device:
    as_shown = "".join(letter for letter in code.upper() if letter in LETTERS)
    with transaction.atomic():
        rows = models.Device.objects.select_for_update().filter(asked_at__gt=at - DEVICE_PAIRS)
        device = rows.filter(code=as_shown).first()
        if device is None or not is_bound(device):
            raise NoSuchCode
        _expect_free(name, site)
        device.code, device.site, device.name = None, site, name
        device.paired_at, device.paired_by = at, by
        bind(device)
        device.save()
        record("device_paired", at=at, by=by, detail=str(device.pk))
    return device


def rename(device: models.Device, name: str, *, by: models.User, at: datetime) -> None:
    with transaction.atomic():
        locked = models.Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
        if locked.name == name:
            return
        _expect_free(name, locked.site)
        locked.name = name
        locked.save(update_fields=["name"])
        record("device_renamed", at=at, by=by, detail=str(device.pk))


def revoke_device(device: models.Device, *, by: models.User, at: datetime) -> None:
    """It waits for nobody any more, and whoever answers on it is let out in the same moment."""
    with transaction.atomic():
        locked = models.Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
        if locked.revoked_at:
            return
        locked.revoked_at, locked.revoked_by = at, by
        bind(locked)
        locked.save(update_fields=["revoked_at", "revoked_by", "binding"])
        revoke_all(locked.invitations.all(), by, at)
        record("device_revoked", at=at, by=by, detail=str(device.pk))


def hand_to_device(
    visit: models.Visit, device: models.Device, *, by: models.User, at: datetime, language: str = ""
) -> None:
    """It asks for the patient's birth date from now on; her other devices of ours let her out."""
    with transaction.atomic():
        # Visit before device, as a link is locked after its visit.
        models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
        models.Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
        locked = devices_at([visit.site]).filter(pk=device.pk).first()
        if locked is None or not is_bound(locked):
            raise NotWaiting
        held = held_by(locked, at=at)
        if held is not None and held.visit_id != visit.pk:
            raise NotWaiting
        invite_on_device(visit, by=by, at=at, device=locked, language=language)


def take_back(visit: models.Visit, *, by: models.User, at: datetime) -> None:
    """The visit's form closes on every paired device; what was saved is kept."""
    with transaction.atomic():
        models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
        revoke_all(visit.invitations.filter(device__isnull=False), by, at)


def note_seen(device: models.Device, *, at: datetime) -> None:
    """That it asked, at most every few seconds."""
    lately = Q(seen_at=None) | Q(seen_at__lte=at - DEVICE_SEEN)
    models.Device.objects.filter(lately, pk=device.pk).update(seen_at=at)


def is_away(device: models.Device, *, at: datetime) -> bool:
    """Whether it has not asked for so long that it is off or has no network."""
    return device.seen_at is None or device.seen_at <= at - DEVICE_IS_AWAY


def with_open_sessions(links: QuerySet[models.Invitation]) -> QuerySet[models.Invitation]:
    """Marks links with when somebody last posted in a session that nobody ended."""
    return links.annotate(open_at=Max("sessions__seen_at", filter=Q(sessions__ended_at=None)))


def devices_at(sites: Iterable[models.Site]) -> QuerySet[models.Device]:
    """The paired ones of these sites, each with what ``held_by`` reads of it."""
    paired = models.Device.objects.filter(site__in=[site.pk for site in sites], revoked_at=None)
    return paired.prefetch_related(_links())


def held_by(device: models.Device, *, at: datetime) -> models.Invitation | None:
    """The link that a paired device shows or has open; none while it waits."""
    prefetch_related_objects([device], _links())  # nothing is asked again of ``devices_at``
    newest = next(iter(device.links), None)  # type: ignore[attr-defined]  # prefetched
    return newest if newest and is_held(newest, newest.visit, at=at) and is_bound(newest) else None


def is_held(link: models.Invitation, visit: models.Visit, *, at: datetime) -> bool:
    """Whether a link ``with_open_sessions`` is asked about or answered on its paired device now."""
    is_over = link.device_id is None or link.revoked_at or link.locked_at
    to_be_sent = visit.state != models.VisitState.SENT and not being_typed_in(visit)
    if is_over or not to_be_sent or visit.standing != models.Standing.PLANNED:
        return False
    if link.entered_at is None:
        return at < link.expires_at
    last: datetime | None = link.open_at  # type: ignore[attr-defined]  # annotated
    return last is not None and at < last + PATIENT_IDLE_ON_DEVICE


def _links() -> Prefetch:
    links = with_open_sessions(models.Invitation.objects.filter(revoked_at=None))
    links = links.select_related("visit__submission", "visit__site").order_by("-pk")
    return Prefetch("invitations", links[:MOST_LINKS], to_attr="links")


def _expect_free(name: str, site: models.Site | None) -> None:
    paired = models.Device.objects.filter(site=site, revoked_at=None, paired_at__isnull=False)
    if any(each.casefold() == name.casefold() for each in paired.values_list("name", flat=True)):
        raise NameTaken

"""Passkeys beside codes: made on a device, kept sealed, and tried under the lock of the codes."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from intake import models
from intake.actions.access_log import record
from intake.models import sealed

from .accounts import end_sessions, subject
from .second_factor import Tried, try_factor

Offer = tuple[dict[str, Any], dict[str, Any]]
"""What the browser is asked, and what the session keeps of it until the answer."""

IF_IT_CAN = UserVerificationRequirement.PREFERRED
"""The device asks for finger or number where it can: the password was asked for before."""
NOT_TAKEN = (ValueError, KeyError, TypeError, AttributeError, AssertionError)
"""What the library raises for an answer that is forged, stale, or no answer at all."""
UNREADABLE = "A passkey that can't be read"


class NotTaken(Exception):
    """The device's answer does not fit what it was asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the browser is: a passkey made for one host opens nothing at another."""

    host: str
    origin: str

    @property
    def server(self) -> Fido2Server:
        here = PublicKeyCredentialRpEntity(name=settings.CLINIC.name, id=self.host)
        return Fido2Server(here, verify_origin=lambda said: said == self.origin)


@dataclass(frozen=True, slots=True)
class Listed:
    pk: str
    name: str
    made_at: datetime
    used_at: datetime | None


def listed(user: models.User) -> list[Listed]:
    return [
        Listed(str(row.pk), _opened(row).get("name", UNREADABLE), row.made_at, row.used_at)
        for row in user.passkeys.all()
    ]


def offer_to_make(user: models.User, place: Place) -> Offer:
    who = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.get_username(), display_name=user.printed_name
    )
    asked, state = place.server.register_begin(
        who, list(_keys(user).values()), user_verification=IF_IT_CAN
    )
    return dict(asked), state


def keep_passkey(
    user: models.User, name: str, answer: tuple[dict, dict], place: Place, *, at: datetime
) -> models.Passkey:
    """``answer`` is what the session kept of the offer, and what the device said to it."""
    try:
        made = place.server.register_complete(*answer)
        key = made.credential_data
    except NOT_TAKEN:
        raise NotTaken from None
    if key is None:
        raise NotTaken
    row = models.Passkey(user=user, made_at=at, uses=made.counter)
    content = {"name": name, "key": base64.b64encode(key).decode()}
    sealed.seal(row, "content", json.dumps(content, ensure_ascii=False))
    with transaction.atomic():
        row.save(force_insert=True)
        record("passkey_made", at=at, by=user, detail=subject(user))
    return row


def remove_passkey(user: models.User, pk: str, *, at: datetime) -> None:
    """A device that is gone may have a session open: all end but the one that asks."""
    with transaction.atomic():
        if user.passkeys.filter(pk=pk).delete()[0]:
            end_sessions(user)
            record("passkey_removed", at=at, by=user, detail=subject(user))


def offer_to_use(user: models.User, place: Place) -> Offer | None:
    keys = list(_keys(user).values())
    if not keys:
        return None
    asked, state = place.server.authenticate_begin(keys, user_verification=IF_IT_CAN)
    return dict(asked), state


def try_passkey(
    user: models.User, answer: tuple[dict, dict], place: Place, *, at: datetime
) -> Tried:
    """Counted with wrong codes: who has the password gets five tries, of whatever kind."""

    def judge(_held: models.Authenticator) -> Tried:
        (state, said), keys = answer, _keys(user)
        try:
            used = place.server.authenticate_complete(state, list(keys.values()), said)
            count = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
        except NOT_TAKEN:
            return Tried.WRONG
        pk = next(pk for pk, key in keys.items() if key.credential_id == used.credential_id)
        row = user.passkeys.select_for_update().get(pk=pk)
        if (count or row.uses) and count <= row.uses:
            return Tried.WRONG  # a copy of the device counts on its own
        row.uses, row.used_at = count, at
        row.save(update_fields=["uses", "used_at"])
        return Tried.PASSED

    return try_factor(user, judge, at=at)


def _keys(user: models.User) -> dict[Any, AttestedCredentialData]:
    return {
        row.pk: AttestedCredentialData(base64.b64decode(kept["key"]))
        for row in user.passkeys.all()
        if (kept := _opened(row))
    }


def _opened(row: models.Passkey) -> dict[str, str]:
    """Nothing of one that can't be read: it opens nothing, and codes go on working beside it."""
    try:
        return json.loads(sealed.open(row, "content"))
    except models.CannotOpen:
        return {}

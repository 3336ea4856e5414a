"""The second factor: enrolled, tried under a lock, renewed, and reset by somebody else."""

import base64
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from unicodedata import digit

from django.db import transaction
from django_otp.oath import TOTP

from intake import models
from intake.actions.access_log import record
from intake.models import sealed
from intake.models.sealed import bind, blind, blinds, is_bound, secret_of, sha256_of_token

from .accounts import bind_account, end_sessions, forget_factor, subject
from .tokens import RECOVERY_CODE

TRIES, LOCKED_FOR = 5, timedelta(minutes=15)
CODES, BYTES_OF_CODE, BYTES_OF_SEED = 10, 15, 20
ONE_STEP_EITHER_WAY = 1  # clocks of phones differ
STEPS_AHEAD = 20  # ten minutes


class Tried(StrEnum):
    PASSED = "passed"
    BY_RECOVERY_CODE = "by_recovery_code"
    WRONG = "wrong"
    LOCKED = "locked"

    @property
    def is_passed(self) -> bool:
        return self in (Tried.PASSED, Tried.BY_RECOVERY_CODE)


class NotOwn(Exception):
    """Somebody tried to reset their own second factor."""


def in_use(user: models.User) -> models.Authenticator | None:
    return user.authenticators.filter(confirmed_at__isnull=False).first()


def is_expected(user: models.User) -> bool:
    """Whether the authenticator in use, or none, is what the account was bound with.

    Somebody who only deleted rows of the database has not reset a second factor.
    """
    found = in_use(user)
    return secret_of(user) == (str(found.pk) if found else "")


def to_confirm(user: models.User, pk: str | None = None) -> models.Authenticator | None:
    """The one that waits for its first code; with ``pk`` only if it is that one."""
    waiting = user.authenticators.filter(confirmed_at=None)
    return (waiting.filter(pk=pk) if pk else waiting).first()


def begin(user: models.User, *, at: datetime) -> models.Authenticator:
    """A fresh seed. The one in use, if any, goes on counting until this one is confirmed."""
    made = models.Authenticator(user=user, made_at=at)
    sealed.seal_bytes(made, "seed", secrets.token_bytes(BYTES_OF_SEED))
    with transaction.atomic():
        _lock(user)
        user.authenticators.filter(confirmed_at=None).delete()
        made.save(force_insert=True)
    return made


def letters_of(authenticator: models.Authenticator) -> str:
    """The seed as an app takes it: 32 letters and digits."""
    return base64.b32encode(sealed.open_bytes(authenticator, "seed")).decode()


def next_code(authenticator: models.Authenticator, *, at: datetime) -> str:
    """What the app shows; the following code if this one has been used already."""
    clock = TOTP(sealed.open_bytes(authenticator, "seed"))
    clock.time = at.timestamp()
    clock.drift = max(0, authenticator.last_step + 1 - clock.t())
    return f"{clock.token():06d}"


def seconds_until_taken(authenticator: models.Authenticator, *, at: datetime) -> int:
    """How long that code is still too early, after two sign-ins in the same half minute."""
    earliest = authenticator.last_step + 1 - ONE_STEP_EITHER_WAY
    return max(0, earliest * TOTP(b"").step - int(at.timestamp()))


def confirm(
    user: models.User, code: str, *, at: datetime, pk: str | None = None
) -> list[str] | None:
    """Take the new authenticator into use if its code is right; fresh recovery codes come along."""
    with transaction.atomic():
        _lock(user)
        found = to_confirm(user, pk)
        step = _step_of(found, code, at) if found else None
        if found is None or step is None:
            return None
        user.authenticators.filter(confirmed_at__isnull=False).delete()
        found.confirmed_at, found.last_step = at, step
        found.save(update_fields=["confirmed_at", "last_step"])
        codes = _fresh_codes(user)
        bind_account(user, found)
        end_sessions(user)
        record("factor_enrolled", at=at, by=user, detail=subject(user))
    return codes


def try_code(user: models.User, code: str, *, at: datetime) -> Tried:
    """A code of the app or a recovery code. Each is taken once, whoever asks at the same moment."""
    code = _as_shown(code)
    if not re.fullmatch(r"[0-9]{6}|[A-Z2-7]{24}", code):
        return Tried.WRONG  # a slip of the hand is no guess, and is not counted
    return try_factor(user, lambda held: _tried(held, code, at), at=at)


def try_factor(
    user: models.User, judge: Callable[[models.Authenticator], Tried], *, at: datetime
) -> Tried:
    """Whatever is tried, a code or a passkey, is counted in one place and under one lock."""
    with transaction.atomic():
        # The authenticator in use is nobody else's until the commit.
        held = user.authenticators.select_for_update().filter(confirmed_at__isnull=False).first()
        if held is None:
            return Tried.WRONG
        if held.locked_until and at < held.locked_until <= at + LOCKED_FOR:
            return Tried.LOCKED
        tried = judge(held)
        held.wrong = 0 if tried.is_passed else held.wrong + 1
        if held.wrong >= TRIES:
            held.wrong, held.locked_until = 0, at + LOCKED_FOR
            tried = Tried.LOCKED
        held.save(update_fields=["last_step", "wrong", "locked_until"])
        if tried is not Tried.PASSED:
            record(f"factor_{tried}", at=at, by=user, detail=subject(user))
    return tried


def renew_recovery_codes(user: models.User, *, at: datetime) -> list[str]:
    """Ten new codes; the old ones open nothing any more."""
    with transaction.atomic():
        _lock(user)
        codes = _fresh_codes(user)
        record("recovery_codes_renewed", at=at, by=user, detail=subject(user))
    return codes


def reset(user: models.User, *, by: models.User, at: datetime) -> None:
    """By another person: the next sign-in enrols a new authenticator."""
    if user.pk == by.pk:
        raise NotOwn
    with transaction.atomic():
        _lock(user)
        user.authenticators.all().delete()
        user.recovery_codes.all().delete()
        user.passkeys.all().delete()
        forget_factor(user)
        end_sessions(user)
        record("factor_reset", at=at, by=by, detail=subject(user))


def _lock(user: models.User) -> None:
    models.User.objects.select_for_update().get(pk=user.pk)


def _tried(held: models.Authenticator, code: str, at: datetime) -> Tried:
    step = _step_of(held, code, at)
    if step is not None:
        held.last_step = step
        return Tried.PASSED
    sha256 = sha256_of_token(code)
    found = models.RecoveryCode.objects.filter(
        user_id=held.user_id, digest__in=blinds(RECOVERY_CODE, sha256), used_at=None
    ).first()
    if found is None or not is_bound(found, sha256):
        return Tried.WRONG
    found.used_at = at
    found.save(update_fields=["used_at"])
    return Tried.BY_RECOVERY_CODE


def _step_of(authenticator: models.Authenticator, code: str, at: datetime) -> int | None:
    """Which 30 seconds a code belongs to, if they are near and later than the last ones taken."""
    digits = _as_shown(code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    try:
        clock = TOTP(sealed.open_bytes(authenticator, "seed"))
    except sealed.CannotOpen:
        return None  # no code is right; recovery codes and passkeys go on working
    clock.time = at.timestamp()
    # A step far ahead was taken before the clock was set back; no code of now was taken then.
    is_ahead = authenticator.last_step > clock.t() + STEPS_AHEAD
    later = 0 if is_ahead else authenticator.last_step + 1
    is_right = clock.verify(int(digits), tolerance=ONE_STEP_EITHER_WAY, min_t=later)
    return clock.t() if is_right else None


def _as_shown(code: str) -> str:
    """Without spaces and hyphens, and with any script's digits as our own."""
    letters = (str(digit(each)) if each.isdecimal() else each for each in code)
    return re.sub(r"[\W_]", "", "".join(letters)).upper()


def _fresh_codes(user: models.User) -> list[str]:
    user.recovery_codes.all().delete()
    codes = [
        base64.b32encode(secrets.token_bytes(BYTES_OF_CODE)).decode() for _each in range(CODES)
    ]
    rows = []
    for code in codes:
        sha256 = sha256_of_token(code)
        row = models.RecoveryCode(user=user, digest=blind(RECOVERY_CODE, sha256))
        bind(row, sha256)
        rows.append(row)
    models.RecoveryCode.objects.bulk_create(rows)
    return ["-".join(re.findall("....", code)) for code in codes]

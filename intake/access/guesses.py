"""Wrong passwords counted for each user name over all addresses, on record, and slowed down."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.forms import UsernameField

from intake.access.staff_sessions import SessionStore
from intake.actions.access_log import record
from intake.actions.accounts.accounts import subject
from intake.core.limits import GUESSES_A_DAY, PAUSE_BETWEEN_GUESSES
from intake.models import AccessEvent, User

logger = logging.getLogger(__name__)
FAILED, ALERT = "sign_in_failed", "many_sign_ins_failed"
DAY = timedelta(days=1)
USER_NAME = 150


def called(name: str) -> User | None:
    """Whose user name was typed, read as signing in reads it: without spaces around it, NFKC.

    Names that nobody has are not counted: they open nothing.
    """
    typed = str(UsernameField(max_length=USER_NAME).to_python(name))
    if "\0" in typed:  # which no name has, and PostgreSQL does not compare
        return None
    return User.objects.filter(username=typed[:USER_NAME], is_active=True).first()


def guessed(user: User | None, *, at: datetime) -> None:
    """Put a failure on record; the owner reads of it, and administrators of many."""
    record(FAILED, at=at, detail=subject(user) if user else "unknown name")
    if user and _failures(user, at).count() == GUESSES_A_DAY:
        record(ALERT, at=at, detail=subject(user))
        logger.error("many wrong passwords", extra={"event": "sign_in.many_failures"})


def must_wait(user: User, address: str, *, at: datetime) -> bool:
    """Whether tries for this user name are slowed down, and the last one was too short ago.

    Not from an address at which its owner is signed in: nobody keeps a colleague out.
    """
    failures = _failures(user, at)
    if failures.count() < GUESSES_A_DAY:
        return False
    last = failures.order_by("-at").values_list("at", flat=True)[0]
    if last + PAUSE_BETWEEN_GUESSES <= at:
        return False
    rows = user.sessions.filter(expire_date__gt=at)
    kept = (SessionStore.of_row(row).decode(row.session_data) for row in rows)
    return address not in {each.get("address", "") for each in kept}


def _failures(user: User, at: datetime):
    return AccessEvent.objects.filter(
        action=FAILED, detail=subject(user), at__gt=at - DAY, at__lte=at
    )

"""Sessions of staff, kept under the digest of their key: a stolen database opens none of them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import Q
from django.utils import timezone

from intake.core.limits import CLOCK_SLACK, HELD_POSTS_FOR, STAFF_SESSION

if TYPE_CHECKING:
    from intake.models import StaffSession, User

SIGNED_IN_AT, CONFIRMED_AT = "signed_in_at", "confirmed_at"
"""When password and second factor were right, and when the password was given last."""
HALF_IN = "half_in"
"""Whose password was right, while the second factor is still to come."""


def digest(key: str | None) -> str | None:
    """Keyed, so that nobody who writes a row can say which key would open it."""
    # Settings name this module before the models can be imported.
    from intake.models.sealed import blind

    return blind("staff session", key)[:40] if key else key  # the column holds 40


class SessionStore(db.SessionStore):
    """The browser holds the key; wherever the table is asked, its digest stands in for it.

    What a session holds is signed together with that digest: copied into another row, it is
    nobody's session.
    """

    row = ""
    """The digest under which a row was found whose key only the browser holds."""

    @classmethod
    def of_row(cls, row: "StaffSession") -> "SessionStore":
        store = cls()
        store.row = row.session_key
        return store

    @property
    def key_salt(self) -> str:
        return f"intake.staff_sessions.{self.row or digest(self.session_key)}"

    @classmethod
    def get_model_class(cls):
        from intake.models import StaffSession

        return StaffSession

    @property
    def seconds_at_most(self) -> int:
        """Until the session ends however much it is used."""
        return max(0, int((began(self) + STAFF_SESSION - timezone.now()).total_seconds()))

    def _get_session_from_db(self):
        now = timezone.now()
        # What claims to have been used in the future was used before the clock was set back.
        latest = now + CLOCK_SLACK
        found = self.model.objects.filter(
            Q(user=None) | Q(started_at__gt=now - STAFF_SESSION, started_at__lte=latest),
            session_key=digest(self.session_key),
            expire_date__gt=now,
            expire_date__lte=latest + timedelta(seconds=self.get_session_cookie_age()),
        ).first()
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data):
        kept: Any = super().create_model_instance(data)  # a StaffSession, to the stubs any
        kept.session_key = digest(kept.session_key)
        kept.user_id = data.get(SESSION_KEY)
        kept.started_at = began(data)
        return kept

    def save(self, must_create=False):
        """Every request notes that the session was used, after all else: that alone may fail.

        What was done is done by then. Whoever was to be signed in is asked once more.
        """
        with suppress(UpdateError):
            super().save(must_create)

    def exists(self, session_key):
        return super().exists(digest(session_key) or "")

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            super().delete(digest(key))


def who_was_in(key: str, *, at: datetime) -> "User | None":
    """Whose session ended by itself within the last day; signing out leaves nothing to find."""
    from intake.models import StaffSession

    ended = StaffSession.objects.filter(expire_date__gt=at - HELD_POSTS_FOR).exclude(user=None)
    found = ended.filter(session_key=digest(key)).select_related("user").first() if key else None
    return found.user if found and found.user and found.user.is_active else None


def began(data) -> datetime:
    """Sessions of nobody yet begin anew with every request; eight hours count from signing in."""
    at = data.get(SIGNED_IN_AT)
    return datetime.fromtimestamp(at, UTC) if at else timezone.now()

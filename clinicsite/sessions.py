"""Sessions of staff, kept under the digest of their key: a stolen database opens none of them."""

import hashlib

from django.contrib.sessions.backends import db
from django.utils import timezone


def digest(key: str | None) -> str | None:
    return hashlib.sha256(key.encode()).hexdigest()[:40] if key else key  # the column holds 40


class SessionStore(db.SessionStore):
    """The browser holds the key; wherever the table is asked, its digest stands in for it."""

    def _get_session_from_db(self):
        found = self.model.objects.filter(
            session_key=digest(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data):
        kept = super().create_model_instance(data)
        kept.session_key = digest(kept.session_key)
        return kept

    def exists(self, session_key):
        return super().exists(digest(session_key))

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            super().delete(digest(key))

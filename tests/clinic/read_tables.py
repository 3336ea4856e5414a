"""Prints what a dump of a clinic shows only packed: sessions, and who tried what."""

import json
import sys

import django

django.setup()

from axes.models import AccessAttempt, AccessFailureLog  # noqa: E402 - Django is set up above
from django.contrib.admin.models import LogEntry  # noqa: E402

from intake.access.staff_sessions import SessionStore  # noqa: E402
from intake.models import AccessEvent, StaffSession  # noqa: E402

FOUND = {
    "sessions": [
        SessionStore.of_row(each).decode(each.session_data) for each in StaffSession.objects.all()
    ],
    "log of the admin": list(LogEntry.objects.values()),
    "failed sign-ins": list(AccessAttempt.objects.values()),
    "more about failed sign-ins": list(AccessFailureLog.objects.values()),
    "access log": list(AccessEvent.objects.values()),
}
sys.stdout.write(json.dumps(FOUND, default=str))

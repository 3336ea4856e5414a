"""Prints what a dump of a clinic shows only packed: sessions, and who tried what."""

import json
import sys

import django

django.setup()

from axes.models import AccessAttempt, AccessFailureLog  # noqa: E402 - Django is set up above
from django.contrib.admin.models import LogEntry  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402

from intake.models import AccessEvent  # noqa: E402

FOUND = {
    "sessions": [session.get_decoded() for session in Session.objects.all()],
    "log of the admin": list(LogEntry.objects.values()),
    "failed sign-ins": list(AccessAttempt.objects.values()),
    "more about failed sign-ins": list(AccessFailureLog.objects.values()),
    "access log": list(AccessEvent.objects.values()),
}
sys.stdout.write(json.dumps(FOUND, default=str))

"""The sender of messages with a short lease, by day and by night, to servers of the test."""

import os
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

from clinicsite import settings

settings.MESSAGES_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["SMTP_PORT"])
settings.EMAIL_USE_TLS = False
settings.TEXTS = SimpleNamespace(
    url=urlsplit(os.environ["TEXTS_URL"]),
    fields=[("To", "{to}"), ("Body", "{text}"), ("Key", "{id}")],
    form="form",
    authorization="",
    stopped=["21610"],
)

import django  # noqa: E402 - after the settings

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up above

from intake.actions import jobs  # noqa: E402 - Django is set up above
from intake.outbox import work  # noqa: E402 - Django is set up above

jobs.JOB_LEASE = timedelta(seconds=3)
work.is_quiet = lambda *_site, **_at: False  # the test may run at night
call_command("messages")

"""A printer or a messages worker whose lease is short, so that a test sees what a kill leaves."""

import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up above
from django.core.management import call_command  # noqa: E402

from intake.actions import jobs  # noqa: E402
from intake.outbox import work  # noqa: E402

jobs.JOB_LEASE = timedelta(seconds=8)
work.is_quiet = lambda *_visit, **_at: False  # the test may run at night
settings.MESSAGES_BACKEND = "tests.soak.slow_mail.EmailBackend"
call_command(sys.argv[1])

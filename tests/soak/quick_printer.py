"""A printer whose lease is short, so that a test sees what happens after one was killed."""

from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up above

from intake.actions import jobs  # noqa: E402 - Django is set up above

jobs.JOB_LEASE = timedelta(seconds=8)
call_command("printer")

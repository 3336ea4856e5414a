"""The command that begins anew with the jobs that were given up."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.jobs import try_again
from intake.models import Job


class Command(BaseCommand):
    """``try_jobs_again``: after what hindered them was mended."""

    help = "Print and send again what was given up after its last try."

    def handle(self, **_options: Any) -> None:
        count = try_again(Job.objects.all(), at=timezone.now())
        self.stdout.write(f"{count} jobs are tried again.")

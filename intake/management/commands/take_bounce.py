"""The command that a mail server hands returned mails to."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.visits.messages import came_back
from intake.outbox.bounces import MOST_BYTES, read_bounce


class Command(BaseCommand):
    """``take_bounce < mail``: says nothing, and ends well whatever it is given."""

    help = (
        "Read a returned mail from standard input, as a pipe of the mail server's. The desk then"
        " reads on the visit that the address does not work. Mails that are none of ours are left."
    )

    def handle(self, **_options: Any) -> None:
        # A mail server answers a failing pipe with another bounce: whatever this is, it is taken.
        bounce = read_bounce(sys.stdin.buffer.read(MOST_BYTES))
        if bounce:
            came_back(bounce.job, bounce.status, at=timezone.now())

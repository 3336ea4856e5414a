"""The command that tells whoever looks after the site that one of its services failed."""

import logging
import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``alert UNIT``: systemd starts it when a unit fails."""

    help = "Write to the log, and by mail where that is set up, that a service failed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit")

    def handle(self, *, unit: str, **_options: Any) -> None:
        name = unit.lower().replace("@", ":").removesuffix(".service")
        if not re.fullmatch(r"[a-z0-9_.:-]{1,50}", name):
            raise CommandError("That is no name of a service.")
        logger.error("a service failed", extra={"event": f"unit.failed:{name}"})

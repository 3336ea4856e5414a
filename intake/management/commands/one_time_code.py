"""The command that stands in for an authenticator app, in the demonstration only."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.accounts.second_factor import in_use, next_code, seconds_until_taken
from intake.management.people import staff_called


class Command(BaseCommand):
    """``one_time_code provider`` prints the code that signs this account in next."""

    help = "Print an account's one-time code; works in the demonstration only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name, such as provider")

    def handle(self, *, user: str, **_options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "This is not a demonstration: the code is on the phone of whoever it belongs to. "
                "If the phone is lost, see reset_second_factor."
            )
        authenticator = in_use(staff_called(user))
        if authenticator is None:
            raise CommandError(f"{user} has no authenticator yet: the sign-in sets one up.")
        at = timezone.now()
        code, wait = next_code(authenticator, at=at), seconds_until_taken(authenticator, at=at)
        self.stdout.write(f"{code}   in {wait} seconds" if wait else code)

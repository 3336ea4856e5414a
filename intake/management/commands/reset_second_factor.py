"""The command for a lost phone where no other administrator is there to reset it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.accounts.second_factor import NotOwn, reset
from intake.management.people import staff_called


class Command(BaseCommand):
    """``reset_second_factor admin --by ruiz``: the next sign-in sets a new authenticator up."""

    help = "Forget an account's authenticator and recovery codes; recorded in the access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name of whoever lost the phone")
        parser.add_argument("--by", required=True, metavar="USER", help="a colleague, for the log")

    def handle(self, *, user: str, by: str, **_options: Any) -> None:
        try:
            reset(staff_called(user), by=staff_called(by), at=timezone.now())
        except NotOwn:
            raise CommandError("Another member of staff has to answer for it: --by USER.") from None
        self.stdout.write("Reset. The next sign-in sets a new authenticator up.")

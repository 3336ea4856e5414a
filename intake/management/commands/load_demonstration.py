"""The command that fills the demonstration and prints how to get in."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.accounts.second_factor import in_use, next_code, seconds_until_taken
from intake.management import demonstration
from intake.management.demonstration_register import choose_for, stock_register
from intake.management.people import staff_called
from intake.models import Visit


class Command(BaseCommand):
    """``load_demonstration [--code USER]``: invented people only, in the demonstration only."""

    help = "Fill the demonstration with invented patients and print its links and logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--code",
            metavar="USER",
            help="only print this account's one-time code, as the app on a phone would",
        )

    def handle(self, *, code: str | None, **_options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "This is not a demonstration (INTAKE_DEMONSTRATION is not set): invented patients "
                "never stand beside real ones, and a code is on the phone of its owner."
            )
        if code:
            self._say_code(code)
        else:
            self._fill()

    def _say_code(self, username: str) -> None:
        authenticator = in_use(staff_called(username))
        if authenticator is None:
            raise CommandError(f"{username} has no authenticator yet: the sign-in sets one up.")
        at = timezone.now()
        code, wait = next_code(authenticator, at=at), seconds_until_taken(authenticator, at=at)
        self.stdout.write(f"{code}   in {wait} seconds" if wait else code)

    def _fill(self) -> None:
        at = timezone.now()
        # Only a hash is kept, so every start gives all accounts one new password.
        password = "-".join(secrets.token_hex(3) for _ in range(3))
        staff = demonstration.open_accounts(password, at=at)
        questionnaire = demonstration.published_questionnaire(
            by=staff[demonstration.EDITOR.username], at=at
        )
        if not Visit.objects.exists():
            demonstration.tell_stories(questionnaire, staff, at=at)
            desk = staff[demonstration.FRONT_DESK.username]
            chosen = stock_register(by=desk, at=at)
            choose_for(Visit.objects.earliest("pk"), chosen, by=desk, at=at)
        link = demonstration.link_to_try(questionnaire, staff, at=at)
        codes = {
            account.username: next_code(in_use(staff[account.username]), at=timezone.now())
            for account in (demonstration.PROVIDER, demonstration.ADMINISTRATOR)
        }
        self._say(link, password, codes)

    def _say(self, link: str, password: str, codes: dict[str, str]) -> None:
        url = settings.CLINIC.public_url
        born = demonstration.TRY_BIRTH_DATE
        provider = demonstration.PROVIDER.username
        admin = demonstration.ADMINISTRATOR.username
        lines = (
            "",
            "  Everyone in here is invented. Enter no real patient.",
            "",
            f"  Patient    {link}",
            f"             date of birth: {born:%B %d, %Y} ({born.isoformat()})",
            f"  Provider   {url}/provider/",
            f"             user: {provider}   password: {password}   code: {codes[provider]}",
            f"  Admin      {url}/admin/",
            f"             user: {admin}      password: {password}   code: {codes[admin]}",
            "  Also, with the same password:",
            *(
                f"             {other.username:<12} {', '.join(other.roles)}"
                for other in demonstration.OTHERS
            ),
            "  A code works once and for about half a minute. For the next one, in another",
            f"  terminal:  make code WHO={provider}   (stands in for the app on a phone)",
            "",
        )
        self.stdout.write("\n".join(lines))

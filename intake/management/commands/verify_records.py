"""The command that opens every record, and says which are not as the product left them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.jobs import sign_of_life
from intake.actions.privacy.verify_records import altered_records


class Command(BaseCommand):
    """``verify_records``: exit 1, a sentence for each row that a hand altered."""

    help = (
        "Open everything that is sealed, and compare what belongs together. It reads the whole"
        " database, copies on paper too: run it after a suspicion and now and then, not nightly."
    )

    def handle(self, **_options: Any) -> None:
        problems = list(altered_records())
        record("records_verified", at=timezone.now(), detail=f"{len(problems)} problems")
        sign_of_life("verify_records", at=timezone.now(), code="altered" if problems else "")
        if problems:
            raise CommandError("\n".join(f"{problem}." for problem in problems))
        self.stdout.write("Every record opens, and is as it was left.")

"""The command that reads the access log, and says whether what it read is whole."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.jobs import sign_of_life
from intake.actions.privacy.verify_log import accept_break, check_log
from intake.actions.privacy.verify_records import altered_records
from intake.management.people import staff_called
from intake.models.chain import Head

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``verify_access_log [--whole] [--head 1234-3f9a…]``: exit 1, a sentence for each problem."""

    help = (
        "Read the access log and find lines that were rewritten, put in, moved or taken out: from"
        " the last check on, or all of it with --whole."
        " --head takes what an earlier run of this command showed or logged. Run it daily:"
        " each run writes the head to the server's log, where no one who alters the database can"
        " reach it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", action="append", default=[], metavar="N-DIGEST")
        parser.add_argument("--whole", action="store_true", help="read from the first line on")
        parser.add_argument(
            "--records", action="store_true", help="open every record as well; reads all there is"
        )
        parser.add_argument("--accept", metavar="SENTENCE", help="a known break; needs --by")
        parser.add_argument("--by", metavar="USER", help="who answers for the break")

    def handle(self, *, head: list[str], whole: bool, accept: str, by: str, **more: Any) -> None:
        now = timezone.now()
        if accept:
            accept_break(accept.rstrip("."), by=staff_called(by or ""), at=now)
        try:
            anchors = [Head.read(text) for text in head]
        except ValueError as error:
            raise CommandError(f"--head: {error}.") from None
        if more["records"]:
            self._open_records()
        checked = check_log(anchors, at=now, whole=whole)
        logger.info("head of the access log", extra={"event": f"access.head:{checked.head}"})
        code = "" if checked.is_whole else "altered"
        sign_of_life("verify_access_log", at=timezone.now(), code=code)
        if not checked.is_whole:
            logger.error("the access log was altered", extra={"event": "access.altered"})
            raise CommandError("\n".join(f"{problem}." for problem in checked.problems))
        for known in checked.accepted:
            self.stdout.write(f"Known and answered for: {known}.")
        self.stdout.write(
            f"The access log is whole: {checked.lines} lines, {checked.anchors} anchors fit.\n"
            f"Head: {checked.head}"
        )

    def _open_records(self) -> None:
        altered = list(altered_records())
        record("records_verified", at=timezone.now(), detail=f"{len(altered)} problems")
        sign_of_life("verify_records", at=timezone.now(), code="altered" if altered else "")
        if altered:
            raise CommandError("\n".join(f"{problem}." for problem in altered))
        self.stdout.write("Every record opens, and is as it was left.")

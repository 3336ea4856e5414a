"""The command that takes schedules from a folder: what is clear is entered, the rest waits."""

import logging
import re
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.access.roles import Role
from intake.actions.jobs import sign_of_life
from intake.actions.visits.schedule import PASTED, Change
from intake.actions.visits.told import providers, questionnaires
from intake.actions.visits.waiting import Feed, take_feed
from intake.feeds.reading import read
from intake.feeds.seen import MOST_BYTES, FeedRefused, Schedule
from intake.feeds.table import Clinic
from intake.management.folder import (
    DONE,
    REFUSED,
    Folder,
    NoFolder,
    NotAFile,
    NotYet,
    opened_folder,
)
from intake.management.people import staff_called
from intake.models import DateOrder, Site, User

logger = logging.getLogger(__name__)
SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
ORDER_UNKNOWN = (
    "No date of it tells whether the day or the month comes first. Say it for this folder with"
    " --dates, or import the file at the desk."
)


class Command(BaseCommand):
    """``import_day FOLDER --from NAME --by USER``: run by a timer; safe to repeat."""

    help = (
        "Read the files of a folder (CSV, calendars, HL7, FHIR): what is clear is entered, the rest"
        " waits for the desk. A file goes to done/, or to refused/ with the reason beside it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="where the other program writes its files")
        parser.add_argument("--from", dest="source", required=True, metavar="NAME")
        parser.add_argument("--by", required=True, metavar="USER", help="somebody at the desk")
        parser.add_argument("--site", metavar="KEY", help="needed if there are several")
        parser.add_argument("--questionnaire", metavar="SLUG", help="needed if there are several")
        parser.add_argument(
            "--dates",
            choices=DateOrder.values,
            help="how this program writes them",
        )
        parser.add_argument("--provider", metavar="USER", help="where a schedule names none")

    def handle(
        self, *, folder: str, source: str, by: str, dates: str | None, **options: Any
    ) -> None:
        if not SOURCE.fullmatch(source) or source == PASTED:
            raise CommandError(
                "--from takes a short name: small letters, digits and -, not `pasted`."
            )
        taker = staff_called(by)
        here = _one(Site.objects.all(), "site", key=options["site"])
        if Role.FRONT_DESK not in taker.roles or here not in taker.reach:
            raise CommandError(f"{taker.username} does not work at the desk of {here.key}.")
        asks = _one(questionnaires(), "questionnaire", slug=options["questionnaire"])
        named = options["provider"]
        sees = _one(providers(here), "provider", username=named) if named else None
        feed = Feed(source, here, asks, sees)
        try:
            with opened_folder(folder, most_bytes=MOST_BYTES) as opened:
                files, lines = self._take_all(opened, feed, taker, dates)
        except NoFolder as problem:
            raise CommandError(str(problem)) from None
        sign_of_life(f"feed {source}", at=timezone.now())
        told = ":".join(f"{name}-{files[name]}" for name in (DONE, REFUSED, "left"))
        logger.info("schedules taken", extra={"event": f"feed.taken:{told}"})
        self.stdout.write(f"{_said(files)}. {_said(lines) or 'No line read'}.")

    def _take_all(
        self, folder: Folder, feed: Feed, by: User, dates: str | None
    ) -> tuple[Counter[str], Counter[Change]]:
        files: Counter[str] = Counter({DONE: 0, REFUSED: 0, "left": 0})
        lines: Counter[Change] = Counter()
        for name in folder.names():
            at = timezone.now()
            try:
                schedule = _read(folder.read(name, at=at), feed.site, dates)
            except NotYet:
                files["left"] += 1
            except (NotAFile, FeedRefused) as refused:
                folder.put_away(name, REFUSED, str(refused))
                files[REFUSED] += 1
            else:
                lines += take_feed(schedule.visits, feed, by=by, at=at)
                folder.put_away(name, DONE)
                files[DONE] += 1
        return files, lines


def _read(content: bytes, site: Site, dates: str | None) -> Schedule:
    """As the desk's preview reads it; what no reader foresaw must not stop the files after it."""
    day_first = dates == DateOrder.DAY_FIRST if dates else site.is_day_first
    clinic = Clinic(site.day(timezone.now()), site.opens, site.closes, day_first)
    try:
        schedule = read(content, clinic, zone=site.zone)
        if schedule.asks_order and not dates:  # at the desk somebody looks
            raise FeedRefused(ORDER_UNKNOWN)
        return schedule
    except FeedRefused:
        raise
    except Exception as error:  # noqa: BLE001  a file of another program may hold anything
        logger.exception("not readable", extra={"event": "feed.unforeseen"})
        raise FeedRefused(f"It could not be read ({type(error).__name__}).") from None


def _one(rows: Any, what: str, **named: str | None) -> Any:
    ((column, value),) = named.items()
    found = list(rows.filter(**{column: value} if value else {})[:2])
    if len(found) == 1:
        return found[0]
    raise CommandError(f"No {what} is called so." if value else f"Say which {what}: --{what}.")


def _said(counts: Counter[Any]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())

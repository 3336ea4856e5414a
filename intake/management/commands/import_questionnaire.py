"""The command that reads a questionnaire into the draft, and publishes it if it is told why."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.example_patients import keep_example_patient, read_example_patient
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.publish import (
    PublishingRefused,
    problems_of,
    publish,
    reason_for_all,
)
from intake.core.documents.codec import questionnaire_from_json
from intake.core.documents.values import DocumentError
from intake.core.editing.check import Problem
from intake.core.limits import DOCUMENT_BYTES
from intake.core.questionnaire.free_text import tidy
from intake.models import Questionnaire


class Command(BaseCommand):
    """``import_questionnaire FILE [--patients FOLDER] [--publish --why TEXT]``: all or nothing."""

    help = (
        "Read a questionnaire from a JSON document into the draft that staff edit. What patients"
        " are asked changes only with --publish."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--patients",
            metavar="FOLDER",
            help="keep its example patients with the draft, in the place of those of their names",
        )
        parser.add_argument("--publish", action="store_true", help="and make it the next version")
        parser.add_argument(
            "--why", metavar="TEXT", help="the reason, kept with the version and for warnings"
        )

    def handle(
        self, *, file: str, patients: str | None, publish: bool, why: str | None, **_options: Any
    ) -> None:
        if publish and not tidy(why or ""):
            raise CommandError("--publish needs --why: the reason that is kept with the version.")
        if why and not publish:
            raise CommandError("--why is the reason for publishing; add --publish.")
        text = _text_of(file)
        try:
            with transaction.atomic():
                draft = import_draft(questionnaire_from_json(text), by=None, at=timezone.now())
                said = _imported(draft, patients, why)
        except DocumentError as error:
            raise CommandError(f"{file}: {error}") from None
        except PublishingRefused as refused:
            said = f"{file}: nothing was imported, because it can't be published:"
            raise CommandError("\n".join([said, *_lines(refused.problems)])) from None
        self.stdout.write(said)


def _text_of(file: str) -> str:
    try:
        path = Path(file)
        if path.stat().st_size > DOCUMENT_BYTES:
            # Before it is read: a document that fills the memory helps nobody.
            raise CommandError(f"{file}: document: larger than {DOCUMENT_BYTES:,} bytes")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CommandError(f"{file}: there is no such file.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file}: this is not UTF-8 text.") from None
    except OSError as error:
        raise CommandError(f"{file}: can't be read ({error.strerror}).") from None


def _imported(draft: Questionnaire, folder: str | None, why: str | None) -> str:
    """Keeps the patients of a folder, publishes where there is a reason, and says what was done."""
    if folder is not None:
        files = sorted(Path(folder).rglob("*.json"))
        if not files:
            raise CommandError(f"{folder}: there is no example patient in this folder.")
        document = compile_draft(draft)
        for path in files:
            try:
                keep_example_patient(draft, read_example_patient(document, _text_of(str(path))))
            except DocumentError as error:
                raise CommandError(f"{path}: {error}") from None
    at = timezone.now()
    problems = problems_of(draft, at=at)
    if not why:
        said = f'Imported "{draft.slug}" into the draft. Patients see it once it is published.'
        return "\n".join([said, *_lines(problems)])
    reasons = reason_for_all(problems, why)
    version = publish(draft, by=None, at=at, why=why, reasons=reasons)
    return f'Imported "{draft.slug}" and published it as version {version.number}.'


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [f"  {each.place} {each.says}".rstrip() for each in problems]

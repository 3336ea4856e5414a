"""The command that shows what a questionnaire makes of an example patient, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.core.discussion.discussion import DiscussionPoint, Standing
from intake.core.documents.codec import questionnaire_from_json
from intake.core.documents.values import UNKNOWN_NAME, DocumentError
from intake.core.editing.example_patients import (
    UNKNOWN_EXPECTATION,
    Trial,
    example_patient_from_json,
    run,
)
from intake.core.questionnaire.questionnaire import Questionnaire

NOT_KNOWN = 2
"""Exit code for a name that no example patient has: it was meant for something we do not try."""
SHIPPED = str(settings.BASE_DIR / "fixtures" / "exosome_pretreatment.json")


class Command(BaseCommand):
    """``try_answers PATIENT.json…``: one JSON line a patient, exit 1 if one is not as expected."""

    help = (
        "Show which questions are asked and which points are raised for example patients, "
        "one JSON line each. Exits 1 if an expectation fails, 2 for a name that is not known. "
        "Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patients", nargs="+", metavar="PATIENT.json")
        parser.add_argument("--questionnaire", default=SHIPPED, metavar="FILE")
        parser.add_argument("--pdf", metavar="OUT.pdf", help="print the summary of one patient")
        parser.add_argument("--copy", choices=("provider", "patient"), default="provider")
        parser.add_argument("--paper", choices=("letter", "a4"), default="letter")

    def handle(self, *, patients: list[str], questionnaire: str, **options: Any) -> None:
        if options["pdf"] and len(patients) > 1:
            raise CommandError("--pdf prints one patient; name a single file with it.")
        asked = read(questionnaire, questionnaire_from_json)
        trials = [self._try(asked, path) for path in patients]
        if options["pdf"]:
            # WeasyPrint takes half a second to import, so only where it prints.
            from intake.pdf.copies import patient_copy, provider_copy

            printing = provider_copy if options["copy"] == "provider" else patient_copy
            printed = printing(trials[0].discussion, paper=options["paper"])
            Path(options["pdf"]).write_bytes(printed.content)
        if not all(trial.ok for trial in trials):
            raise SystemExit(1)

    def _try(self, questionnaire: Questionnaire, path: str) -> Trial:
        patient = read(path, lambda text: example_patient_from_json(questionnaire, text))
        trial = run(questionnaire, patient, as_of=timezone.now())
        self.stdout.write(json.dumps(line(trial), ensure_ascii=False))
        return trial


def read(path: str, understand: Any) -> Any:
    """The document in a file; says which file and where in it when something is wrong."""
    try:
        return understand(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CommandError(f"{path}: there is no such file.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}: this is not UTF-8 text.") from None
    except OSError as error:
        raise CommandError(f"{path}: can't be read ({error.strerror}).") from None
    except DocumentError as error:
        code = NOT_KNOWN if error.problem in (UNKNOWN_NAME, UNKNOWN_EXPECTATION) else 1
        raise CommandError(f"{path}: {error}", returncode=code) from None


def line(trial: Trial) -> dict[str, Any]:
    """What is printed for one patient (DESIGN, Example patients and the shell)."""
    missing = dict.fromkeys(asked.question.key for asked in trial.walked.missing)
    short = dict.fromkeys(group.key for group in trial.walked.short_groups)
    return {
        "name": trial.patient.name,
        "asked": list(trial.walked.keys),
        "missing": [*missing, *short],
        "points": [_point(trial, point) for point in trial.discussion.points],
        "questions_to_ask": [ask.text for ask in trial.discussion.questions_to_ask],
        "ok": trial.ok,
        "problems": list(trial.problems),
    }


def _point(trial: Trial, point: DiscussionPoint) -> dict[str, Any]:
    because = []
    for each in point.because:
        row = None
        if each.row is not None:
            group = trial.walked.questionnaire.group_of[each.question]
            told = (trial.patient.told, trial.patient.before)
            ids = [[row.id for row in one.answers.rows_of(group.key)] for one in told if one]
            # Its place in the file, counted from 0 like the places in error messages. What a
            # withdrawn hold rested on may be an entry that only the revision before had.
            row = next(places.index(each.row) for places in ids if each.row in places)
        answer = None if each.standing is Standing.BLANK else each.value
        because.append(
            {"question": each.question, "row": row, "answer": answer, "by": each.by.value}
        )
    return {
        "key": point.key,
        "kind": point.kind.value,
        "severity": point.severity.code,
        "number": point.number,
        "withdrawn": point.withdrawn,
        "because": because,
    }

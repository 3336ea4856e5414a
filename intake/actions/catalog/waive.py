"""Records why a warning does not stop publishing, one warning at a time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.core.editing.check import Problem, Weight, check
from intake.core.editing.problems import with_reason
from intake.core.questionnaire.free_text import tidy
from intake.core.questionnaire.questionnaire import Questionnaire as Document
from intake.models.catalog.versions import VersionAltered

from .reading_grade import school_grade
from .translate_draft import altered_texts

COMMAND_LINE = "command line"
CURE = "It has to be restored from a backup, or the draft is published anew in its place."


class ReasonNotTaken(Exception):
    """The reason can't be recorded; the message says why."""


def give_reason(
    draft: models.Questionnaire,
    problem: Problem,
    *,
    reason: str,
    by: models.User | None,
    at: datetime,
) -> models.Waiver:
    """Record the reason why one warning may stand; it ends when the text changes."""
    said = tidy(reason)
    if problem.weight is not Weight.WITH_REASON:
        raise ReasonNotTaken("This must be mended. A reason does not help.")
    if not said:
        raise ReasonNotTaken("Write why it may stay as it is.")
    with transaction.atomic():
        exactly = {"place": problem.place, "about": problem.about, "words": problem.words}
        draft.waivers.filter(**exactly).delete()
        name = by.printed_name if by else COMMAND_LINE
        kept = draft.waivers.create(**exactly, reason=said, by=name, on=timezone.localdate(at))
        record("reason_given", at=at, by=by, detail=f"{draft.slug} {problem.place}"[:200])
    return kept


def take_back_reason(waiver: models.Waiver, *, by: models.User, at: datetime) -> None:
    """The warning stands again."""
    with transaction.atomic():
        record(
            "reason_taken_back",
            at=at,
            by=by,
            detail=f"{waiver.questionnaire.slug} {waiver.place}"[:200],
        )
        waiver.delete()


def warnings_and_mistakes(
    document: Document, last: models.Version | None, at: datetime, altered: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """What ``check`` finds in a draft on this day, beside the newest version.

    One that was altered is compared with nothing; with a reason the draft is published anew, and
    what was ``altered`` beside the draft is left out.
    """
    published, told = None, [*altered]
    if last:
        translations = last.translations.select_related("version__questionnaire")
        told += [f"{each.altered} {CURE}" for each in translations if each.altered]
        try:
            published = last.read()
        except VersionAltered as why:
            told.append(f"{why} {CURE}")
    on = timezone.localdate(at)
    found = check(document, on=on, published=published, reading=school_grade)
    reasons = {(each.about, each.words) for each in document.waivers}
    return found + tuple(
        with_reason("", words, about="altered", words=words)
        for words in told
        if ("altered", words) not in reasons
    )


def without_lapsed(
    draft: models.Questionnaire, document: Document, last: models.Version | None, *, at: datetime
) -> Document:
    """The document with the reasons that it still needs; the others are dropped from the draft."""
    unwaived = replace(document, waivers=())
    warned = warnings_and_mistakes(unwaived, last, at, altered_texts(draft))
    needed = {(each.place, each.about, each.words) for each in warned if each.about}
    for row in draft.waivers.all():
        if (row.place, row.about, row.words) not in needed:
            row.delete()
    kept = (each for each in document.waivers if (each.place, each.about, each.words) in needed)
    return replace(document, waivers=tuple(kept))

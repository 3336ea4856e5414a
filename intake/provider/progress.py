"""How far a patient has come, told from which questions were seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from intake.actions.answers.sheet import keys_seen
from intake.core.questionnaire.questionnaire import Questionnaire, Section
from intake.core.questionnaire.walk import sections_to_fill_in
from intake.models import Submission


@dataclass(frozen=True, slots=True)
class Progress:
    """The furthest section in which a page was saved; 0 when the link was only opened."""

    reached: int
    of: int
    title: str


def progress_of(submissions: Iterable[Submission]) -> dict[UUID, Progress]:
    """One query, however many submissions."""
    wanted = {submission.pk: submission for submission in submissions}
    seen = keys_seen(wanted)
    return {pk: _progress(each.version.read(), seen.get(pk, set())) for pk, each in wanted.items()}


def _progress(document: Questionnaire, seen: set[str]) -> Progress:
    sections = sections_to_fill_in(document)
    reached = max((n for n, section in enumerate(sections, 1) if seen & _keys(section)), default=0)
    return Progress(reached, len(sections), sections[reached - 1].title if reached else "")


def _keys(section: Section) -> set[str]:
    return {key for keys in section.pages for key in keys}

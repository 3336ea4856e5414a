"""A draft being answered as a patient would, kept in the staff member's own session only."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404

from intake.actions.catalog.example_patients import answers_that_fit
from intake.core.documents.codec import answers_to_json
from intake.core.questionnaire.answers import EMPTY, Answers, Row, Values
from intake.core.questionnaire.questionnaire import Group, Page, Questionnaire, Section
from intake.core.questionnaire.walk import Walk, walk
from intake.models import Questionnaire as Draft

KEPT = "preview"


@dataclass(frozen=True)
class Trying:
    """What was answered so far; ``patient`` is the kept example patient it began with, if any."""

    draft: Draft
    document: Questionnaire
    answers: Answers = EMPTY
    patient: int | None = None

    @classmethod
    def of(cls, session: Any, draft: Draft, document: Questionnaire) -> "Trying":
        """As the session has it. A session keeps one draft's answers at a time."""
        kept = session.get(KEPT, {})
        if kept.get("draft") != draft.pk:
            return cls(draft, document)
        return cls(draft, document, answers_that_fit(document, kept), kept.get("patient"))

    def keep(self, session: Any) -> None:
        session[KEPT] = {
            "draft": self.draft.pk,
            "patient": self.patient,
            **answers_to_json(self.answers),
        }

    @cached_property
    def walk(self) -> Walk:
        return walk(self.document, self.answers)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.walk.pages

    @property
    def sections(self) -> tuple[Section, ...]:
        asked = {page.section for page in self.pages}
        return tuple(each for each in self.document.sections if each.key in asked)

    def page(self, section: str, number: int) -> Page:
        found = (p for p in self.document.pages if (p.section, p.number) == (section, number))
        page = next(found, None)
        if page is None:
            raise Http404
        return page

    def group(self, key: str) -> Group:
        if key not in self.document.groups:
            raise Http404
        return self.document.groups[key]

    def row(self, page: Page, row: str) -> Row:
        """An entry of a page's group; 404 for one that is not there."""
        entries = self.answers.rows_of(page.group) if page.group else ()
        found = next((each for each in entries if each.id == row), None)
        if found is None:
            raise Http404
        return found

    def values_at(self, page: Page, row: str) -> Values:
        return self.row(page, row).answers if row else self.answers.top

    def with_said(self, page: Page, row: str, said: dict[str, Any]) -> "Trying":
        if not row:
            return replace(self, answers=replace(self.answers, top=_with(self.answers.top, said)))
        entries = tuple(
            Row(each.id, _with(each.answers, said)) if each.id == row else each
            for each in self.answers.rows_of(page.group)
        )
        return self._with_entries(page.group, entries)

    def with_entry(self, group: Group) -> tuple["Trying", str]:
        """One more entry, and its id; an empty one is taken first."""
        entries = self.answers.rows_of(group.key)
        empty = next((each.id for each in entries if not each.answers), None)
        if empty is not None or len(entries) >= group.max_rows:
            return self, empty or entries[-1].id
        numbers = [int(each.id) for each in entries if each.id.isdecimal()]
        new = str(max(numbers, default=0) + 1)
        return self._with_entries(group.key, (*entries, Row(new))), new

    def without_entry(self, group: Group, row: str) -> "Trying":
        left = tuple(each for each in self.answers.rows_of(group.key) if each.id != row)
        return self._with_entries(group.key, left)

    def _with_entries(self, group: str, entries: tuple[Row, ...]) -> "Trying":
        rows = {**self.answers.rows, group: entries}
        return replace(self, answers=replace(self.answers, rows=rows))


def _with(values: Values, said: dict[str, Any]) -> Values:
    merged = {**values, **said}
    return {key: answer for key, answer in merged.items() if answer is not None}

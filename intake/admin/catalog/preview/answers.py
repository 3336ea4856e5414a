"""A draft being answered as a patient would, kept in the staff member's own session only."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404

from intake.actions.catalog.example_patients import answers_that_fit
from intake.core.documents.codec import answers_to_json
from intake.core.questionnaire.answers import EMPTY, Answers, Row, Values
from intake.core.questionnaire.questionnaire import Group, Page, Questionnaire
from intake.core.questionnaire.walk import Walk, walk
from intake.forms.page import Said
from intake.forms.words import number_in
from intake.models import Questionnaire as Draft
from intake.walking.filling import Filling
from intake.walking.route import Place, Route

KEPT = "preview"


@dataclass(frozen=True)
class Trying(Filling):
    """What was answered so far; ``patient`` is the kept example patient it began with, if any."""

    draft: Draft
    questionnaire: Questionnaire
    answers: Answers = EMPTY
    patient: int | None = None
    seen: tuple[str, ...] = ()
    """Pages that were continued, with answers or without."""

    @classmethod
    def of(cls, session: Any, draft: Draft, document: Questionnaire) -> "Trying":
        """As the session has it. A session keeps one draft's answers at a time."""
        kept = session.get(KEPT, {})
        if kept.get("draft") != draft.pk:
            return cls(draft, document)
        fitting = answers_that_fit(document, kept)
        return cls(draft, document, fitting, kept.get("patient"), tuple(kept.get("seen", ())))

    def keep(self, session: Any) -> None:
        session[KEPT] = {
            "draft": self.draft.pk,
            "patient": self.patient,
            "seen": self.seen,
            **answers_to_json(self.answers),
        }

    @cached_property
    def walk(self) -> Walk:
        return walk(self.questionnaire, self.answers)

    @cached_property
    def route(self) -> Route:
        return Route(self.walk)

    def is_kept(self, page: Page) -> bool:
        return page.name in self.seen or not self.answers.top.keys().isdisjoint(page.keys)

    def place(self, section: str, number: int, row: str = "") -> Place:
        """The page of an address; 404 for what the draft or the answers do not have."""
        page = self.questionnaire.page_at.get((section, number))
        if page is None or bool(page.group) is not bool(row):
            raise Http404
        if row and self.answers.row_of(page.group, row) is None:
            raise Http404
        return Place(page, row or None)

    def group(self, key: str) -> Group:
        if key not in self.questionnaire.groups:
            raise Http404
        return self.questionnaire.groups[key]

    def values_at(self, place: Place) -> Values:
        row = self.answers.row_of(place.page.group, place.row)
        return row.answers if row else self.answers.top

    def with_said(self, place: Place, said: Said) -> "Trying":
        seen = tuple(dict.fromkeys([*self.seen, place.page.name]))
        return replace(
            self, answers=self.answers.with_said(said, place.page.group, place.row), seen=seen
        )

    def with_entry(self, group: Group) -> tuple["Trying", str]:
        """One more entry, and its id; an empty one is taken first."""
        entries = self.answers.rows_of(group.key)
        empty = next((each.id for each in entries if not each.answers), None)
        if empty is not None or len(entries) >= group.max_rows:
            return self, empty or entries[-1].id
        numbers = (number_in(each.id) or 0 for each in entries)
        new = str(max(numbers, default=0) + 1)
        return self._with_entries(group.key, (*entries, Row(new))), new

    def without_entry(self, group: Group, row: str) -> "Trying":
        left = tuple(each for each in self.answers.rows_of(group.key) if each.id != row)
        return self._with_entries(group.key, left)

    def _with_entries(self, group: str, entries: tuple[Row, ...]) -> "Trying":
        rows = {**self.answers.rows, group: entries}
        return replace(self, answers=replace(self.answers, rows=rows))

"""One patient's questionnaire as it stands, read in a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial, wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from intake import models
from intake.actions.answers.load import Given, load_answers, walked
from intake.actions.answers.page_drafts import Draft, drafts_of
from intake.actions.answers.save import AlreadySent
from intake.actions.answers.session import Ended, Live
from intake.core.questionnaire.answers import Answers, Row, Values
from intake.core.questionnaire.facts import VisitFacts, prefilled
from intake.core.questionnaire.questionnaire import (
    Group,
    Kind,
    Page,
    Question,
    Questionnaire,
    Section,
)
from intake.core.questionnaire.walk import Asked, Walk
from intake.forms.page import Said
from intake.models.visits.identity import facts_of

from .addresses import Place
from .session import Hold, View, for_patients, is_sent


@dataclass(frozen=True)
class Sheet:
    """One patient's questionnaire as it stands."""

    live: Live | Ended
    given: Given
    facts: VisitFacts
    at: datetime

    @property
    def submission(self) -> models.Submission:
        return self.live.submission

    @property
    def questionnaire(self) -> Questionnaire:
        return self.submission.version.read()

    @cached_property
    def walk(self) -> Walk:
        return walked(self.submission, self.given, self.facts, at=self.at)

    @cached_property
    def declaration(self) -> Section | None:
        """The last section, if it holds statements only: they are ticked above the signature."""
        last = self.questionnaire.sections[-1]
        is_statement = (getattr(asked, "kind", None) is Kind.BOOLEAN for asked in last.items)
        is_signed = len(self.questionnaire.sections) > 1 and bool(last.items)
        return last if is_signed and all(is_statement) else None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Pages to fill in, in order, without those that are signed."""
        signed = self.declaration.key if self.declaration else None
        return tuple(page for page in self.walk.pages if page.section != signed)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Sections that have something to fill in."""
        open_now = {page.section for page in self.pages}
        return tuple(s for s in self.questionnaire.sections if s.key in open_now)

    @cached_property
    def missing(self) -> tuple[Asked, ...]:
        """What is still to be answered before the patient can sign."""
        open_now = {key for page in self.pages for key in page.keys}
        return tuple(asked for asked in self.walk.missing if asked.question.key in open_now)

    @cached_property
    def drafts(self) -> dict[Place, Draft]:
        """Unsent pages that are still asked."""
        pages = {f"{page.section}/{page.number}": page for page in self.pages}
        kept = drafts_of(self.submission)
        return {Place(pages[d.page], d.row): d for d in kept if d.page in pages}

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.walk.short_groups or self.drafts)

    def place(self, section: str, number: int, row: UUID | None = None) -> Place:
        """The page of an address; 404 for what the questionnaire or the patient does not have."""
        found = (p for p in self.questionnaire.pages if (p.section, p.number) == (section, number))
        page = next(found, None)
        if page is None or bool(page.group) is not bool(row):
            raise Http404
        is_known = row is None or row in self.given.removed or self.given.has_row(page.group, row)
        if not is_known:
            raise Http404
        return Place(page, row)

    def group(self, key: str) -> Group:
        if key not in self.questionnaire.groups:
            raise Http404
        return self.questionnaire.groups[key]

    def asked_at(self, place: Place) -> tuple[Question, ...]:
        """What is asked there; nothing on pages that are not asked, or that are signed."""
        if place.page not in self.pages:
            return ()
        return self.walk.asked_on(place.page, place.row_id)

    def shown_at(self, place: Place) -> Values:
        """What a form shows: what is kept, or what the clinic knows for the patient to confirm."""
        kept = self.given.at(place.page, place.row)
        if self.given.revision_of(place.page, place.row):
            return kept
        return {**prefilled(self.questionnaire, self.facts), **kept}

    def with_said(self, place: Place, said: Said) -> "Sheet":
        """The sheet once these answers are kept."""
        answers = _merged(self.given.answers, place, said)
        return replace(self, given=replace(self.given, answers=answers))


def while_filling(view: View | None = None, *, hold: Hold | None = None) -> View:
    """A view that takes the sheet; once everything is sent there is only the receipt."""
    if view is None:
        return partial(while_filling, hold=hold)

    @wraps(view)
    def filling(request: HttpRequest, live: Live, **place) -> HttpResponse:
        if is_sent(live.submission):
            return redirect("patient:sent")
        try:
            return view(request, sheet_of(live), **place)
        except AlreadySent:
            return redirect("patient:sent")

    return for_patients(filling, hold=hold)


def sheet_of(live: Live | Ended) -> Sheet:
    submission = live.submission
    return Sheet(live, load_answers(submission), facts_of(submission.visit), timezone.now())


def _merged(answers: Answers, place: Place, said: Said) -> Answers:
    if not place.row:
        return replace(answers, top=_with(answers.top, said))
    rows = tuple(
        Row(row.id, _with(row.answers, said)) if row.id == place.row_id else row
        for row in answers.rows_of(place.page.group)
    )
    return replace(answers, rows={**answers.rows, place.page.group: rows})


def _with(values: Values, said: Said) -> Values:
    merged = {**values, **said}
    return {key: answer for key, answer in merged.items() if answer is not None}

"""One patient's questionnaire as it stands, read in a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial, wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from intake import models
from intake.actions.answers.page_drafts import Draft, drafts_of
from intake.actions.answers.page_times import page_times
from intake.actions.answers.session import Ended, Live
from intake.actions.answers.sheet import AlreadySent, Given, as_asked, load_answers
from intake.core.questionnaire.answers import Answers, Values
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import Group, Page, Question, Questionnaire
from intake.core.questionnaire.times import PageTimes
from intake.core.questionnaire.walk import Walk, known_answers, prefilled, walk
from intake.forms.page import Said
from intake.models.catalog.versions import read_in
from intake.models.visits.visits import facts_of
from intake.walking.entries import told_by_tick
from intake.walking.filling import Filling
from intake.walking.route import Place, Route

from .session import Hold, View, for_patients, is_sent


@dataclass(frozen=True)
class Sheet(Filling):
    """One patient's questionnaire as it stands."""

    live: Live | Ended
    given: Given
    facts: VisitFacts
    at: datetime

    @property
    def submission(self) -> models.Submission:
        return self.live.submission

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return read_in(self.submission.version, self.facts.language)

    @cached_property
    def walk(self) -> Walk:
        known = known_answers(
            self.questionnaire, self.facts, self.submission.visit.site.here(self.at)
        )
        walked = walk(self.questionnaire, self.given.answers, known)
        return as_asked(self.submission, self.given, walked)

    @cached_property
    def times(self) -> PageTimes:
        return page_times(self.submission.version)

    @cached_property
    def route(self) -> Route:
        return Route(self.walk, self.known)

    @cached_property
    def known(self) -> Values:
        """What the clinic knows, for the patient to confirm."""
        return prefilled(self.questionnaire, self.facts)

    @property
    def patients_name(self) -> str:
        return self.facts.name

    @property
    def answers(self) -> Answers:
        return self.given.answers

    def is_kept(self, page: Page) -> bool:
        return bool(self.given.revision_of(page))

    @cached_property
    def unsent(self) -> tuple[Draft, ...]:
        """Every unsent page, those that are signed as well, oldest first."""
        return drafts_of(self.submission, self.given)

    @cached_property
    def drafts(self) -> dict[Place, tuple[Draft, ...]]:
        """Unsent pages that are still asked: what is held first, then the newest."""
        pages = {page.name: page for page in self.pages}
        found: dict[Place, tuple[Draft, ...]] = {}
        for draft in self.unsent:
            if draft.page in pages:
                place = Place(pages[draft.page], str(draft.row) if draft.row else None)
                of_place = (draft, *found.get(place, ()))
                found[place] = tuple(sorted(of_place, key=lambda each: not each.held))
        return found

    def place(self, section: str, number: int, row: UUID | None = None) -> Place:
        """The page of an address; 404 for what the questionnaire or the patient does not have."""
        page = self.questionnaire.page_at.get((section, number))
        if page is None or bool(page.group) is not bool(row):
            raise Http404
        is_known = row is None or row in self.given.removed or self.given.has_row(page.group, row)
        if not is_known:
            raise Http404
        return Place(page, str(row) if row else None)

    def group(self, key: str) -> Group:
        if key not in self.questionnaire.groups:
            raise Http404
        return self.questionnaire.groups[key]

    def asked_at(self, place: Place, query: QueryDict) -> tuple[Question, ...]:
        """What is asked there; what a tick told of an entry only of those who come to change it."""
        is_told = place.row and not {"name", "from"} & {*query}
        told = told_by_tick(self, place) if is_told else ()
        return tuple(each for each in self.route.asked_at(place) if each.key not in told)

    def may_name_anew(self, before: "Sheet", page: Page) -> bool:
        """Whether names may tick something else than before this page was kept."""
        concerned = self.questionnaire.beside_names
        was, now = (
            [asked for asked in sheet.walk.asked if asked.question.key in concerned]
            for sheet in (before, self)
        )
        return not concerned.isdisjoint(page.keys) or was != now

    def shown_at(self, place: Place) -> Values:
        """What a form shows: what is kept, or what the clinic knows for the patient to confirm."""
        kept = self.given.at(place.page, place.row_pk)
        if self.given.revision_of(place.page, place.row_pk):
            return kept
        return {**self.known, **kept}

    def with_said(self, place: Place, said: Said) -> "Sheet":
        """The sheet once these answers are kept."""
        answers = self.given.answers.with_said(said, place.page.group, place.row)
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
    facts = replace(facts_of(submission.visit), language=get_language() or "")
    return Sheet(live, load_answers(submission), facts, timezone.now())

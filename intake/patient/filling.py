"""One patient's questionnaire as it stands, and what goes along with it from page to page."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache, partial, wraps
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from intake import models
from intake.actions.answers.page_drafts import SHOWN, Draft, Stamp, drafts_of, shown_in, still_asked
from intake.actions.answers.page_times import page_times
from intake.actions.answers.session import Ended, Live
from intake.actions.answers.sheet import AlreadySent, Given, as_asked, load_answers
from intake.core.limits import POSTED_LETTERS
from intake.core.questionnaire.answers import Answers, Values
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import Group, Page, Question, Questionnaire
from intake.core.questionnaire.times import PageTimes
from intake.core.questionnaire.walk import Walk, known_answers, prefilled, walk
from intake.forms.page import Said, belongs_to
from intake.models.catalog.versions import heard_in, read_in, read_in_each
from intake.models.visits.visits import facts_of
from intake.walking.entries import told_by_tick
from intake.walking.filling import Filling
from intake.walking.route import Listed, Place, Route, Stop

from .session import Hold, View, for_patients, is_sent

# No key of a question is empty, so a name that starts with "-" is never a question's.
REVISION = "-revision"
VISIT = "-visit"
TAB = "-tab"
OPENED = "-opened"
SEQ = "-seq"
LATER = "-later"
RESOLVING = "-resolving"
ASKED = "-asked"
"""What was noticed and shown on this page once."""
LISTED = "-listed"
"""Options of this page that names on it ticked."""
SIGNATURE = "-signature"
SURE = "-sure"
"""Posted by a patient who was asked once more and stays with another birth date."""
BLANK = "-blank"
"""What has no answer on this page was left blank on the paper that it is typed in from."""


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
    def in_each_language(self) -> tuple[Questionnaire, ...]:
        return read_in_each(self.submission.version)

    @cached_property
    def walk(self) -> Walk:
        known = known_answers(
            self.questionnaire, self.facts, self.submission.visit.site.here(self.at)
        )
        walked = walk(self.questionnaire, self.given.answers, known)
        return as_asked(self.submission, self.given, walked)

    @cached_property
    def heard(self) -> Walk:
        """The same walk with the names of every language: what was typed may be of another."""
        if not self.questionnaire.names_of:
            return self.walk
        document = heard_in(self.submission.version, self.facts.language)
        return replace(self.walk, questionnaire=document)

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
        found: dict[Place, tuple[Draft, ...]] = {}
        for page, draft in still_asked(self.unsent, self.walk):
            place = Place(page, draft.row_id)
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


def while_unsent(view: View, *, hold: Hold | None = None) -> View:
    """A view that takes the session; once everything is sent there is only the receipt, and what
    is posted then goes to ``hold`` first, as after a pause, so that it is not lost."""

    @wraps(view)
    def unsent(request: HttpRequest, live: Live, **place) -> HttpResponse:
        try:
            if not is_sent(live.submission):
                return view(request, live, **place)
        except AlreadySent:
            live.submission.refresh_from_db()
        is_late = hold and request.method == "POST" and is_sent(live.submission)
        return (hold(request, live, **place) if is_late else None) or redirect("patient:sent")

    return for_patients(unsent, hold=hold)


def while_filling(view: View | None = None, *, hold: Hold | None = None) -> View:
    """The same for a view that takes the sheet."""
    if view is None:
        return partial(while_filling, hold=hold)

    @wraps(view)
    def filling(request: HttpRequest, live: Live, **place) -> HttpResponse:
        return view(request, sheet_of(live), **place)

    return while_unsent(filling, hold=hold)


def sheet_of(live: Live | Ended) -> Sheet:
    submission = live.submission
    facts = replace(facts_of(submission.visit), language=get_language() or "")
    return Sheet(live, load_answers(submission), facts, timezone.now())


def address(name: str, /, query: Mapping[str, object] | None = None, **kwargs: object) -> str:
    """The address of a page of this door; what is empty in ``query`` is left out."""
    said = urlencode({key: value for key, value in (query or {}).items() if value})
    return _path(get_script_prefix(), name, **kwargs) + (f"?{said}" if said else "")


@lru_cache(maxsize=4_096)
def _path(_prefix: str, name: str, **kwargs: object) -> str:
    # A page holds up to a hundred addresses, and Django searches for each anew.
    return reverse(f"patient:{name}", kwargs=kwargs)


def to(stop: Stop) -> str:
    """Said in the address: that the patient came from checking and wants to go back there."""
    query = {"from": stop.via, "closed": stop.closed, "opened": stop.opened}
    return address(stop.name, query, **stop.kwargs)


def address_of(place: Place | Listed, /, *, via: str = "", **query: object) -> str:
    stop = Stop.at(place)
    return address(stop.name, {"from": via, **query}, **stop.kwargs)


def number_in(typed: str) -> int:
    """A small number from an address or a hidden field; 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def revision_in(posted: QueryDict) -> int:
    """The revision the page was built from; odd ones are older than everything."""
    return number_in(posted.get(REVISION, ""))


def seconds_open(posted: QueryDict) -> int | None:
    """Since the page was shown first; None where that can't be told."""
    typed = posted.get(OPENED, "")
    shown = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 10 else 0
    return int(time.time()) - shown if 0 < shown <= time.time() else None


def stamp_in(posted: QueryDict) -> Stamp:
    tab = posted.get(TAB, "")
    is_ours = len(tab) <= 22 and tab.isascii() and tab.isalnum()
    seq = number_in(posted.get(SEQ, ""))
    shown = shown_in(posted.getlist(SHOWN)) if SHOWN in posted else {}
    return Stamp(tab if is_ours else "", seq, shown)


def is_for(submission: models.Submission, posted: QueryDict) -> bool:
    """Whether the page was shown for this visit: one browser may hold pages of two patients."""
    return posted.get(VISIT) == str(submission.pk)


def stamps(
    submission: models.Submission, revision: int, draft: Draft | None
) -> list[tuple[str, object]]:
    """The hidden fields of a page: each time it is shown it is a window of its own."""
    first = (as_posted(draft).get(OPENED) if draft else "") or int(time.time())
    named = [(REVISION, revision), (VISIT, submission.pk), (TAB, get_random_string(16)), (SEQ, 0)]
    named.append((OPENED, first))
    shown = {**draft.shown, draft.id: draft.seq} if draft else {}
    return named + [(SHOWN, f"{pk}.{seq}") for pk, seq in shown.items()]


def posted_stamps(posted: QueryDict) -> list[tuple[str, object]]:
    """The same of a page that comes back as it was posted: it stays the window it was."""
    names = (REVISION, VISIT, TAB, SEQ, OPENED, SHOWN)
    return [(name, each) for name in names for each in posted.getlist(name)]


def fields_of(place: Place, posted: QueryDict) -> dict[str, list[str]]:
    """The fields of a page as they were posted, with its stamps, and nothing else."""
    ours = {REVISION, SHOWN, OPENED, SIGNATURE, RESOLVING, ASKED, LISTED, BLANK}
    return {
        name: posted.getlist(name)
        for name in posted
        if name in ours or any(belongs_to(name, key) for key in place.page.keys)
    }


def as_posted(draft: Draft) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, typed in draft.posted.items():
        posted.setlist(name, list(typed))
    return posted


def is_too_long(fields: Mapping[str, Iterable[str]]) -> bool:
    return sum(len(each) for typed in fields.values() for each in typed) > POSTED_LETTERS

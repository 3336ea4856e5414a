"""What differs between the draft and a version, or two versions, and what it would change."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.impact import MOST, replay
from intake.actions.catalog.waive import CURE
from intake.core.editing.differences import What, differences
from intake.models import Submission
from intake.models.catalog.evidence import READINGS
from intake.models.catalog.points import POINT_KINDS
from intake.models.catalog.questions import KINDS, SETTLES
from intake.models.catalog.versions import VersionAltered

from .problem_places import placed, places_of

DRAFT = "draft"
KINDS_OF_PLACE = {
    "questionnaire": "The questionnaire as a whole",
    "section": "Sections",
    "question": "Questions",
    "point": "Points",
    "claim": "What patients are told, against what is known",
    "evidence": "Evidence",
    "topic": "Topics",
}
SAID = {
    What.ADDED: "New",
    What.REMOVED: "Removed",
    What.REWORDED: "Reworded",
    What.CHANGED: "Changed",
    What.MOVED: "Moved to another place",
}
# Codes that stand for words elsewhere in the admin.
LABELS = {
    "Kind of answer": KINDS,
    "Who can settle it": SETTLES,
    "Kind": POINT_KINDS,
    "What was read": READINGS,
}


@dataclass(frozen=True)
class Told:
    """One difference as it is printed."""

    what: str
    part: str
    before: str
    after: str
    words: str


class ComparedForm(forms.Form):
    """Which two states are compared; the address says it, so that it can be sent to somebody."""

    before = forms.ChoiceField(label="From")
    after = forms.ChoiceField(label="To")

    def __init__(self, draft, given):
        numbers = draft.versions.values_list("number", flat=True).order_by("-number")
        states = [(DRAFT, "the draft"), *((str(each), f"version {each}") for each in numbers)]
        newest = states[1][0] if len(states) > 1 else DRAFT
        known = {code for code, _words in states}
        asked = {"before": newest, "after": DRAFT}
        asked |= {name: given[name] for name in asked if given.get(name) in known}
        super().__init__(asked)
        for field in self.fields.values():
            field.choices = states
        self.names = dict(states)

    @property
    def title(self):
        return f"from {self.names[self.data['before']]} to {self.names[self.data['after']]}"


class DifferencePages:
    """Adds the page of differences to the admin of questionnaires."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "intake_questionnaire"
        replayed = wrap(require_POST(self.replay_view))
        return [
            path("<int:pk>/difference/", wrap(self.difference_view), name=f"{name}_difference"),
            path("<int:pk>/replay/", replayed, name=f"{name}_replay"),
            *super().get_urls(),
        ]

    def difference_view(self, request, pk):
        draft = self.draft_of(request, pk, "view_version")
        return self._difference_page(request, draft, ComparedForm(draft, request.GET))

    def replay_view(self, request, pk):
        """Opens what patients have answered, so it is asked for by a button and logged."""
        draft = self.draft_of(request, pk, "view_version")
        compared = ComparedForm(draft, request.POST)
        try:
            before, after = _documents(draft, compared)
        except (DraftIncomplete, VersionAltered):
            return self._difference_page(request, draft, compared)
        counted = replay(draft, before, after, by=request.user, at=timezone.now())
        return self._difference_page(request, draft, compared, replayed=counted)

    def _difference_page(self, request, draft, compared, replayed=None):
        sent = Submission.objects.filter(version__questionnaire=draft, sent_at__isnull=False)
        context = {
            "title": f"What differs in “{draft.title}”",
            "here": "What differs",
            "crumbs": self.record_crumbs(draft),
            "draft": draft,
            "compared": compared,
            "replayed": replayed,
            "most": MOST,
            "sent": sent.count(),
            "today": timezone.localtime(),
        }
        try:
            context["kinds"] = told(draft, *_documents(draft, compared))
        except DraftIncomplete as error:
            context["problems"] = placed(draft, error.problems)
        except VersionAltered as altered:
            context["altered"] = f"{altered} {CURE}"
        return self.page(request, "questionnaire/difference", **context)


def told(draft, before, after):
    """Differences by kind and by place, each place with its name and the page that edits it."""
    found, kinds = differences(before, after), []
    addresses = places_of(draft, {each.place.partition(":")[0] for each in found})
    for kind, of_kind in groupby(found, key=lambda each: each.place.partition(":")[0]):
        places = []
        for place, of_place in groupby(of_kind, key=lambda each: each.place):
            here = list(of_place)
            address = addresses.get(place, ("", ""))[1]
            places.append((here[0].name, address, [_told(each) for each in here]))
        kinds.append((KINDS_OF_PLACE[kind], places))
    return kinds


def _told(each):
    """A reworded text is in one piece: what went is struck out, what came is underlined."""
    labels = LABELS.get(each.part, {})
    before, after = (labels.get(words, words) for words in (each.before, each.after))
    tags = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    runs = ((format_html(tags.get(run.fate, "{}"), run.text),) for run in each.runs)
    return Told(SAID[each.what], each.part, before, after, format_html_join("", "{}", runs))


def _documents(draft, compared):
    return _document(draft, compared.data["before"]), _document(draft, compared.data["after"])


def _document(draft, state):
    if state == DRAFT:
        return compile_draft(draft)
    return draft.versions.get(number=int(state)).read()

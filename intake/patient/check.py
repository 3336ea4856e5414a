"""Check your answers: everything that was asked, with a way to change each, and what is missing."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from intake.actions.answers.photos import photos_of
from intake.actions.answers.sheet import save_beside
from intake.core.questionnaire.answers import Unsaid
from intake.core.questionnaire.questionnaire import Section
from intake.core.questionnaire.recognised import Beside
from intake.core.questionnaire.walk import Asked
from intake.models import SubmissionState
from intake.walking.entries import entry_name
from intake.walking.route import CHECK, Listed, Place

from .filling import Sheet, address, address_of, number_in, while_filling
from .fit import waiting
from .in_words import Shown, none_of, shown
from .lists.names import notes
from .session import is_typed_in, show
from .tasks import drafts_to_settle


@dataclass(frozen=True)
class Line:
    """One answer, and where it is changed."""

    name: str
    """Ends the id of the line, which a change leads back to."""
    text: str
    shown: Shown
    change: str
    is_missing: bool
    is_changed: bool
    none_of: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """Names on her lists that ticked what is answered here."""
    own_copy: str = ""
    """Whether she can keep it "off" the copy she takes home, or put it back "on"."""


@dataclass(frozen=True)
class Part:
    """Lines that belong together: those of one entry have its name over them."""

    lines: tuple[Line, ...]
    entry: str = ""
    list_address: str = ""
    """Where entries are added and removed; after the last one only."""


@dataclass(frozen=True)
class Fold:
    """A section that can be opened and shut."""

    title: str
    parts: tuple[Part, ...]
    missing: int
    gist: str
    is_open: bool

    @property
    def answers(self) -> int:
        return sum(len(part.lines) for part in self.parts) - self.missing


@require_safe
@while_filling
def check(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    changed = request.GET.get("changed", "")
    # Nobody signs answers that were not shown: before the first time every part is open.
    is_first = sheet.submission.state == SubmissionState.OPEN
    every = is_first or request.GET.get("open") == "all"
    context = {
        "folds": [_fold(sheet, section, changed, every) for section in sheet.sections],
        "missing": missing_lines(sheet),
        "drafts": drafts_to_settle(sheet),
        "photos": photos_of(sheet.submission),
        "is_ready": sheet.is_ready,
        # Answers that do not seem to fit together are looked at once on the way.
        "onward": address("fit" if waiting(sheet) else "sign"),
        "is_all_open": every,
        "is_changed": bool(changed),
        "closed": number_in(request.GET.get("closed", "")),
        "back": address("tasks"),
    }
    return show(request, sheet.live, "check.html", context)


@require_POST
@while_filling
def own_copy(request: HttpRequest, sheet: Sheet, key: str) -> HttpResponse:
    """An answer is kept off the copy that she takes home, or put back on it."""
    question = sheet.questionnaire.by_key.get(key)
    if question is None or not question.in_person or key in sheet.questionnaire.group_of:
        raise Http404
    off = {key} if request.POST.get("copy") == "off" else set()
    save_beside(
        sheet.submission,
        lambda now: Beside({}, replace(now.marks, private=now.marks.private - {key} | off)),
        given=sheet.given,
    )
    return HttpResponseRedirect(address(CHECK, {"changed": key}) + f"#answer-{key}")


def missing_lines(sheet: Sheet) -> list[tuple[str, str]]:
    """What must still be answered, in words, and where."""
    questions = [
        (sheet.spoken(asked.question).text, address_of(sheet.place_of(asked), via=CHECK))
        for asked in sheet.missing
    ]
    groups = [
        (sheet.title_of(g), address_of(sheet.route.first_of(g.key), via=CHECK))
        for g in sheet.walk.short_groups
    ]
    return questions + groups


def line_name(key: str, row: str | None) -> str:
    return f"{key}-{row}" if row else key


def _fold(sheet: Sheet, section: Section, changed: str, is_all: bool) -> Fold:
    sections = sheet.questionnaire.section_of
    asked = [
        each
        for each in sheet.walk.asked
        if sections[each.question.key] is section and not each.is_known
    ]
    parts: list[Part] = []
    for row, together in groupby(asked, key=lambda each: each.row):
        listed = list(together)
        part = Part(tuple(_line(sheet, each, changed) for each in listed))
        if row:
            place = sheet.place_of(listed[0])
            group = place.page.group
            is_last = sheet.walk.counted.rows_of(group)[-1].id == row
            after = address_of(Listed(group), via=CHECK) if is_last else ""
            part = replace(part, entry=entry_name(sheet, place), list_address=after)
        parts.append(part)
    if closed := _closed_lines(sheet, section):
        parts.append(Part(closed))
    missing = sum(each.is_missing for each in asked)
    has_change = any(line.is_changed for part in parts for line in part.lines)
    is_open = is_all or has_change or bool(missing)
    title = sheet.headed(section).title
    return Fold(title, tuple(parts), missing, _gist(sheet, asked), is_open)


def _closed_lines(sheet: Sheet, section: Section) -> tuple[Line, ...]:
    """Facts that one answer said "I don't know" to: asked and not known, never a quotation."""
    pages, sources = sheet.questionnaire.page_of, sheet.questionnaire.answered_by
    return tuple(
        Line(
            name=question.key,
            text=sheet.spoken(question).text,
            shown=Shown((_("I don't know (nothing seen yet)"),), ()),
            change=address_of(Place(pages[sources[question.key][0]]), via=CHECK),
            is_missing=False,
            is_changed=False,
            none_of=(),
        )
        for question in sheet.walk.closed
        if sheet.questionnaire.section_of[question.key].key == section.key
    )


def _gist(sheet: Sheet, asked: list[Asked]) -> str:
    """What a closed part says: the entries by name, and how much is not known."""
    rows = dict.fromkeys(each.row for each in asked if each.row)
    names = [
        entry_name(sheet, sheet.place_of(next(a for a in asked if a.row == row))) for row in rows
    ]
    unknown = sum(each.answer is Unsaid.DONT_KNOW for each in asked)
    told = [", ".join(names)] if names else []
    if unknown:
        told.append(ngettext("%d “I don't know”", "%d times “I don't know”", unknown) % unknown)
    return "; ".join(told)


def _line(sheet: Sheet, asked: Asked, changed: str) -> Line:
    question, key, place = sheet.spoken(asked.question), asked.question.key, sheet.place_of(asked)
    name = line_name(key, asked.row)
    own_copy = ""
    # What she says in person stands on no copy anyway, and what is blank has nothing to hide.
    may_be_kept_off = asked.question.in_person and not asked.row and not is_typed_in(sheet.live)
    if may_be_kept_off and asked.answer not in (None, Unsaid.DECLINED):
        own_copy = "on" if key in sheet.given.marks.private else "off"
    return Line(
        name=name,
        text=question.text,
        shown=shown(question, asked.answer),
        change=address_of(place, via=CHECK),
        is_missing=asked.is_missing,
        is_changed=name == changed,
        none_of=none_of(question, asked.answer),
        notes=tuple(notes(sheet, place).get(question.key, {}).values()),
        own_copy=own_copy,
    )

"""Names on a posted page: a slip that is asked about, and options that a known name stands for.

Nothing is changed without a word. The page comes back once with what was noticed: Continue keeps
what was typed, a tick can be taken away, and the same is not asked a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from intake.actions.answers.page_drafts import Draft
from intake.core.questionnaire.answers import codes_in
from intake.core.questionnaire.names import Near, folded
from intake.core.questionnaire.questionnaire import Question
from intake.core.questionnaire.recognised import Recognised, is_open_to, recognised, unfit
from intake.forms.page import PageForm, Said, belongs_to, names_id
from intake.patient.filling import ASKED, LISTED, Sheet, address_of
from intake.walking.entries import told_by_tick
from intake.walking.route import Place

INSTEAD, TICK = "-instead", "-tick"
"""Buttons on what was noticed: their value is the field with the slip, or the option to tick."""


@dataclass(frozen=True)
class Remark:
    """Something noticed: ``key`` tells it from others, the button follows it."""

    key: str
    words: str
    button: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Noticed:
    slips: Mapping[str, Near]
    """By the field that holds it."""
    ticks: tuple[Recognised, ...]
    """Options on this page that a name ticks."""
    nones: tuple[Recognised, ...]
    """Names beside an answer on this page that says "none of these"."""


def offered(sheet: Sheet, questions: tuple[Question, ...]) -> dict[str, list[str]]:
    """The names that the boxes of a page offer, by the id of their list."""
    found: dict[str, list[str]] = {}
    keys = {question.key for question in questions}
    for name in sheet.questionnaire.names:
        if name.asked in keys:
            found.setdefault(names_id(name.asked), []).append(name.text)
    return found


def as_meant(sheet: Sheet, place: Place, posted: QueryDict) -> QueryDict:
    """The page with what a button on it changes, and with the kind of a name that is known."""
    meant = posted.copy()
    field = posted.get(INSTEAD, "")
    if field and (slip := _slips(sheet, place, posted).get(field)):
        meant[field] = meant[field].replace(slip.typed, slip.name, 1)
    key, _slash, code = posted.get(TICK, "").partition("/")
    if key in place.page.keys:
        _tick(meant, sheet.questionnaire.by_key[key], code)
    # The kind of what an entry names answers its questions that offer that kind.
    by_key, names_of = sheet.questionnaire.by_key, sheet.questionnaire.names_of
    here = [by_key[key] for key in place.page.keys] if place.row else []
    named = (question.key for question in here if question.key in names_of)
    kinds = (known.kind for key in named for known in names_of[key].whole(meant.get(key, "")))
    for kind in kinds:
        for question in here:
            offers = kind in question.texts and not question.repeats
            if offers and not meant.get(question.key):
                meant[question.key] = kind
    return meant


def noticed(sheet: Sheet, place: Place, posted: QueryDict, said: Said) -> Noticed:
    after = sheet.with_said(place, said)
    document, counted = after.heard.questionnaire, after.heard.counted
    here = set() if place.row else set(place.page.keys)
    listed = set(posted.getlist(LISTED))
    settled = {*after.given.marks.refused, *posted.getlist(ASKED)}

    def is_ours(each: Recognised) -> bool:
        """Ticked for this name already, or to be ticked now."""
        answer = counted.top.get(each.question)
        if each.code in codes_in(answer):
            return each.option in listed
        return each.refusal not in settled and is_open_to(document.by_key[each.question], answer)

    found = (each for each in recognised(document, counted) if here >= {each.asked, each.question})
    nones = tuple(each for each in unfit(document, counted) if here >= {each.asked, each.question})
    return Noticed(_slips(sheet, place, posted), tuple(filter(is_ours, found)), nones)


def with_ticks(sheet: Sheet, place: Place, posted: QueryDict, said: Said) -> QueryDict | None:
    """The page as it comes back; None where all of it was shown before."""
    found = noticed(sheet, place, posted, said)
    keys = [each.key for each in remarks(sheet, found)]
    if set(keys) <= set(posted.getlist(ASKED)):
        return None
    marked = posted.copy()
    for each in found.ticks:
        _tick(marked, sheet.questionnaire.by_key[each.question], each.code)
        if each.option not in marked.getlist(LISTED):
            marked.appendlist(LISTED, each.option)
    marked.setlist(ASKED, list(dict.fromkeys([*posted.getlist(ASKED), *keys])))
    return marked


def remarks(sheet: Sheet, found: Noticed) -> list[Remark]:
    """What was noticed, in words."""
    told = []
    said = _("You wrote “%(typed)s”. Did you mean “%(name)s”?")
    for field, slip in found.slips.items():
        words = {"typed": slip.typed, "name": slip.name}
        key, use = f"{field.partition('-')[0]} {folded(slip.typed)}", _("Yes, use “%(name)s”")
        told.append(Remark(key, said % words, use % words, INSTEAD, field))
    said = _("You wrote “%(typed)s”. So we ticked “%(option)s”. Untick it if that is not right.")
    for each in found.ticks:
        words = {"typed": each.typed, "option": option_words(sheet, each.option)}
        told.append(Remark(each.refusal, said % words))
    said = _("You wrote “%(typed)s”. It may fit: “%(option)s”. You chose “%(none)s”.")
    for each in found.nones:
        question = sheet.spoken(sheet.questionnaire.by_key[each.question])
        codes = codes_in(sheet.answers.top.get(each.question))
        none = next((question.texts[code] for code in codes if code in question.alone), "")
        words = {"typed": each.typed, "option": option_words(sheet, each.option), "none": none}
        key, tick = f"none {each.refusal}", _("Tick “%(option)s”") % words
        told.append(Remark(key, said % words, tick, TICK, each.option))
    return told


def remarks_on(sheet: Sheet, place: Place, form: PageForm) -> list[Remark]:
    """What is told above a page that came back."""
    if not form.is_bound or not form.is_valid():
        return []
    after = sheet.with_said(place, form.said)
    return remarks(after, noticed(sheet, place, form.data, form.said))


def shown_once(draft: Draft | None) -> list[tuple[str, object]]:
    """What was noticed on a page before goes along with it, so that it is not asked again."""
    posted = draft.posted if draft else {}
    return [(name, each) for name in (ASKED, LISTED) for each in posted.get(name, ())]


def renamed_at(sheet: Sheet, place: Place, form: PageForm) -> str:
    """Where an entry that a tick named takes a name in the patient's own words."""
    told = told_by_tick(sheet, place)
    return address_of(place, name="own") if told and not told & {*form.fields} else ""


def notes(sheet: Sheet, place: Place) -> dict[str, dict[str, str]]:
    """Beside an option that a name ticked: the name, as the patient wrote it."""
    found: dict[str, dict[str, str]] = {}
    for option, typed in sheet.given.marks.names.items():
        key, _slash, code = option.partition("/")
        if key in place.page.keys:
            found.setdefault(key, {})[code] = _("From your list: “%(name)s”") % {"name": typed}
    return found


def option_words(sheet: Sheet, option: str) -> str:
    """An option as the patient reads it."""
    key, _slash, code = option.partition("/")
    return sheet.spoken(sheet.questionnaire.by_key[key]).texts.get(code, code)


def _tick(posted: QueryDict, question: Question, code: str) -> None:
    """One more option; it takes the place of those that stand alone, or where one is taken."""
    others = [c for c in posted.getlist(question.key) if c not in {*question.alone, code}]
    posted.setlist(question.key, [*others, code] if question.repeats else [code])


def _slips(sheet: Sheet, place: Place, posted: QueryDict) -> dict[str, Near]:
    """Fields of a page in which nothing is known and one name is near."""
    found: dict[str, Near] = {}
    for key in place.page.keys:
        names, question = sheet.questionnaire.names_of.get(key), sheet.questionnaire.by_key[key]
        for field in (each for each in posted if names and belongs_to(each, key)):
            typed = posted[field].strip()
            if names.within(typed) if question.repeats else names.whole(typed):
                continue
            if slip := names.near_within(typed) if question.repeats else names.near(typed):
                found[field] = slip
    return found

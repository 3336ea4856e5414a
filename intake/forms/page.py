"""A page of questions as a form: what was typed, what of it is an answer, what is in the way."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import lru_cache
from types import MappingProxyType

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake.core.questionnaire.answers import OTHER, Answer, Chosen, Values, codes_in
from intake.core.questionnaire.questionnaire import CHOICES, Kind, Page, Question, Section

from .choices import UNSAID, exclusive_codes
from .fields import field_for
from .words import Words

Said = dict[str, Answer | None]
NOTHING_EXPLAINED: frozenset[str] = frozenset()
OWN_WORDS = "-other"
"""Ends the name of the box beside "other"; no question's key holds a "-"."""


class PageForm(forms.Form):
    """The questions of one page; ``said`` holds the answers that can be kept.

    ``offers`` are those whose box offers names, ``notes`` what stands beside an option of one.
    """

    use_required_attribute = False
    data: QueryDict

    def __init__(
        self,
        questions: Sequence[Question],
        *args,
        autocomplete: Mapping[str, str] | None = None,
        explained: frozenset[str] = frozenset(UNSAID),
        offers: Collection[str] = (),
        notes: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        is_alone = len(questions) == 1
        unsaid = (q for q in questions if explained and (q.offers_dont_know or q.in_person))
        first = next(unsaid, None)
        for question in questions:
            purpose = (autocomplete or {}).get(question.key, "")
            names = names_id(question.key) if question.key in offers else ""
            about = (purpose, names, is_alone)
            told = explained if question is first else NOTHING_EXPLAINED
            made = _fields_of(question, *about, told, get_language())
            if question.key in notes:
                made = {name: copy(field) for name, field in made.items()}
                made[question.key].widget = copy(made[question.key].widget)
                made[question.key].widget.notes = notes[question.key]
            self.fields |= made

    @classmethod
    def of_draft(cls, questions: Sequence[Question], posted: QueryDict, **options) -> "PageForm":
        """What was typed before, shown again but not judged: errors come on Continue only."""
        form = cls(questions, **options)
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(posted, {}, name)
        return form

    def clean(self) -> None:
        for question in self.questions:
            if self._is_doubled(question):
                twice = _("“%(question)s” was sent twice. Answer it once.")
                self.add_error(question.key, twice % {"question": question.text})
            elif takes_own_words(question):
                self._join_own_words(question)

    @property
    def said(self) -> Said:
        """Question key to its answer, None where it was left blank; without what has errors."""
        valid = (q.key for q in self.questions if not self._has_error(q))
        return {key: self.cleaned_data.get(key) for key in valid}

    @property
    def has_unkept(self) -> bool:
        """Whether something was typed or chosen that is in no answer, and must not be lost."""
        return any(self._has_error(q) and self._is_typed(q.key) for q in self.questions)

    def _has_error(self, question: Question) -> bool:
        return question.key in self.errors or question.key + OWN_WORDS in self.errors

    def _is_typed(self, key: str) -> bool:
        return any(any(self.data.getlist(name)) for name in self.data if belongs_to(name, key))

    def _is_doubled(self, question: Question) -> bool:
        """Whether a name came twice that takes one value; only a made-up post does that."""
        takes_several = question.kind in CHOICES and question.repeats
        names = (name for name in self.data if belongs_to(name, question.key))
        return any(
            len(self.data.getlist(name)) > 1
            for name in names
            if not (takes_several and name == question.key)
        )

    def _join_own_words(self, question: Question) -> None:
        """Own words go with the option "other"; typing them is choosing it."""
        key, words = question.key, self.cleaned_data.get(question.key + OWN_WORDS)
        if not words or (key in self.errors and not self.has_error(key, "required")):
            return
        answer = self.cleaned_data.get(key)
        self.errors.pop(key, None)
        # The patient's own words go together with what does not stand alone.
        others = set(codes_in(answer)) - {OTHER}
        if not others or (question.repeats and others.isdisjoint(exclusive_codes(question))):
            picked = {OTHER, *codes_in(answer)}
            in_order = tuple(code for code in question.texts if code in picked)
            self.cleaned_data[key] = Chosen(in_order, words)
        else:
            self.add_error(
                key, _("You chose an answer and typed one of your own. Keep one or the other.")
            )


@lru_cache(maxsize=4_096)
def _fields_of(
    question: Question,
    autocomplete: str,
    names: str,
    is_alone: bool,
    explained: frozenset[str],
    _language: str,
) -> dict[str, forms.Field]:
    """Made once and shared by all forms, so a form must not change its fields."""
    field = field_for(question, autocomplete=autocomplete, names=names)
    field.is_heading = is_alone  # type: ignore[attr-defined]  # for its template
    field.widget.explained = explained
    if takes_own_words(question):
        label = _("If you chose “%(option)s”, say it in your own words")
        own = Words(
            label=label % {"option": question.texts[OTHER]},
            limit=question.length_limit,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        return {question.key: field, question.key + OWN_WORDS: own}
    return {question.key: field}


def names_id(key: str) -> str:
    """The id of the list of names that a box offers."""
    return f"names-{key}"


def takes_own_words(question: Question) -> bool:
    return question.kind is Kind.OPEN_CHOICE and OTHER in question.texts


def initial_of(questions: Sequence[Question], answers: Values) -> dict[str, object]:
    """What the fields of a page show for answers that are kept."""
    initial: dict[str, object] = {}
    for question in questions:
        answer = answers.get(question.key)
        initial[question.key] = answer
        if isinstance(answer, Chosen) and answer.text:
            initial[question.key + OWN_WORDS] = answer.text
    return initial


def headings(
    form: PageForm, page: Page, *, pages: Sequence[Page], sections: Sequence[Section]
) -> dict[str, object]:
    """One question is its page's heading; several stand under their section's title.

    ``pages`` and ``sections`` are those that have something to ask.
    """
    section = next(each for each in sections if each.key == page.section)
    is_several, first = len(form.questions) > 1, form.questions[0].text
    return {
        "title": f"{section.title}: {first}" if is_several else first,
        "is_several": is_several,
        "section": section,
        "is_first": page == next(each for each in pages if each.section == section.key),
        "number": sections.index(section) + 1,
        "total": len(sections),
    }


def belongs_to(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}-")

"""What the clinic knows of a visit before the patient says a word."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.core.limits import ADULT_AGE, WATCH_MINUTES

from .answers import OTHER, Answer, Answers, Chosen, Values
from .questionnaire import Question, Questionnaire

LANGUAGE = "visit.language"
LANGUAGES = {"en": "english", "es": "spanish"}
"""What options call the languages that pages are written in."""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Facts of one visit; an empty fact is not known, then the patient is asked."""

    reference: str = ""
    name: str = ""
    birth_date: date | None = None
    visit_date: date | None = None
    visit_time: time | None = None
    provider: str = ""
    clinic_name: str = ""
    clinic_phone: str = ""
    clinic_location: str = ""
    emergency_number: str = ""
    language: str = ""
    """What the patient reads in, as a code such as "es"."""
    watch_minutes: int = WATCH_MINUTES
    """How long the clinic watches a patient; texts name it as ``{watch_minutes}``."""


def age_on(day: date, birth_date: date) -> int:
    """Whole years lived on a day; 29 February counts from 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def known_answers(questionnaire: Questionnaire, facts: VisitFacts, as_of: datetime) -> Values:
    """Answers computed from the visit: they count, and nobody is asked (content: prefill)."""
    found = {
        question.key: _COMPUTED[question.prefill](question, facts, as_of)
        for question in questionnaire.questions
        if question.prefill in _COMPUTED
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def prefilled(questionnaire: Questionnaire, facts: VisitFacts) -> Values:
    """What a form shows at first, for the patient to confirm or correct."""
    shown: Mapping[str, Answer | None] = {
        "visit.name": facts.name or None,
        "visit.birth_date": facts.birth_date,
        "visit.date": facts.visit_date,
    }
    found = {q.key: shown.get(q.prefill) for q in questionnaire.questions if q.prefill}
    found |= {q.key: _language(q, facts) for q in questionnaire.questions if q.prefill == LANGUAGE}
    return {key: answer for key, answer in found.items() if answer is not None}


def _language(question: Question, facts: VisitFacts) -> Answer | None:
    """The option that names the language of the pages."""
    code = LANGUAGES.get(facts.language, "")
    return Chosen((code,)) if code in question.texts else None


def does_identity_fit(questionnaire: Questionnaire, given: Answers, facts: VisitFacts) -> bool:
    """Whether the name and birth date typed are those of the visit; silence fits."""
    roles = questionnaire.roles
    typed_name, typed_birth = given.get(roles.name), given.get(roles.birth_date)
    if facts.birth_date and typed_birth is not None and typed_birth != facts.birth_date:
        return False
    if facts.name and isinstance(typed_name, str):
        return _is_same_name(typed_name, facts.name)
    return True


def shares_a_word(typed: str, name: str) -> bool:
    """Whether a typed name has any word of a known one; a name that is not known fits."""
    return not name or not _words(typed).isdisjoint(_words(name))


def _is_same_name(typed: str, known: str) -> bool:
    """Whether two names can be one person's: a middle name may be missing, never another name."""
    if _letters(typed) == _letters(known):
        return True
    one, other = _words(typed), _words(known)
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> frozenset[str]:
    """A name without case, accents, order or punctuation: "DELGADO, Maria" is Maria Delgado."""
    spaced = "".join(c if c.isalnum() else " " for c in _plain(name))
    return frozenset(spaced.split())


def _letters(name: str) -> str:
    """The letters alone, for O'Neil and Oneil."""
    return "".join(c for c in _plain(name) if c.isalnum())


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.translate(_STROKED)).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))


# Letters that Unicode does not take apart into a plain letter and a mark.
_STROKED = str.maketrans("łŁøØđĐıŀĿ", "lLoOdDilL")


def _is_adult(_question: Question, facts: VisitFacts, as_of: datetime) -> bool | None:
    if facts.birth_date is None:
        return None
    return age_on(as_of.date(), facts.birth_date) >= ADULT_AGE


_AGES = re.compile(r"age_(\d{1,3})_to_(\d{1,3})")


def _age_group(question: Question, facts: VisitFacts, as_of: datetime) -> Chosen | None:
    """The option that names the years a patient has lived, such as "age_10_to_55"."""
    if facts.birth_date is None:
        return None
    age = age_on(as_of.date(), facts.birth_date)
    spans = {code: _AGES.fullmatch(code) for code in question.texts}
    fitting = (c for c, span in spans.items() if span and int(span[1]) <= age <= int(span[2]))
    code = next(fitting, OTHER)
    return Chosen((code,)) if code in question.texts else None


def _location(question: Question, facts: VisitFacts, _as_of: datetime) -> Chosen | None:
    known = facts.clinic_location in question.texts
    return Chosen((facts.clinic_location,)) if known else None


_COMPUTED: Mapping[str, Callable[[Question, VisitFacts, datetime], Answer | None]] = {
    "visit.is_adult": _is_adult,
    "visit.age_group": _age_group,
    "clinic.location": _location,
}

"""Answers in words, as every copy prints them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

from intake.core.limits import WATCH_MINUTES
from intake.core.questionnaire.answers import (
    DONT_KNOW,
    EMPTY,
    OTHER,
    Answer,
    Answers,
    Chosen,
    Unsaid,
    codes_in,
)
from intake.core.questionnaire.facts import LAPSED, UNCLEAR, By, ClinicSays
from intake.core.questionnaire.questionnaire import Question
from intake.core.questionnaire.walk import Asked, Walk
from intake.core.translatable import gettext_noop

from .discussion import ClinicSaid, Said
from .raise_points import NO_CLINIC, Match
from .talking_points import Standing

MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
DECLINED_WORDS = gettext_noop("I will say it in person")
DONT_KNOW_WORDS = "I don't know"
LAPSED_WORDS = {LAPSED: "past its date", UNCLEAR: "can mean a day that is past, or a later one"}
RECORD_SHORTS = {"record.expiry": "Lot good until", "record.license": "License good until"}


def plain_date(day: date) -> str:
    """14-Jul-1979: the month in letters can't be taken for the day."""
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def standing_of(answer: Answer | None) -> Standing:
    match answer:
        case None:
            return Standing.BLANK
        case Unsaid.DONT_KNOW:
            return Standing.DONT_KNOW
        case Unsaid.DECLINED:
            return Standing.DECLINED
    return Standing.GIVEN


def words_of(question: Question, answer: Answer | None) -> tuple[str, ...]:
    """What was picked, dated, counted or left unsaid; free text is not in here."""
    match answer:
        case Chosen(codes):
            return tuple(question.texts.get(code, code) for code in codes)
        case Unsaid.DONT_KNOW:
            return (question.texts.get(DONT_KNOW, DONT_KNOW_WORDS),)
        case Unsaid.DECLINED:
            return (DECLINED_WORDS,)
        case bool():
            return ("Yes" if answer else "No",)
        case int() | Decimal():
            return (str(answer),)
        case date():
            return (plain_date(answer),)
    return ()


def own_words_of(answer: Answer | None) -> tuple[str, ...]:
    """Free text, letter for letter."""
    match answer:
        case str():
            return (answer,)
        case tuple():
            return answer
        case Chosen(_, text) if text:
            return (text,)
    return ()


class Wording:
    """Names things of one walk: rows by what they are about, matches by what was said."""

    def __init__(
        self,
        walked: Walk,
        clinic: ClinicSays = NO_CLINIC,
        given: Answers = EMPTY,
        watch_minutes: int = WATCH_MINUTES,
    ) -> None:
        self.watch_minutes = watch_minutes
        self._walked, self._clinic, self.given = walked, clinic, given
        self._rows: dict[str, str] = {}
        """What each is about, in the patient's words: the cause of an allergy."""
        substance = walked.questionnaire.roles.allergy.substance
        for row in chain.from_iterable(walked.counted.rows.values()):
            told = row.answers.get(substance)
            texts = (each for each in row.answers.values() if isinstance(each, str))
            self._rows[row.id] = told if isinstance(told, str) else next(texts, "")

    def about(self, row: str | None) -> str:
        return self._rows.get(row, "") if row else ""

    def beside_code(self, match: Match) -> tuple[str, ...]:
        """What no code tells: what the entry is about, and the patient's words beside "other".

        Of the register, which product, lot or person. The same code about another substance or
        product is another answer.
        """
        if match.by is not By.PATIENT:
            is_register = match.by is By.REGISTER
            return self._clinic.about.get((match.question, _code(match)), ()) if is_register else ()
        answer = self._walked.by_place[match.row, match.question].answer
        beside = answer.text if isinstance(answer, Chosen) and match.value == OTHER else ""
        found = (self.about(match.row), beside)
        return found if any(found) else ()

    def is_private(self, key: str, answer: Answer | None) -> bool:
        """To be said in person, or marked to stay off the patient's paper."""
        return answer is Unsaid.DECLINED or key in self.given.private

    def is_private_at(self, row: str | None, key: str) -> bool:
        asked = self._walked.by_place.get((row, key))
        return asked is not None and self.is_private(key, asked.answer)

    def clinic_says(self, question: Question) -> tuple[ClinicSaid, ...]:
        return tuple(
            ClinicSaid(by, words_of(question, Chosen(codes)))
            for by, codes in self._clinic.of(question.key)
        )

    def closed(self, question: Question) -> Said:
        """A question that an earlier answer said "I don't know" for, as a line of its own."""
        source, _code = self._walked.questionnaire.answered_by[question.key]
        unsaid = self.said(Asked(question, None, Unsaid.DONT_KNOW))
        return replace(unsaid, answered_by=source)

    def short_of(self, match: Match) -> str:
        question = self._walked.questionnaire.by_key.get(match.question)
        return question.short if question else RECORD_SHORTS[match.question]

    def said(self, asked: Asked, points: tuple[int, ...] = ()) -> Said:
        question, answer = asked.question, asked.answer
        return Said(
            question=question.key,
            text=question.text,
            short=question.short,
            standing=standing_of(answer),
            words=words_of(question, answer),
            own=own_words_of(answer),
            row=asked.row,
            about=self.about(asked.row),
            points=points,
            is_known=asked.is_known,
            clinic=() if asked.row else self.clinic_says(question),
            is_private=self.is_private(question.key, answer),
            listed=() if asked.row else self._listed(question.key, answer),
        )

    def _listed(self, key: str, answer: Answer | None) -> tuple[str, ...]:
        options = (f"{key}/{code}" for code in codes_in(answer))
        return tuple(self.given.listed[each] for each in options if each in self.given.listed)

    def matched(self, match: Match) -> tuple[Standing, str, str | None]:
        """How an answer that raised a point stands, its words, and its code."""
        if match.by is not By.PATIENT:
            question = self._walked.questionnaire.by_key.get(match.question)
            words = _value_words(question, match) if question else LAPSED_WORDS[_code(match)]
            return Standing.GIVEN, words, _code(match)
        asked = self._walked.by_place[match.row, match.question]
        standing = standing_of(asked.answer)
        if standing is Standing.GIVEN:
            return standing, _value_words(asked.question, match), _code(match)
        words = "; ".join(words_of(asked.question, asked.answer))
        return standing, words, None if standing is Standing.BLANK else standing.value


def _value_words(question: Question, match: Match) -> str:
    value = match.value
    if isinstance(value, str):
        return question.texts.get(value, value)
    return "; ".join(words_of(question, value))


def _code(match: Match) -> str:
    if isinstance(match.value, bool):
        return "true" if match.value else "false"
    return str(match.value)

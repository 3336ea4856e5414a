"""The ladder as it stands: what a patient was told of each fact, what the clinic has shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake.core.discussion.discussion import Discussion, LadderLine, Rank
from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.parts import Rung
from intake.core.questionnaire.questionnaire import Question, Questionnaire

from .verified_facts import RECORD_FACTS, Choice, RegisterFact, Verified, verified_now


@dataclass(frozen=True, slots=True)
class RungNow:
    """A fact as the patient was told it, and as the clinic has shown it."""

    fact: str
    short: str
    line: LadderLine | None
    verified: Verified | None
    register: tuple[RegisterFact, ...]
    register_words: tuple[str, ...]
    gaps: tuple[str, ...]
    clarify: str = ""

    @property
    def is_shown(self) -> bool:
        """Somebody saw it on this visit, or the register holds it and is not past its date."""
        if self.verified is not None:
            return self.verified.is_shown
        return bool(self.register_words and not self.gaps)

    @property
    def register_codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for fact in self.register for code in fact.codes))


def ladder_now(
    questionnaire: Questionnaire,
    discussion: Discussion | None,
    verified: Iterable[Verified],
    choice: Choice | None,
    on: date,
) -> tuple[RungNow, ...]:
    """Every rung that was asked, the facts of the record, and whatever was answered in the room.

    On ``on`` nothing may have lapsed.

    Before the patient has sent anything all rungs are there, without the patient's side.
    """
    latest = verified_now(verified)
    facts = choice.shown.facts if choice else ()
    lines = {line.question: line for line in discussion.ladder} if discussion else {}
    rungs = [
        _rung(questionnaire, rung, lines.get(rung.question), facts, on)
        for rung in questionnaire.roles.ladder
        if rung.question in (lines if discussion else questionnaire.by_key)
    ]
    for name, short in RECORD_FACTS.items():
        held = tuple(fact for fact in facts if fact.fact == name)
        words = tuple(fact.words for fact in held)
        rungs.append(RungNow(name, short, None, None, held, words, _gaps(held, on)))
    known = {rung.fact for rung in rungs}
    rungs += [
        RungNow(fact, questionnaire.by_key[fact].short, lines.get(fact), None, (), (), ())
        for fact in latest
        if fact not in known and fact in questionnaire.by_key
    ]
    return tuple(replace(rung, verified=latest.get(rung.fact)) for rung in rungs)


def gaps_in(rungs: Iterable[RungNow]) -> tuple[str, ...]:
    """Sentences about what the register holds but is past its date, each once."""
    return tuple(dict.fromkeys(gap for rung in rungs if not rung.verified for gap in rung.gaps))


def clarify_in(rungs: Iterable[RungNow]) -> tuple[str, ...]:
    """Sentences where register and patient differ."""
    return tuple(rung.clarify for rung in rungs if rung.clarify)


def _rung(
    questionnaire: Questionnaire,
    rung: Rung,
    line: LadderLine | None,
    facts: Sequence[RegisterFact],
    on: date,
) -> RungNow:
    question = questionnaire.by_key[rung.question]
    held = tuple(fact for fact in facts if fact.fact == rung.question)
    # Options that say the fact was shown or told of, and not what the fact is.
    showing = {*questionnaire.roles.seen, *questionnaire.roles.told, *rung.seen}
    words = []
    for fact in held:
        # The options in the patient's words, unless they only say that there is something to see.
        codes = () if fact.words and showing.issuperset(fact.codes) else fact.codes
        said = (*(question.texts.get(code, code) for code in codes), fact.words)
        words.append("; ".join(filter(None, said)))
    return RungNow(
        fact=rung.question,
        short=question.short,
        line=line,
        verified=None,
        register=held,
        register_words=tuple(words),
        gaps=_gaps(held, on),
        clarify=_difference(question, line, held, showing) if line else "",
    )


def _gaps(held: Iterable[RegisterFact], on: date) -> tuple[str, ...]:
    return tuple(
        f"{fact.source}: {fact.lapse} {plain_date(fact.until)}."
        for fact in held
        if fact.until is not None and fact.until < on
    )


def _difference(
    question: Question,
    line: LadderLine,
    held: Sequence[RegisterFact],
    showing: set[str],
) -> str:
    """Neutral words where the patient was told one thing and the register says another.

    Nothing is compared where the patient does not know or was refused: that is a gap, not a
    difference. To have seen a paper and to have been told of it are the same statement.
    """
    told = {code for code, text in question.texts.items() if text in line.words}
    shown = {code for fact in held for code in fact.codes}
    if line.rank not in (Rank.TOLD, Rank.SEEN) or not told or not shown:
        return ""
    if told == shown or (told <= showing and shown <= showing):
        return ""
    theirs = "; ".join(f"“{question.texts[code]}”" for code in question.texts if code in told)
    in_order = [code for code in question.texts if code in shown]
    in_order += sorted(shown.difference(in_order))
    ours = "; ".join(f"“{question.texts.get(code, code)}”" for code in in_order)
    sources = ", ".join(dict.fromkeys(fact.source for fact in held if fact.codes))
    return f"{question.short}: the patient was told {theirs}; the register says {ours} ({sources})."

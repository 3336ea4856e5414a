"""What patients read, against the rules for wording: plain, without promises, in one script."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from intake.core.limits import HIGHEST_GRADE
from intake.core.questionnaire.points import Avoid
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire

from .problems import Problem, with_reason

Reading = Callable[[str, str], float | None]
"""The school grade of a text in a language; None where it can't be told."""

# "We do not know if it is safe" is how the rules want it said.
_NEGATION = re.compile(r"\b(?:not|no one|nobody|never|without|cannot)\b|n't\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+")
MICRO = "\N{GREEK SMALL LETTER MU}"
"""In "μg" it is a sign for a unit, and nobody reads it as a letter."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "FULLWIDTH")


def wording_problems(draft: Questionnaire, reading: Reading | None) -> Iterator[Problem]:
    """Texts for patients that are hard to read or use words to avoid, and look-alike letters."""
    wanted = _pattern(draft.avoid)
    for place, text in patient_texts(draft):
        if reading is not None:
            yield from _hard_to_read(place, text, reading(text, draft.language))
        if wanted is not None and not _is_quoted(draft, place, text):
            yield from _avoided(place, text, draft.avoid, wanted)
    for place, text in every_text(draft):
        yield from _mixed(place, text)


def patient_texts(draft: Questionnaire) -> Iterator[tuple[str, str]]:
    """Everything a patient reads, on screen or on paper, with its place."""
    for section in draft.sections:
        voice = (section.voice.text, section.voice.help) if section.voice else ()
        words = (section.title, section.intro, *voice)
        yield from ((f"section:{section.key}", text) for text in words)
    for group in draft.groups.values():
        yield f"question:{group.key}", group.text
    for question in draft.questions:
        words = (question.text, question.help, question.short, *question.texts.values())
        yield from ((f"question:{question.key}", text) for text in words)
    for point in (*draft.points, *filter(None, [draft.identity_point])):
        yield from (
            (f"point:{point.key}", text) for text in (point.title, point.patient, point.ask)
        )
    yield from ((f"claim:{claim.option}", claim.known) for claim in draft.claims)
    yield from _since_2(draft)


def _since_2(draft: Questionnaire) -> Iterator[tuple[str, str]]:
    """The reason and the second voice of a question, and what a trigger says to the patient."""
    askings: tuple[Group | Question, ...] = (*draft.groups.values(), *draft.questions)
    for asking in askings:
        voice = asking.voice
        words = (voice.text, voice.help, *(each.text for each in voice.options)) if voice else ()
        yield from ((f"question:{asking.key}", text) for text in words if text)
    for question in draft.questions:
        words = (question.why, question.ask_doctor, *(o.entry_name for o in question.options))
        yield from ((f"question:{question.key}", text) for text in words if text)
    for point in draft.points:
        told = (text for t in point.triggers for text in (t.patient, t.ask))
        yield from ((f"point:{point.key}", text) for text in (point.check_title, *told) if text)


def every_text(draft: Questionnaire) -> Iterator[tuple[str, str]]:
    """What patients read, and what providers read besides."""
    yield from patient_texts(draft)
    for point in draft.points:
        of_triggers = (w for t in point.triggers for w in (t.short, t.title, t.talk, *t.lift))
        words = (*point.provider, point.group, *of_triggers)
        yield from ((f"point:{point.key}", text) for text in words)
    for evidence in draft.evidence:
        words = (evidence.statement, evidence.source, evidence.publisher, evidence.locator)
        yield from ((f"evidence:{evidence.key}", text) for text in words)


def _hard_to_read(place: str, text: str, grade: float | None) -> Iterator[Problem]:
    # 8.4 is still the eighth grade.
    if grade is not None and int(grade) > HIGHEST_GRADE:
        says = f"Reads at school grade {int(grade)}, over {HIGHEST_GRADE}: “{text}”"
        yield with_reason(place, says, about="reading", words=text)


def _pattern(avoid: tuple[Avoid, ...]) -> re.Pattern[str] | None:
    """One search for all words, the longest first; spaces match any run of spaces."""
    words = sorted((each.words for each in avoid if each.words.strip()), key=len, reverse=True)
    if not words:
        return None
    either = "|".join(r"\s+".join(map(re.escape, each.split())) for each in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _is_quoted(draft: Questionnaire, place: str, text: str) -> bool:
    """What others have told the patient is quoted, promises included."""
    heard: Question | None = draft.by_key.get(draft.roles.claims.question)
    if heard is None or place != f"question:{heard.key}":
        return False
    return text in heard.texts.values()


def _avoided(
    place: str, text: str, avoid: tuple[Avoid, ...], wanted: re.Pattern[str]
) -> Iterator[Problem]:
    instead = {" ".join(each.words.casefold().split()): each.instead for each in avoid}
    for sentence in _SENTENCE.findall(text):
        for found in wanted.finditer(sentence):
            if _NEGATION.search(sentence, 0, found.start()):
                continue
            word = " ".join(found[0].casefold().split())
            better = instead.get(word, "")
            says = f"Avoid “{found[0]}” in “{sentence.strip()}”."
            says = f"{says} Write instead: {better}" if better else says
            yield with_reason(place, says, about="words", words=f"{word}: {sentence.strip()}")


def _mixed(place: str, text: str) -> Iterator[Problem]:
    # "β-blocker" is written in two scripts and deceives nobody; "dоctor" with a Cyrillic o does.
    for word in re.split(r"[\s/\u2010-\u2014-]+", text):
        letters = look_alikes(word)
        if letters:
            told = ", ".join(f"“{letter}” is {_named(letter)}" for letter in letters)
            yield Problem(place, f"Letters of mixed scripts in “{word}”: {told}.")


def look_alikes(word: str) -> tuple[str, ...]:
    """The letters of a word that are not of the script most of it is written in."""
    if word.isascii():
        return ()
    scripts = {letter: _script(letter) for letter in word if letter.isalpha()}
    known = [scripts[letter] for letter in word if scripts.get(letter)]
    if len(set(known)) < 2:
        return ()
    main = max(_SCRIPTS, key=known.count)
    return tuple(letter for letter, script in scripts.items() if script and script != main)


def _script(letter: str) -> str:
    if letter == MICRO:
        return ""
    script = unicodedata.name(letter, "").split(" ")[0]
    return script if script in _SCRIPTS else ""


def _named(letter: str) -> str:
    return unicodedata.name(letter).capitalize()

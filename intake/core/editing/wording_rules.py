"""What patients read, against the rules for wording: plain, without promises, in one script."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from intake.core.limits import HIGHEST_GRADE
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
    # One search for all words, the longest first; spaces match any run of spaces.
    avoid = sorted(
        (each.words for each in draft.avoid if each.words.strip()), key=len, reverse=True
    )
    either = "|".join(r"\s+".join(map(re.escape, each.split())) for each in avoid)
    wanted = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    instead = {" ".join(each.words.casefold().split()): each.instead for each in draft.avoid}
    # What others have told the patient is quoted, promises included.
    heard = draft.by_key.get(draft.roles.claims.question)
    quoted = {(f"question:{heard.key}", said) for said in heard.texts.values()} if heard else set()
    for place, text in patient_texts(draft):
        grade = reading(text, draft.language) if reading is not None else None
        # 8.4 is still the eighth grade.
        if grade is not None and int(grade) > HIGHEST_GRADE:
            says = f"Reads at school grade {int(grade)}, over {HIGHEST_GRADE}: “{text}”"
            yield with_reason(place, says, about="reading", words=text)
        if avoid and (place, text) not in quoted:
            yield from _avoided(place, text, wanted, instead)
    # "β-blocker" is written in two scripts and deceives nobody; "dоctor" with a Cyrillic o does.
    for place, text in every_text(draft):
        for word in re.split(r"[\s/\u2010-\u2014-]+", text):
            letters = {each: unicodedata.name(each).capitalize() for each in look_alikes(word)}
            if letters:
                told = ", ".join(f"“{letter}” is {name}" for letter, name in letters.items())
                yield Problem(place, f"Letters of mixed scripts in “{word}”: {told}.")


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
        words = (point.title, point.patient, point.ask)
        yield from ((f"point:{point.key}", text) for text in words)
    yield from ((f"claim:{claim.option}", claim.known) for claim in draft.claims)
    # The second voice and the reason of a question, and what a trigger says to the patient.
    askings: tuple[Group | Question, ...] = (*draft.groups.values(), *draft.questions)
    for asking in askings:
        second = asking.voice
        words = (second.text, second.help, *(o.text for o in second.options)) if second else ()
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


def _avoided(
    place: str, text: str, wanted: re.Pattern[str], instead: dict[str, str]
) -> Iterator[Problem]:
    for sentence in _SENTENCE.findall(text):
        for found in wanted.finditer(sentence):
            if _NEGATION.search(sentence, 0, found.start()):
                continue
            word = " ".join(found[0].casefold().split())
            better = instead.get(word, "")
            says = f"Avoid “{found[0]}” in “{sentence.strip()}”."
            says = f"{says} Write instead: {better}" if better else says
            yield with_reason(place, says, about="words", words=f"{word}: {sentence.strip()}")


def look_alikes(word: str) -> tuple[str, ...]:
    """The letters of a word that are not of the script most of it is written in."""
    if word.isascii():
        return ()
    letters = [letter for letter in word if letter.isalpha() and letter != MICRO]
    scripts = {letter: unicodedata.name(letter, "").split(" ")[0] for letter in letters}
    known = [scripts[letter] for letter in letters if scripts[letter] in _SCRIPTS]
    if len(set(known)) < 2:
        return ()
    main = max(_SCRIPTS, key=known.count)
    return tuple(each for each, script in scripts.items() if script in _SCRIPTS and script != main)

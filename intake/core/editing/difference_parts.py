"""The parts of a questionnaire that can differ, and how each is read as text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.core.discussion.in_words import plain_date
from intake.core.documents.values import encode
from intake.core.questionnaire.questionnaire import Questionnaire

from .rules_in_words import show_if_in_words, trigger_in_words

TRIGGER_WORDS = ("short", "title", "talk", "patient", "ask", "row")

Reader = Callable[[Questionnaire, Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thing that can differ, and how it is read as text."""

    name: str
    read: Reader
    is_wording: bool = False


def _plain(column: str) -> Reader:
    """A column as text; an absent one, also on a group that does not have it, is empty."""

    def read(_of: Questionnaire, thing: Any) -> str:
        value = getattr(thing, column, None)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return "\n".join(map(str, value))
        if isinstance(value, date):
            return plain_date(value)
        label = getattr(value, "label", value)
        return "" if label is None else str(label)

    return read


def _options(_of: Questionnaire, asked: Any) -> str:
    alone, lines = getattr(asked, "exclusive", ()), []
    for option in getattr(asked, "options", ()):
        line = f"{option.text}{' (stands alone)' if option.code in alone else ''}"
        if option.answers_for:
            line += f" (says “I don't know” for {', '.join(option.answers_for)})"
        if option.entry_name:
            line += f" (makes an entry: {option.entry_name}, {option.entry_kind})"
        lines.append(line)
    return "\n".join(lines)


def _voice(_of: Questionnaire, asked: Any) -> str:
    voice = asked.voice
    if voice is None:
        return ""
    said = (voice.text, voice.help, *(f"{each.code}: {each.text}" for each in voice.options))
    return "\n".join(filter(None, said))


def _trigger_words(_of: Questionnaire, point: Any) -> str:
    """The words of each trigger by its number, one text on a line."""
    lines = []
    for number, trigger in enumerate(point.triggers, 1):
        said = [(name, getattr(trigger, name)) for name in TRIGGER_WORDS if getattr(trigger, name)]
        said += [("way to lift", way) for way in trigger.lift]
        if trigger.about_person:
            said.append(("about", "whoever treats"))
        lines += [f"{number} {name}: {words}" for name, words in said]
    return "\n".join(lines)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(f"{path} {name}".strip(), each)
    elif isinstance(value, list):
        for place, each in enumerate(value, 1):
            yield from _leaves(f"{path} {place}", each)
    else:
        yield path, str(value)


def _plain_parts(**names: str) -> tuple[Part, ...]:
    return tuple(Part(name, _plain(column)) for column, name in names.items())


def _wordings(**names: str) -> tuple[Part, ...]:
    return tuple(Part(name, _plain(column), is_wording=True) for column, name in names.items())


DOCUMENT = (
    *_wordings(title="Title"),
    *_plain_parts(language="Language", content_version="Name of this state"),
    Part(
        "Clinical review",
        lambda of, _thing: (
            f"{of.review.name}, {of.review.role}, {of.review.on}" if of.review else ""
        ),
    ),
    Part(
        "Parts that questions play",
        # Each part with the question that plays it, on a line of its own.
        lambda of, _thing: "\n".join(map(": ".join, _leaves("", encode(of.roles)))),
        is_wording=True,
    ),
    Part(
        "Words to avoid",
        lambda of, _thing: "\n".join(f"{each.words} (write: {each.instead})" for each in of.avoid),
        is_wording=True,
    ),
    Part(
        "Reasons for warnings",
        lambda of, _thing: "\n".join(
            f"{each.words}: {each.reason} ({each.by})" for each in of.waivers
        ),
        is_wording=True,
    ),
    Part(
        "Names that boxes offer",
        # Each name with its spellings, and in brackets what it stands for.
        lambda of, _thing: "\n".join(
            f"{name.asked}: {'; '.join(name.spellings)}"
            f" ({', '.join((name.kind or '-', *name.ticks))})"
            for name in of.names
        ),
        is_wording=True,
    ),
)
SECTION = (
    *_wordings(title="Title", intro="Introduction"),
    Part("About somebody else", _voice, is_wording=True),
)
QUESTION = (
    *_wordings(
        text="Question",
        help="Hint",
        why="Why we ask",
        short="Short name",
        ask_doctor="Question for one's own doctor",
    ),
    Part("About somebody else", _voice, is_wording=True),
    Part("Options", _options, is_wording=True),
    Part("Asked", lambda of, asked: show_if_in_words(of, asked.show_if)),
    Part(
        "Section",
        # A group stands where the first of its questions does.
        lambda of, asked: getattr(
            of.section_of.get((*getattr(asked, "items", ()), asked)[0].key), "title", ""
        ),
    ),
    Part(
        "On one page with",
        # Of a group nothing; page numbers would shift with every move before it.
        lambda of, asked: ", ".join(
            of.by_key[key].short
            for key in (of.page_of[asked.key].keys if asked.key in of.page_of else ())
            if key != asked.key
        ),
    ),
    *_plain_parts(
        kind="Kind of answer",
        required="Needs an answer",
        repeats="Several answers",
        in_person="May be said in person",
        settles="Who can settle it",
        minimum="Smallest number",
        maximum="Largest number",
        max_length="Letters at most",
        max_answers="Answers at most",
        min_rows="Entries at least",
        max_rows="Entries at most",
        prefill="Filled from",
        evidence="Evidence",
        serves="Topics it serves",
        fhir="FHIR note",
    ),
)
POINT = (
    *_wordings(
        title="Title",
        provider="Talking points",
        patient="Plain words for the patient",
        ask="Question to ask",
    ),
    Part(
        "Raised by",
        lambda of, point: "\n".join(trigger_in_words(of, each) for each in point.triggers),
    ),
    Part("Words of its triggers", _trigger_words, is_wording=True),
    *_wordings(check_title="Title on the check page"),
    *_plain_parts(
        kind="Kind",
        group="Heading",
        knowledge="What is known",
        always="For every patient",
        evidence="Evidence",
        serves="Topics it serves",
    ),
)
CLAIM = (*_wordings(known="What is known"), *_plain_parts(evidence="Evidence"))
EVIDENCE = (
    *_wordings(statement="What it says"),
    *_plain_parts(
        source="Title of the source",
        publisher="Publisher",
        published="Date",
        url="Address",
        locator="Where in it",
        reading="What was read",
        read_on="Read on",
        review_by="Read again by",
        reviewer="Read by",
        regulatory="What an agency or a law says",
    ),
)
TOPIC = (
    *_wordings(claim="What it says", why="Why"),
    *_plain_parts(verdict="Verdict", evidence="Evidence"),
)

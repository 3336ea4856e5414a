"""Keys made from words, and the keys that are published and can't change any more."""

import re
import unicodedata
from collections.abc import Collection

from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import DONT_KNOW, OTHER
from intake.models import Version

LONGEST = 40
# These codes mean something to the core; other words make a code of their own.
SPOKEN = {"i dont know": DONT_KNOW, "something else": OTHER, "none of these": "none"}


def option_code(words: str, taken: Collection[str]) -> str:
    """The code of an option; "I don't know" and "Something else" have one everywhere."""
    spoken = SPOKEN.get(" ".join(_words(words)))
    return spoken if spoken and spoken not in taken else key_from(words, taken)


def key_from(words: str, taken: Collection[str]) -> str:
    """A short key that nobody has yet: "What is your name?" becomes what_is_your_name."""
    key = ""
    for word in _words(words):
        longer = f"{key}_{word}" if key else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        key = longer
    key = key or "key"
    key = key if key[0].isalpha() else f"k_{key}"
    free, number = key, 2
    while free in taken:
        free, number = f"{key}_{number}", number + 1
    return free


def _words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", re.sub(r"['\u2019]", "", text)).casefold()
    return re.findall(r"[a-z0-9]+", letters.encode("ascii", "ignore").decode())


def published(questionnaire_id: int | None) -> core.Questionnaire | None:
    """The newest version of a draft, if it has one."""
    versions = Version.objects.filter(questionnaire=questionnaire_id)
    newest = versions.defer("document").order_by("-number").first()
    return newest.read() if newest else None


def published_sections(questionnaire_id: int | None) -> set[str]:
    document = published(questionnaire_id)
    return {section.key for section in document.sections} if document else set()


def published_questions(questionnaire_id: int | None) -> set[str]:
    """Keys of questions and of groups."""
    document = published(questionnaire_id)
    return {*document.by_key, *document.groups} if document else set()


def published_options(questionnaire_id: int | None, question: str) -> set[str]:
    document = published(questionnaire_id)
    asked = document.by_key.get(question) if document else None
    return set(asked.texts) if asked else set()


def published_points(questionnaire_id: int | None) -> set[str]:
    document = published(questionnaire_id)
    if document is None:
        return set()
    return {point.key for point in (*document.points, *filter(None, [document.identity_point]))}


def published_evidence(questionnaire_id: int | None) -> set[str]:
    document = published(questionnaire_id)
    return {evidence.key for evidence in document.evidence} if document else set()


def published_topics(questionnaire_id: int | None) -> set[str]:
    document = published(questionnaire_id)
    return {topic.key for topic in document.topics} if document else set()

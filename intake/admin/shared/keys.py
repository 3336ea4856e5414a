"""Keys made from words, and the keys that are published and can't change any more."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import DONT_KNOW, OTHER
from intake.models import Version
from intake.models.catalog.versions import VersionAltered

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


class Every:
    """Stands for the keys of a version that can't be read: none of them may be changed."""

    def __contains__(self, key: object) -> bool:
        return True


Keys = set[str] | Every


def keys_in(
    questionnaire_id: int | None, keys: Callable[[core.Questionnaire], Iterable[str]]
) -> Keys:
    """Those of the newest version."""
    try:
        document = published(questionnaire_id)
    except VersionAltered:
        return Every()
    return set(keys(document)) if document else set()


def published_sections(questionnaire_id: int | None) -> Keys:
    return keys_in(questionnaire_id, lambda read: (each.key for each in read.sections))


def published_questions(questionnaire_id: int | None) -> Keys:
    """Keys of questions and of groups."""
    return keys_in(questionnaire_id, lambda read: (*read.by_key, *read.groups))


def published_options(questionnaire_id: int | None, question: str) -> Keys:
    def codes(read: core.Questionnaire) -> Iterable[str]:
        return read.by_key[question].texts if question in read.by_key else ()

    return keys_in(questionnaire_id, codes)


def published_points(questionnaire_id: int | None) -> Keys:
    def keys(read: core.Questionnaire) -> Iterable[str]:
        return (point.key for point in (*read.points, *filter(None, [read.identity_point])))

    return keys_in(questionnaire_id, keys)


def published_evidence(questionnaire_id: int | None) -> Keys:
    return keys_in(questionnaire_id, lambda read: (each.key for each in read.evidence))


def published_topics(questionnaire_id: int | None) -> Keys:
    return keys_in(questionnaire_id, lambda read: (each.key for each in read.topics))

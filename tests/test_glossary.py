"""One word for one thing: names of classes and files use the words of docs/glossary.md."""

import ast
import re

import pytest

from tests.environment import BASE
from tests.test_boundaries import BY_HAND, tree

ROWS = re.findall(
    r"^\| \*\*(.+?)\*\*.*\| ([^|]*) \|$",
    (BASE / "docs" / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
WORDS = {word for word, _not in ROWS}
# Other words for the same thing, without those that mean something else besides: an appointment is
# what is arranged before there is a visit, and a trial is one example patient tried once.
HAVE_A_MEANING_OF_THEIR_OWN = {
    "appointment", "finding", "flag", "stop", "trial",
    "conflict", "catalog", "chapter", "clinician (in code)", "doctor", "edit", "form", "group",
    "outcome", "priority", "reference", "reply", "report", "response", "result", "revision",
    "room", "rule", "session", "status", "summary", "survey", "task", "token", "validation",
    "version", "branching", "certainty", "promise",
}  # fmt: skip
SAY_NOTHING = {"data", "info", "obj", "utils", "helper", "helpers", "manager", "service", "process"}


def other_words() -> set[str]:
    listed = {word.strip() for _word, others in ROWS for word in others.split(",")}
    return {word for word in listed if word} - HAVE_A_MEANING_OF_THEIR_OWN | SAY_NOTHING


def in_words(name: str) -> str:
    """ExamplePatient and example_patient are both "example patient"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


def misnamed(names: set[str]) -> list[str]:
    wrong = re.compile(rf"\b({'|'.join(map(re.escape, sorted(other_words())))})\b")
    return sorted(name for name in names if wrong.search(in_words(name)))


def ours() -> set[str]:
    files = [path for path in BY_HAND if path.parts[0] in {"intake", "clinicsite"}]
    classes = (node for path in files for node in ast.walk(tree(path)))
    named = {node.name for node in classes if isinstance(node, ast.ClassDef)}
    return named | {path.stem for path in files} | {part for f in files for part in f.parts[:-1]}


def test_no_class_file_or_folder_has_another_word_for_a_thing():
    assert misnamed(ours()) == []


@pytest.mark.parametrize("name", ["TestPatient", "audit_row", "VisitService", "Encounter", "utils"])
def test_another_word_is_found_when_planted(name):
    assert misnamed({name, "ExamplePatient", "AccessEvent", "Visit"}) == [name]


def test_every_folder_of_the_core_is_explained_or_made_of_words_that_are():
    folders = {path.parts[2] for path in BY_HAND if path.parts[:2] == ("intake", "core")}
    subjects = {name for name in folders if not name.endswith(".py")}
    explained = {word.partition(" ")[0] for word in WORDS}
    assert subjects - explained <= {"desk", "documents", "editing", "privacy"}

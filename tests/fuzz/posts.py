"""What is posted: names that mean something to the door, and values that bite."""

import os
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from intake.core.questionnaire.questionnaire import Kind, Option, Question
from tests.make.small import YES_NO

BITING = (
    "",
    "yes",
    "no",
    "dont_know",
    "declined",
    "other",
    "none",
    "on",
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "9" * 400,
    "٣",
    "²",
    "1_000",
    "0x10",
    " 12 ",
    "29",
    "2",
    "1900",
    "\x00",
    "\r\n\r\n",
    "\ud800",
    "\ufffe",
    "\u202e",
    "e" + "\u0301" * 60,
    "\n" * 60,
    "a" * 4_001,
    "<script>alert(1)</script>",
    "{{7*7}}{% load x %}",
    "../../etc/passwd",
    "%s%n{0.__class__}",
    "'; DROP TABLE intake_visit; --",
)
KINDS = {
    "choice": Question("choice", Kind.CHOICE, "Which?", "A", options=YES_NO, in_person=True),
    "choices": Question("choices", Kind.CHOICE, "Which ones?", "B", options=YES_NO, repeats=True),
    "open_choice": Question(
        "open_choice",
        Kind.OPEN_CHOICE,
        "Or what?",
        "C",
        options=(*YES_NO, Option("other", "Something else")),
        repeats=True,
    ),
    "string": Question("string", Kind.STRING, "In short?", "D", max_length=60),
    "strings": Question("strings", Kind.STRING, "Three?", "E", repeats=True, max_answers=3),
    "text": Question("text", Kind.TEXT, "At length?", "F", required=True),
    "date": Question("date", Kind.DATE, "When?", "G"),
    "integer": Question("integer", Kind.INTEGER, "How many?", "H", minimum=0, maximum=600),
    "decimal": Question("decimal", Kind.DECIMAL, "How much?", "I"),
    "boolean": Question("boolean", Kind.BOOLEAN, "Ready?", "J", required=True),
}
STAMPS = ("-revision", "-visit", "-later", "-resolving", "-signature", "csrfmiddlewaretoken")
PARTS = ("", "-other", "-month", "-day", "-year", "-1", "-2", "-3", "-99", "-", "-keep-", "__lt")


def values() -> st.SearchStrategy[bytes]:
    biting = st.sampled_from(BITING).map(lambda text: text.encode(errors="surrogatepass"))
    typed = st.text(max_size=40).map(lambda text: text.encode(errors="surrogatepass"))
    return st.one_of(biting, biting, typed, st.binary(max_size=40))


def names(keys: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Fields of the page, parts of them, what comes with every page, and nonsense."""
    own = [f"{key}{part}" for key in keys for part in PARTS] + [f"-keep-{key}" for key in keys]
    known = st.sampled_from([*own, *STAMPS]).map(str.encode)
    return st.one_of(known, known, known, st.binary(min_size=1, max_size=12))


def bodies(keys: tuple[str, ...]) -> st.SearchStrategy[list[tuple[bytes, bytes]]]:
    return st.lists(st.tuples(names(keys), values()), max_size=8)


def encoded(fields: list[tuple[bytes, bytes]]) -> str:
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in fields)


def number(usual: int) -> int:
    """How many posts a run sends; `make fuzz` asks for more."""
    return int(os.environ.get("FUZZ_POSTS", usual))


def posts(count: int) -> settings:
    """Settings of one run; the same posts every time, so that a failure comes back."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )

"""Core documents as JSON text and back, with a schema number and errors that name the place."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from intake.core.discussion.discussion import Discussion
from intake.core.limits import DOCUMENT_BYTES, DOCUMENT_DEPTH, QUESTIONS
from intake.core.questionnaire.answers import EMPTY, Answer, Answers, Row
from intake.core.questionnaire.questionnaire import Question, Questionnaire
from intake.core.questionnaire.rule_words import faults

from .schema import schema_of
from .values import DocumentError, answer_from_json, answer_to_json, decode, encode

SCHEMA = 2
SCHEMAS = (1, 2)
"""Those that are read. Schema 2 adds words to triggers, and why, voice and entries to questions."""


def sha256_of(text: str) -> str:
    """The digest that names a document, as 64 hexadecimal digits of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def questionnaire_to_json(questionnaire: Questionnaire) -> str:
    """Canonical text: same questionnaire, same bytes; ends with a newline.

    Its schema is the lowest that says it all, so an old document is written as it was read.
    """
    schema = schema_of(questionnaire)
    document = {"schema": schema, "document": "questionnaire", **encode(questionnaire)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def questionnaire_from_json(text: str, *, max_bytes: int | None = DOCUMENT_BYTES) -> Questionnaire:
    """Read a questionnaire; raise ``DocumentError`` with the path of the first mistake.

    A version that was published is read without a limit: staff may have written a long one.
    """
    document = parse(text, max_bytes=max_bytes)
    schema = _take_header(document, "questionnaire")
    questionnaire: Questionnaire = decode(Questionnaire, document, "")
    if schema < schema_of(questionnaire):
        raise DocumentError("schema", "must be 2: the document has names that schema 1 has not")
    _check_keys(questionnaire)
    for fault in faults(questionnaire):
        raise DocumentError(fault.path, fault.says)
    return questionnaire


def discussion_to_json(discussion: Discussion) -> str:
    """Canonical text of a frozen discussion: same discussion, same bytes."""
    document = {"schema": SCHEMA, "document": "discussion", **encode(discussion)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def discussion_from_json(text: str) -> Discussion:
    """Read a frozen discussion back, equal to the one that was written."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError("", f"not the JSON of a discussion: {error}") from None
    _take_header(document, "discussion")
    discussion: Discussion = decode(Discussion, document, "")
    return discussion


def _take_header(document: Any, kind: str) -> int:
    if not isinstance(document, dict):
        raise DocumentError("", "this is not a JSON object")
    schema, named = document.pop("schema", None), document.pop("document", None)
    if type(schema) is not int or schema not in SCHEMAS:
        known = " or ".join(map(str, SCHEMAS))
        raise DocumentError("schema", f"must be {known}; this document says {schema!r}")
    if named != kind:
        raise DocumentError("document", f'must be "{kind}"; this document says {named!r}')
    return schema


def _check_keys(questionnaire: Questionnaire) -> None:
    """Keys that stand twice would hide each other; a page must name what exists."""
    _refuse_twins((f"sections[{s}]", each.key) for s, each in enumerate(questionnaire.sections))
    _refuse_twins(
        (f"sections[{s}].items[{i}]", key)
        for s, section in enumerate(questionnaire.sections)
        for i, asked in enumerate(section.items)
        for key in (asked.key, *(q.key for q in getattr(asked, "items", ())))
    )
    _refuse_twins((f"points[{n}]", each.key) for n, each in enumerate(questionnaire.points))
    _refuse_twins((f"claims[{n}]", each.option) for n, each in enumerate(questionnaire.claims))
    _refuse_twins((f"evidence[{n}]", each.key) for n, each in enumerate(questionnaire.evidence))
    for number, section in enumerate(questionnaire.sections):
        paged = [key for keys in section.pages for key in keys]
        own = [key for key, at in questionnaire.section_of.items() if at is section]
        if paged != own:
            odd = next((k for k in [*own, *paged] if paged.count(k) != 1 or k not in own), paged[0])
            raise DocumentError(
                f"sections[{number}].pages",
                f'every question stands on one page, in the order of items; look at "{odd}"',
            )
    if len(questionnaire.by_key) > QUESTIONS:
        raise DocumentError("sections", f"more than {QUESTIONS:,} questions")


def _refuse_twins(named: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for path, key in named:
        if key in seen:
            raise DocumentError(path, f'the key "{key}" is used twice')
        seen.add(key)


def answers_to_json(answers: Answers) -> Any:
    """Answers as ``{"answers": {...}, "rows": {group: [{"id", "answers"}]}}``.

    ``listed``, ``settled`` and ``private`` stand beside them where there are any.
    """
    beside = {
        "listed": dict(answers.listed),
        "settled": sorted(answers.settled),
        "private": sorted(answers.private),
    }
    return {
        "answers": {key: answer_to_json(answer) for key, answer in answers.top.items()},
        "rows": {
            group: [
                {
                    "id": row.id,
                    "answers": {k: answer_to_json(a) for k, a in row.answers.items()},
                }
                for row in rows
            ]
            for group, rows in answers.rows.items()
        },
        **{name: said for name, said in beside.items() if said},
    }


def answers_from_json(questionnaire: Questionnaire, document: Any) -> Answers:
    """Read answers; rows may be bare ``{key: value}`` objects, then their place is their id."""
    if not isinstance(document, dict):
        raise DocumentError("", "must be an object with answers")
    alone = {q.key: q for q in questionnaire.questions if q.key not in questionnaire.group_of}
    top = _values(alone, document.get("answers", {}), "answers")
    told = document.get("rows", {})
    if not isinstance(told, dict):
        raise DocumentError("rows", "must be an object of groups")
    rows = {group: _rows(questionnaire, group, entries) for group, entries in told.items()}
    private, settled = (frozenset(document.get(each, ())) for each in ("private", "settled"))
    listed = document.get("listed", {})
    return Answers(top, rows, private, listed, settled) if top or rows else EMPTY


def _rows(questionnaire: Questionnaire, key: str, entries: Any) -> tuple[Row, ...]:
    path = f"rows.{key}"
    group = questionnaire.groups.get(key)
    if group is None:
        raise DocumentError(path, "there is no group with this key")
    if not isinstance(entries, list):
        raise DocumentError(path, "must be a list of entries")
    asked = {question.key: question for question in group.items}
    rows = []
    for number, entry in enumerate(entries):
        place = f"{path}[{number}]"
        if not isinstance(entry, dict):
            raise DocumentError(place, "must be an object of answers")
        if "id" in entry and isinstance(entry.get("answers"), dict):
            name = decode(str, entry["id"], f"{place}.id")
            rows.append(Row(name, _values(asked, entry["answers"], f"{place}.answers")))
        else:
            rows.append(Row(str(number), _values(asked, entry, place)))
    _refuse_twins((f"{path}[{n}]", row.id) for n, row in enumerate(rows))
    return tuple(rows)


def _values(asked: Mapping[str, Question], values: Any, path: str) -> dict[str, Answer]:
    """Answers to the questions that stand here; an empty value is a blank, so it is absent."""
    if not isinstance(values, dict):
        raise DocumentError(path, "must be an object of answers")
    for key in values:
        if key not in asked:
            raise DocumentError(f"{path}.{key}", "there is no question with this key here")
    return {
        key: answer_from_json(asked[key], value, f"{path}.{key}")
        for key, value in values.items()
        if value not in (None, "", [])
    }


def parse(text: str, *, max_bytes: int | None = DOCUMENT_BYTES) -> Any:
    """JSON text as plain values; refuses what is too large, too deep or ambiguous.

    ``max_bytes`` guards what comes from outside; None for what the product wrote itself.
    """
    # Some editors put a mark before the first letter when they save a file again.
    text = text.removeprefix("\ufeff")
    if max_bytes is not None and len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise DocumentError("", f"larger than {max_bytes:,} bytes")
    # A loop, because a generator would be entered anew for each of a million tokens.
    deepest = depth = 0
    for token in _TOKEN.finditer(text):
        depth += _NESTS.get(token[0], 0)
        deepest = max(deepest, depth)
    if deepest > DOCUMENT_DEPTH:
        raise DocumentError("", f"nested deeper than {DOCUMENT_DEPTH} levels")
    try:
        found = json.loads(text, object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DocumentError("", f"not JSON at {place}: {error.msg}") from None
    except DocumentError:
        raise
    except ValueError:
        raise DocumentError("", "a number in it has too many digits") from None
    expect_storable(found)
    return found


# A string that never ends runs to the end of the text: tried again at every quotation mark inside
# it, a megabyte would take hours.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_NESTS = {"[": 1, "{": 1, "]": -1, "}": -1}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def expect_storable(value: Any, path: str = "") -> None:
    """Raises ``DocumentError`` for a NUL, which no database keeps, and for half a character, of
    which no digest can be taken and which no page can show."""
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise DocumentError(path, "holds a NUL or half a character (a lone surrogate)")
    if isinstance(value, dict):
        for name, each in value.items():
            if UNSTORABLE.search(name):
                raise DocumentError(path, f"the name {json.dumps(name)} can't be stored")
            expect_storable(each, f"{path}.{name}".lstrip("."))
    if isinstance(value, list):
        for place, each in enumerate(value):
            expect_storable(each, f"{path}[{place}]")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DocumentError("", f"the name {json.dumps(key)} stands twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise DocumentError("", f"{name} is not a number that JSON allows")

"""Core documents as JSON text and back, with a schema number and errors that name the place."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from .answers import EMPTY, Answer, Answers, Chosen, Row, Unsaid
from .discussion import Discussion
from .documents import DocumentError, decode, encode, parse
from .questionnaire import CHOICES, Kind, Question, Questionnaire

SCHEMA = 1
MAX_QUESTIONS = 2_000


def sha256_of(text: str) -> str:
    """The digest that names a document, as 64 hexadecimal digits of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def questionnaire_to_json(questionnaire: Questionnaire) -> str:
    """Canonical text: same questionnaire, same bytes; ends with a newline."""
    document = {"schema": SCHEMA, "document": "questionnaire", **encode(questionnaire)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def questionnaire_from_json(text: str) -> Questionnaire:
    """Read a questionnaire; raise ``DocumentError`` with the path of the first mistake."""
    document = parse(text)
    _take_header(document, "questionnaire")
    questionnaire: Questionnaire = decode(Questionnaire, document, "")
    _check_keys(questionnaire)
    return questionnaire


def discussion_to_json(discussion: Discussion) -> str:
    """Canonical text of a frozen discussion: same discussion, same bytes."""
    document = {"schema": SCHEMA, "document": "discussion", **encode(discussion)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def discussion_from_json(text: str) -> Discussion:
    """Read a frozen discussion back, equal to the one that was written."""
    document = json.loads(text)
    _take_header(document, "discussion")
    discussion: Discussion = decode(Discussion, document, "")
    return discussion


def _take_header(document: Any, kind: str) -> None:
    if not isinstance(document, dict):
        raise DocumentError("", "this is not a JSON object")
    schema, named = document.pop("schema", None), document.pop("document", None)
    if schema != SCHEMA:
        raise DocumentError("schema", f"must be {SCHEMA}; this document says {schema!r}")
    if named != kind:
        raise DocumentError("document", f'must be "{kind}"; this document says {named!r}')


def _check_keys(questionnaire: Questionnaire) -> None:
    """Keys that stand twice would hide each other; a page must name what exists."""
    seen: set[str] = set()
    for s, section in enumerate(questionnaire.sections):
        for i, asked in enumerate(section.items):
            for key in (asked.key, *(q.key for q in getattr(asked, "items", ()))):
                if key in seen:
                    path = f"sections[{s}].items[{i}]"
                    raise DocumentError(path, f'the key "{key}" is used twice')
                seen.add(key)
        _check_pages(questionnaire, s)
    if len(questionnaire.by_key) > MAX_QUESTIONS:
        raise DocumentError("sections", f"more than {MAX_QUESTIONS:,} questions")


def _check_pages(questionnaire: Questionnaire, number: int) -> None:
    section = questionnaire.sections[number]
    paged = [key for keys in section.pages for key in keys]
    own = [key for key, at in questionnaire.section_of.items() if at is section]
    if paged != own:
        odd = next((k for k in [*own, *paged] if paged.count(k) != 1 or k not in own), own[0])
        raise DocumentError(
            f"sections[{number}].pages",
            f'every question stands on one page, in the order of items; look at "{odd}"',
        )


def answer_to_json(answer: Answer) -> Any:
    """One answer as a JSON value; ``answer_from_json`` reads it back by its question."""
    match answer:
        case Unsaid():
            return {"unsaid": answer.value}
        case Chosen(codes, ""):
            return list(codes)
        case Chosen(codes, text):
            return {"codes": list(codes), "text": text}
        case tuple():
            return list(answer)
    return encode(answer)


def answer_from_json(question: Question, value: Any, path: str = "") -> Answer:
    """Read one answer of a question, refusing what the question does not offer."""
    if value in ("dont_know", ["dont_know"]):
        value = {"unsaid": "dont_know"}
    if isinstance(value, dict) and "unsaid" in value:
        return _unsaid(question, value, path)
    if question.kind in CHOICES:
        return _chosen(question, value, path)
    if question.repeats:
        texts = value if isinstance(value, list) else [value]
        return tuple(_scalar(question, text, f"{path}[{i}]") for i, text in enumerate(texts))
    answer: Answer = decode(_TYPES[question.kind], value, path)
    return answer


_TYPES: dict[Kind, Any] = {
    Kind.STRING: str,
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.INTEGER: int,
    Kind.DECIMAL: Decimal,
    Kind.BOOLEAN: bool,
}


def _scalar(question: Question, value: Any, path: str) -> str:
    return str(decode(str, value, path))


def _unsaid(question: Question, value: dict[str, Any], path: str) -> Unsaid:
    said = decode(Unsaid, value["unsaid"], path)
    offered = question.offers_dont_know if said is Unsaid.DONT_KNOW else question.in_person
    if not offered:
        raise DocumentError(path, f'"{question.key}" does not offer "{said.value}"')
    return Unsaid(said)


def _chosen(question: Question, value: Any, path: str) -> Chosen:
    text = ""
    if isinstance(value, dict):
        text, value = decode(str, value.get("text", ""), path), value.get("codes")
    codes = value if isinstance(value, list) else [value]
    for code in codes:
        if not isinstance(code, str) or code not in question.texts:
            raise DocumentError(path, f'"{question.key}" has no option {json.dumps(code)}')
    if not codes or (len(codes) > 1 and not question.repeats):
        raise DocumentError(path, f'"{question.key}" takes one option, here are {len(codes)}')
    return Chosen(tuple(code for code in question.texts if code in codes), text)


def answers_to_json(answers: Answers) -> Any:
    """Answers as ``{"answers": {...}, "rows": {group: [{"id", "answers"}]}}``."""
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
    }


def answers_from_json(questionnaire: Questionnaire, document: Any) -> Answers:
    """Read answers; rows may be bare ``{key: value}`` objects, then their place is their id."""
    top = _values(questionnaire, document.get("answers", {}), "answers")
    rows = {
        group: tuple(
            _row(questionnaire, row, n, f"rows.{group}[{n}]") for n, row in enumerate(entries)
        )
        for group, entries in document.get("rows", {}).items()
    }
    unknown = [group for group in rows if group not in questionnaire.groups]
    if unknown:
        raise DocumentError(f"rows.{unknown[0]}", "there is no group with this key")
    return Answers(top, rows) if top or rows else EMPTY


def _row(questionnaire: Questionnaire, row: Any, place: int, path: str) -> Row:
    if not isinstance(row, dict):
        raise DocumentError(path, "must be an object of answers")
    is_bare = not ("id" in row and isinstance(row.get("answers"), dict))
    values = row if is_bare else row["answers"]
    return Row(str(place) if is_bare else row["id"], _values(questionnaire, values, path))


def _values(questionnaire: Questionnaire, values: Any, path: str) -> dict[str, Answer]:
    if not isinstance(values, dict):
        raise DocumentError(path, "must be an object of answers")
    for key in values:
        if key not in questionnaire.by_key:
            raise DocumentError(f"{path}.{key}", "there is no question with this key")
    return {
        key: answer_from_json(questionnaire.by_key[key], value, f"{path}.{key}")
        for key, value in values.items()
        if value is not None
    }

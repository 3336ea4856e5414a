"""Core values as plain JSON and back: dataclasses by their type hints, answers by question."""

import json
import re
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from intake.core.limits import LETTERS_OF_AN_ERROR
from intake.core.questionnaire.answers import DONT_KNOW, Answer, Chosen, Unsaid
from intake.core.questionnaire.questionnaire import CHOICES, Kind, Question

UNKNOWN_NAME = "this name is not known here"


class DocumentError(ValueError):
    """A mistake in a document; ``path`` says where, such as ``sections[2].items[4].options``."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        said = f"{path or 'document'}: {problem}"
        super().__init__(
            said if len(said) <= LETTERS_OF_AN_ERROR else said[: LETTERS_OF_AN_ERROR - 1] + "…"
        )


_PLAIN = {str, int, bool, float, type(None)}


def encode(value: Any) -> Any:
    """A core value as plain JSON; a field at its default is left out."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [encode(each) for each in value]
    if issubclass(kind, Enum):
        return _code(value)
    if is_dataclass(kind):
        return {
            name: encode(getattr(value, name))
            for name, known in _shape(kind)[1].items()
            if known.default is MISSING or getattr(value, name) != known.default
        }
    if issubclass(kind, date | time):
        return value.isoformat()
    if issubclass(kind, Decimal):
        return {"decimal": str(value)}
    return {key: encode(each) for key, each in value.items()}


@cache
def _shape(wanted: Any) -> tuple[dict[str, Any], "dict[str, Field[Any]]"]:
    """Types and fields by name; a discussion has nine hundred values of two dozen kinds."""
    return get_type_hints(wanted), {f.name: f for f in fields(wanted)}


def _code(value: Enum) -> Any:
    return getattr(value, "code", value.value)


def decode(wanted: Any, value: Any, path: str) -> Any:
    """A plain JSON value as the wanted type; raises ``DocumentError`` at ``path``."""
    if wanted in _SIMPLE:
        return _SIMPLE[wanted](value, path)
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise DocumentError(path, "must be a list")
        kind = get_args(wanted)[0]
        return tuple(decode(kind, each, f"{path}[{n}]") for n, each in enumerate(value))
    if get_origin(wanted) in (Union, types.UnionType):
        return _one_of(get_args(wanted), value, path)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        for member in wanted:
            if _code(member) == value:
                return member
        known = ", ".join(str(_code(member)) for member in wanted)
        raise DocumentError(path, f"{json.dumps(value)} is not one of: {known}")
    return _dataclass(wanted, value, path)


def _one_of(kinds: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None and types.NoneType in kinds:
        return None
    possible = [kind for kind in kinds if kind is not types.NoneType]
    if len(possible) == 1:
        return decode(possible[0], value, path)
    if all(is_dataclass(kind) for kind in possible):
        # The one with "items" is the container (a group), the other is the question.
        holds = isinstance(value, dict) and "items" in value
        return decode(next(k for k in possible if ("items" in _shape(k)[1]) is holds), value, path)
    # A condition's value: text, yes/no, number, or a tagged date or decimal.
    if isinstance(value, dict) and set(value) == {"decimal"}:
        return _decimal(value, path)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return _date(value, path)
    if isinstance(value, str | bool | int):
        return value
    raise DocumentError(path, "must be a word, a whole number, a date, true or false")


def _dataclass(wanted: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise DocumentError(path, "must be an object")
    hints, known = _shape(wanted)
    for name in value:
        if name not in known:
            raise DocumentError(f"{path}.{name}".lstrip("."), UNKNOWN_NAME)
    for name, of in known.items():
        if name not in value and of.default is MISSING and of.default_factory is MISSING:
            raise DocumentError(f"{path}.{name}".lstrip("."), "is missing")
    given = {n: decode(hints[n], v, f"{path}.{n}".lstrip(".")) for n, v in value.items()}
    try:
        return wanted(**given)
    except ValueError as error:
        raise DocumentError(path, str(error)) from None


def _exactly(kind: type, words: str) -> Callable[[Any, str], Any]:
    def read(value: Any, path: str) -> Any:
        # bool is an int in Python; a yes/no is not a number here.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise DocumentError(path, f"must be {words}")
        return value

    return read


def _iso(kind: Any, words: str) -> Callable[[Any, str], Any]:
    def read(value: Any, path: str) -> Any:
        try:
            found = kind.fromisoformat(value)
        except (TypeError, ValueError):
            found = None
        # Python also reads 20261130 and 2026-W49-1; one day is written in one way here.
        if found is None or found.isoformat() != value:
            raise DocumentError(path, f"must be {words}")
        return found

    return read


def _decimal(value: Any, path: str) -> Decimal:
    told = value.get("decimal") if isinstance(value, dict) else value
    try:
        found = Decimal(str(told))
    except InvalidOperation:
        raise DocumentError(path, "must be a number") from None
    if not found.is_finite():
        raise DocumentError(path, "must be a number")
    return found


_date = _iso(date, "a date such as 2026-11-30")
_SIMPLE: dict[Any, Callable[[Any, str], Any]] = {
    str: _exactly(str, "text"),
    bool: _exactly(bool, "true or false"),
    int: _exactly(int, "a whole number"),
    date: _date,
    datetime: _iso(datetime, "a date and time such as 2026-11-30T19:12:00+00:00"),
    time: _iso(time, "a time such as 09:30"),
    Decimal: _decimal,
}


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
    if question.kind in CHOICES and value in ("dont_know", ["dont_know"]):
        value = {"unsaid": "dont_know"}
    if isinstance(value, dict) and "unsaid" in value:
        said: Unsaid = decode(Unsaid, value["unsaid"], path)
        if not (question.offers_dont_know if said is Unsaid.DONT_KNOW else question.in_person):
            raise DocumentError(path, f'"{question.key}" does not offer "{said.value}"')
        return said
    if question.kind in CHOICES:
        return _chosen(question, value, path)
    if question.repeats:
        texts = value if isinstance(value, list) else [value]
        return tuple(decode(str, text, f"{path}[{i}]") for i, text in enumerate(texts))
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


def _chosen(question: Question, value: Any, path: str) -> Chosen:
    text = ""
    if isinstance(value, dict):
        for name in value.keys() - {"codes", "text"}:
            raise DocumentError(f"{path}.{name}", UNKNOWN_NAME)
        text, value = decode(str, value.get("text", ""), f"{path}.text"), value.get("codes")
    codes = value if isinstance(value, list) else [value]
    for code in codes:
        if not isinstance(code, str) or code not in question.texts:
            raise DocumentError(path, f'"{question.key}" has no option {json.dumps(code)}')
    if not codes or (len(codes) > 1 and not question.repeats):
        raise DocumentError(path, f'"{question.key}" takes one option, here are {len(codes)}')
    if DONT_KNOW in codes:
        raise DocumentError(path, '"dont_know" stands alone, without other options or words')
    return Chosen(tuple(code for code in question.texts if code in codes), text)

"""Frozen dataclasses as plain JSON values and back, checked against their type hints."""

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

from intake.core.limits import DOCUMENT_BYTES, DOCUMENT_DEPTH, LETTERS_OF_AN_ERROR

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


def parse(text: str, *, max_bytes: int | None = DOCUMENT_BYTES) -> Any:
    """JSON text as plain values; refuses what is too large, too deep or ambiguous.

    ``max_bytes`` guards what comes from outside; None for what the product wrote itself.
    """
    # Some editors put a mark before the first letter when they save a file again.
    text = text.removeprefix("\ufeff")
    if max_bytes is not None and len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise DocumentError("", f"larger than {max_bytes:,} bytes")
    if _depth(text) > DOCUMENT_DEPTH:
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
    _refuse_unstorable(found, "")
    return found


# A string that never ends runs to the end of the text: tried again at every quotation mark inside
# it, a megabyte would take hours.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _depth(text: str) -> int:
    deepest = depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _refuse_unstorable(value: Any, path: str) -> None:
    """No database keeps NUL or half a character, and no digest can be taken of the latter."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise DocumentError(path, "holds a NUL or half a character (a lone surrogate)")
    if isinstance(value, dict):
        for name, each in value.items():
            if _UNSTORABLE.search(name):
                raise DocumentError(path, f"the name {json.dumps(name)} can't be stored")
            _refuse_unstorable(each, f"{path}.{name}".lstrip("."))
    if isinstance(value, list):
        for place, each in enumerate(value):
            _refuse_unstorable(each, f"{path}[{place}]")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DocumentError("", f"the name {json.dumps(key)} stands twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> None:
    raise DocumentError("", f"{name} is not a number that JSON allows")


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
        held = [(name, getattr(value, name), default) for name, default in _fields(kind)]
        return {name: encode(v) for name, v, default in held if default is MISSING or v != default}
    if issubclass(kind, date | time):
        return value.isoformat()
    if issubclass(kind, Decimal):
        return {"decimal": str(value)}
    return {key: encode(each) for key, each in value.items()}


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Names and defaults; a discussion has nine hundred values of two dozen kinds."""
    return tuple((each.name, each.default) for each in fields(kind))


def _code(value: Enum) -> Any:
    return getattr(value, "code", value.value)


def decode(wanted: Any, value: Any, path: str) -> Any:
    """A plain JSON value as the wanted type; raises ``DocumentError`` at ``path``."""
    if wanted in _SIMPLE:
        return _SIMPLE[wanted](value, path)
    if get_origin(wanted) is tuple:
        return _tuple(get_args(wanted)[0], value, path)
    if get_origin(wanted) in (Union, types.UnionType):
        return _one_of(get_args(wanted), value, path)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _enum(wanted, value, path)
    return _dataclass(wanted, value, path)


def _tuple(wanted: Any, value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise DocumentError(path, "must be a list")
    return tuple(decode(wanted, each, f"{path}[{n}]") for n, each in enumerate(value))


def _enum(wanted: type[Enum], value: Any, path: str) -> Enum:
    for member in wanted:
        if _code(member) == value:
            return member
    known = ", ".join(str(_code(member)) for member in wanted)
    raise DocumentError(path, f"{json.dumps(value)} is not one of: {known}")


def _one_of(kinds: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None and types.NoneType in kinds:
        return None
    possible = [kind for kind in kinds if kind is not types.NoneType]
    if len(possible) == 1:
        return decode(possible[0], value, path)
    if all(is_dataclass(kind) for kind in possible):
        # The one with "items" is the container (a group), the other is the question.
        holds = isinstance(value, dict) and "items" in value
        return decode(next(k for k in possible if _has_items(k) is holds), value, path)
    return _plain(value, path)


def _has_items(kind: Any) -> bool:
    return any(f.name == "items" for f in fields(kind))


def _plain(value: Any, path: str) -> Any:
    """A condition's value: text, yes/no, number, or a tagged date or decimal."""
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


@cache
def _shape(wanted: Any) -> tuple[dict[str, Any], "dict[str, Field[Any]]"]:
    return get_type_hints(wanted), {f.name: f for f in fields(wanted)}


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

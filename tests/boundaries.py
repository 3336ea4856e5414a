"""Reads source text and says where it breaks the order of the rooms; `test_boundaries` runs it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

BELOW_THE_DOORS = {
    "core", "models", "actions", "display", "access", "feeds", "forms", "walking", "pdf", "fhir",
    "outbox", "printing",
}  # fmt: skip
# Which rooms each room of intake/ may import. What is not listed here does not exist.
MAY_IMPORT = {
    "core": {"core"},
    "models": {"core", "models"},
    "actions": {"core", "models", "actions"},
    "display": {"core", "display"},
    "access": {"core", "models", "actions", "access"},
    "forms": {"core", "display", "forms"},
    "walking": {"core", "display", "forms", "walking"},
    "feeds": {"core", "feeds"},
    "outbox": {"core", "models", "actions", "display", "outbox"},
    "pdf": {"core", "display", "pdf"},
    "fhir": {"core", "fhir"},
    "printing": {"core", "models", "actions", "display", "pdf", "printing"},
    "patient": {*BELOW_THE_DOORS, "patient"},
    "provider": {*BELOW_THE_DOORS, "provider"},
    "account": {*BELOW_THE_DOORS, "account"},
    "desk": {*BELOW_THE_DOORS, "desk"},
    "scribe": {*BELOW_THE_DOORS, "scribe"},
    "clinic": {*BELOW_THE_DOORS, "clinic"},
    "admin": {*BELOW_THE_DOORS, "admin"},
    "management": {*BELOW_THE_DOORS, "management"},
    "migrations": {"core", "models", "migrations"},
    "templatetags": {"core", "display", "templatetags"},
    "apps": set(),
    "__init__": set(),
}
MAY_WRITE = {"actions", "admin", "migrations"}
# Which rooms talk to other machines or start other programs, and what that is done with.
MAY_REACH_OUT = {"outbox", "pdf"}
REACHES_OUT = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib3", "xmlrpc",
}  # fmt: skip

# The part of the standard library that neither reads a clock nor touches the world outside.
PURE = {
    "__future__", "abc", "bisect", "calendar", "collections", "contextlib", "copy", "dataclasses",
    "datetime", "decimal", "difflib", "enum", "fractions", "functools", "graphlib", "hashlib",
    "heapq", "itertools", "json", "math", "operator", "re", "string", "textwrap", "types", "typing",
    "unicodedata",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "localtime", "astimezone"}
OUTSIDE = {"open", "print", "input", "breakpoint"}
HIDDEN_IMPORTS = {"__import__", "import_module", "import_string", "get_model"}
CODE_FROM_TEXT = {"eval", "exec"}
TEMPLATES_FROM_TEXT = {"from_string", "Template"}

ALWAYS_WRITES = {
    "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user",
    "create_superuser", "save_m2m", "save_base", "executemany", "executescript", "execute",
}  # fmt: skip
# These names are also used by hashes, sets, dictionaries and PDF libraries, but those take a
# positional argument, and Django's take keywords only or nothing.
WRITES_WITHOUT_POSITIONAL = {"save", "delete", "create"}
WRITES_BY_KEYWORD = {"update"}
MANY_TO_MANY = {"add", "set", "remove", "clear"}
MANY_TO_MANY_FIELDS = {"groups", "user_permissions", "permissions"}


def broken_rules(path: str, tree: ast.AST) -> list[str]:
    """`path` is relative to the repository, such as intake/core/walk.py."""
    room = _room(PurePosixPath(path).parts[1])
    if room not in MAY_IMPORT:
        return [f"{path}: there is no room called {room}"]
    nodes = list(ast.walk(tree))  # once: it is what takes the time
    found = [*_imports(path, room, nodes), *_calls(room, nodes), *_overrides(nodes)]
    return [f"{path}:{line}: {what}" for line, what in sorted(found)]


def _room(part: str) -> str:
    return part.removesuffix(".py")


def _imports(path: str, room: str, nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        for module in _modules(path, node):
            first, _, rest = module.partition(".")
            if first == "intake" and rest and rest.split(".")[0] not in MAY_IMPORT[room]:
                yield node.lineno, f"{room} may not import {module}"
            if first == "clinicsite":
                yield node.lineno, f"{room} may not import {module}"
            if room == "core" and first != "intake" and first not in PURE:
                kind = "a clock or I/O" if first in sys.stdlib_module_names else "a package"
                yield node.lineno, f"core may not import {module}: {kind}"
            is_out = first in REACHES_OUT or module.startswith("urllib.request")
            if is_out and room not in MAY_REACH_OUT:
                yield node.lineno, f"{room} may not reach out: {module}"
            if module.endswith(("signals", "dispatch", "dispatch.receiver")):
                yield node.lineno, f"no signals: {module}"


def _modules(path: str, node: ast.AST) -> list[str]:
    """The full names a statement imports; `from intake import models` names intake.models."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    module = node.module or ""
    if node.level:
        package = PurePosixPath(path).parent.parts
        base = package[: len(package) - node.level + 1]
        module = ".".join([*base, *([module] if module else [])])
    if module in {"intake", "django.db.models", "django.dispatch"}:
        return [f"{module}.{alias.name}" for alias in node.names]
    return [module]


def _calls(room: str, nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name, is_bare = _name(node.func), isinstance(node.func, ast.Name)
        yield from ((node.lineno, f"{what}: {name}") for what in _wrong(room, name, is_bare))
        if room not in {"core", "migrations"} and _is_day_of_utc(node.func):
            yield node.lineno, "a day is the clinic's: timezone.localdate(at)"
        if room not in MAY_WRITE and _is_write(node):
            yield node.lineno, f"{room} may not write to the database: {name}"


def _is_day_of_utc(called: ast.expr) -> bool:
    """`at.date()`, `sent_at.date()`, `now().date()`, `date.today()` are none of ours."""
    if not isinstance(called, ast.Attribute):
        return False
    owner = _name(called.value.func) if isinstance(called.value, ast.Call) else _name(called.value)
    is_moment = owner in {"at", "now", "utcnow"} or owner.endswith("_at")
    return called.attr == "today" or (called.attr == "date" and is_moment)


def _wrong(room: str, name: str, is_bare: bool) -> Iterator[str]:
    """What is wrong with calling a function of this name, whatever it is called with."""
    if name in HIDDEN_IMPORTS and room != "migrations":
        yield "hidden import"
    if (is_bare and name in CODE_FROM_TEXT) or name in TEMPLATES_FROM_TEXT:
        yield "text run as code"
    if room == "core" and not is_bare and name in CLOCKS:
        yield "core may not read a clock"
    if room == "core" and is_bare and name in OUTSIDE:
        yield "core may not touch the outside"
    if name == "on_commit":
        yield "what follows a commit is a job, or stands in `after_the_commit`"
    if is_bare and name == "print":
        yield "nothing is printed: the log has words, and a command its own stdout"


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, _name(call.func.value)
    name = name[1:] if name[1:] in ALWAYS_WRITES | WRITES_WITHOUT_POSITIONAL else name  # asave
    name = "update" if name == "aupdate" else name
    if name in MANY_TO_MANY and (owner in MANY_TO_MANY_FIELDS or owner.endswith("_set")):
        return True
    if name in WRITES_BY_KEYWORD:
        return bool(call.keywords) and not call.args
    return name in ALWAYS_WRITES or (name in WRITES_WITHOUT_POSITIONAL and not call.args)


def _overrides(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """A record that does something else when it is saved surprises everybody who saves it."""
    for node in nodes:
        if isinstance(node, ast.ClassDef) and _is_record(node):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}:
                    yield part.lineno, f"{node.name} overrides {part.name}()"


def _is_record(node: ast.ClassDef) -> bool:
    return any(_name(base) in {"Model", "AbstractUser", "AbstractBaseUser"} for base in node.bases)

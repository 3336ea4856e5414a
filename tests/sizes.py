"""Measures source text: lines of functions, modules and templates, modules of a folder, and
private functions that are used once."""

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

MOST_LINES_OF_WORK, MOST_WITHOUT_A_BRANCH = 25, 40
MOST_LINES_OF_A_MODULE = 300
MOST_MODULES = 16
WIDEST_LINE_OF_A_TEMPLATE = 120
MOST_USED_ONCE = 250
MOST_TEMPLATES = 150

Function = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = (
    ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match, ast.BoolOp,
    ast.comprehension,
)  # fmt: skip


def long_functions(path: str, tree: ast.AST) -> list[str]:
    """What a function takes and what is said of it is not work."""
    functions = (node for node in ast.walk(tree) if isinstance(node, Function))
    lengths = ((function, _lines_of_work(function)) for function in functions)
    return [
        f"{path}: {function.name} has {length} lines"
        for function, length in lengths
        if length > _most_lines(function)
    ]


def _lines_of_work(function: Function) -> int:
    is_said = ast.get_docstring(function) and len(function.body) > 1
    return (function.end_lineno or 0) - function.body[1 if is_said else 0].lineno + 1


def _most_lines(function: Function) -> int:
    has_branch = any(isinstance(node, BRANCHES) for node in ast.walk(function))
    return MOST_LINES_OF_WORK if has_branch else MOST_WITHOUT_A_BRANCH


def full_folders(paths: Iterable[PurePosixPath]) -> list[str]:
    """Folders with more modules than a reader takes in; a package's own sentence is none."""
    modules = Counter(path.parent for path in paths if path.name != "__init__.py")
    return [f"{folder}: {count}" for folder, count in modules.items() if count > MOST_MODULES]


def wide_lines(path: str, template: str) -> list[str]:
    widths = enumerate(map(len, template.splitlines()), 1)
    return [f"{path}:{number}" for number, width in widths if width > WIDEST_LINE_OF_A_TEMPLATE]


def used_once(path: str, tree: ast.Module) -> list[str]:
    """Private functions that stand at the top of a module and are named once in it.

    Each is a place to jump to while reading: worth it where its name says a rule, and a detour
    where it only says the line again.
    """
    named = Counter(
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    )
    functions = [node.name for node in tree.body if isinstance(node, Function)]
    return [f"{path}: {name}" for name in functions if name.startswith("_") and named[name] == 1]

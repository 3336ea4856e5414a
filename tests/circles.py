"""Which modules import each other in a circle, imports inside functions included."""

import ast
from collections.abc import Container, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter


def circle(sources: Mapping[str, ast.AST], packages: set[str]) -> list[str]:
    """The names along one circle, or nothing. `sources` are trees by full name of the module."""
    arrows = {
        name: set(_imported(name, tree, name in packages, sources)) - {name}
        for name, tree in sources.items()
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def _imported(name: str, tree: ast.AST, is_package: bool, known: Container[str]) -> Iterator[str]:
    package = name.split(".") if is_package else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from .talk import load` goes to talk.load where that is a module, else to talk.
            parts = (f"{module}.{alias.name}" for alias in node.names)
            goals = {part if part in known else module for part in parts}
            yield from (goal for goal in goals if goal in known)

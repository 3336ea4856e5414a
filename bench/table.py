"""Timing of two or more ways in turns, and the table that shows their medians."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured thing. ``unit`` is ms of processor time, ms of clock time, or a count."""

    name: str
    median: float
    unit: str
    ratio: float | None = None
    against: str = ""
    budget: str = ""
    is_kept: bool | None = None


def at_most(name: str, measured: float, unit: str, most: float) -> Line:
    """A line with a budget of its own unit."""
    budget = f"<= {most:,} {unit}".rstrip()
    return Line(name, measured, unit, budget=budget, is_kept=measured <= most)


def in_turns(
    ways: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Median milliseconds of each way. They take turns, so that a slow minute hits all alike."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, way in ways.items():
                start = clock()
                way()
                spent[name].append((clock() - start) * 1000)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in spent.items()}


def show(title: str, lines: list[Line]) -> None:
    print(f"\n{title}")
    for line in lines:
        ratio = f"{line.ratio:6.2f} x {line.against}" if line.ratio is not None else ""
        verdict = {True: "kept", False: "NOT KEPT", None: ""}[line.is_kept]
        print(
            f"  {line.name:<46}{line.median:>10.2f} {line.unit:<7} {ratio:<30}"
            f" {line.budget:<26} {verdict}".rstrip()
        )

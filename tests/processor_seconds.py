"""Spends fewer seconds of a processor on a run, and says what it cost: busy neighbours change
those less than the clock.

Children count once they are waited for; the printer's are not, for the kernel reaps them itself.
"""

import gc
import os

import pytest

# Questionnaires, syntax trees and pages are large and live long: the collector's usual rhythm
# looks through all of them again and again, which is a quarter of what the fast run costs.
gc.set_threshold(100_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    times = os.times()
    seconds = times.user + times.system + times.children_user + times.children_system
    terminalreporter.write_line(f"{seconds:.0f} processor seconds")

"""Spends fewer seconds of a processor on a run, and says what it cost: busy neighbours change
those less than the clock.

Children count once they are waited for; the printer's are not, for the kernel reaps them itself.
"""

import gc
import os

import pytest

from intake.core.in_one_piece import in_one_piece

# Questionnaires, syntax trees and pages are large and live long: the collector's usual rhythm
# looks through all of them again and again, which is a quarter of what the fast run costs.
gc.set_threshold(100_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """A view that a test asks for stands a hundred calls below the loop that takes the tests."""
    plugins = session.config.pluginmanager
    rest = plugins.subset_hook_caller("pytest_runtestloop", [plugins.get_plugin(__name__)])
    return in_one_piece(rest)(session=session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    times = os.times()
    seconds = times.user + times.system + times.children_user + times.children_system
    terminalreporter.write_line(f"{seconds:.0f} processor seconds")

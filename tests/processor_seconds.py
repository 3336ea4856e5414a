"""Says what a run cost in seconds of a processor, which busy neighbours change less than the clock.

Children count once they are waited for; the printer's are not, for the kernel reaps them itself.
"""

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    times = os.times()
    seconds = times.user + times.system + times.children_user + times.children_system
    terminalreporter.write_line(f"{seconds:.0f} processor seconds")

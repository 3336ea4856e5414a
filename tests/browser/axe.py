"""The axe rules, run inside a page without asking its content security policy."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    # axe leaves this one out unless asked: controls of 24 by 24 pixels, WCAG 2.5.8.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # To read style sheets in advance axe adds its own, which the page's policy rightly refuses.
    "preload": False,
}


def violations(page: Page, *, impacts: frozenset[str] = frozenset()) -> list[str]:
    """What axe has against the page as it stands; of some ``impacts`` only, if any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    # What is in order is not brought here: that took longer than some pages are looked at.
    found = page.evaluate("async options => (await axe.run(options)).violations", OPTIONS)
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        if not impacts or rule["impact"] in impacts
        for node in rule["nodes"]
    ]

"""The system's Chromium, and a tab in it that notes whatever a page must never do."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Playwright,
    Request,
    Response,
)

# The first has no window to draw, which is half of what the others cost.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 375, 1280
HEIGHT = 800
PATIENCE = 30_000


def program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def start(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


class Tab:
    """A tab of its own browser profile; ``page`` is Playwright's.

    ``may_fail`` is set by tests that break something on the server.
    """

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.context = context
        self.troubles: list[str] = []
        self.may_fail = False
        self.runs_scripts = True
        self._documents: set[str] = set()
        context.set_default_timeout(PATIENCE)
        self.page = self._watched(context)

    def another(self) -> "Tab":
        """A second tab of the same profile, with the same cookies."""
        return Tab(self.context, self.site)

    @property
    def path(self) -> str:
        """Where the tab is, without what follows a question mark."""
        return self.page.url.removeprefix(self.site).partition("?")[0].partition("#")[0]

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def words(self) -> str:
        return self.page.locator("body").inner_text()

    def go(self, path: str) -> "Tab":
        self.page.goto(self.site + path)
        return self

    def widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def stop_the_clock(self) -> None:
        """From now on time passes only as a test says; its clock was installed before the page."""
        self.page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))

    def _watched(self, context: BrowserContext):
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("response", self._note_failure)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("console", self._note_console)
        return page

    def _note(self, trouble: str) -> None:
        self.troubles.append(f"{self.page.url}: {trouble}")

    def _note_failure(self, response: Response) -> None:
        if response.status >= 500 and not self.may_fail:
            self._note(f"{response.status} at {response.url}")

    def _note_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._documents.add(request.url)
        if not request.url.startswith((self.site, "blob:", "data:")):
            self._note(f"asks a stranger: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        """Violations of the content security policy come this way too."""
        # A page that answers 400 with what is to be corrected is no broken resource.
        is_page = message.location.get("url") in self._documents
        if message.type in ("error", "warning") and not (
            is_page and message.text.startswith("Failed to load resource: the server responded")
        ):
            self._note(message.text)


def save_picture(tab: Tab, path: Path) -> None:
    tab.page.screenshot(path=path, full_page=True)

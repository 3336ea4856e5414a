"""A served site, a browser, and tabs that must be without trouble when a test is over."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, sync_playwright

from intake.core.in_one_piece import in_one_piece
from tests.browser.chromium import HEIGHT, PHONE, PROGRAMS, Tab, program, save_picture, start
from tests.databases import using
from tests.make.builders import a_version

Browse = Callable[..., Tab]
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = program()
    if path is None:
        pytest.skip(f"No Chromium on this machine; looked for {', '.join(PROGRAMS)}")
    with sync_playwright() as playwright:
        opened = start(playwright, path)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def stocked(migrated, tmp_path_factory, django_db_blocker) -> Path:
    """A database with the shipped questionnaire published; every test gets a copy of its own."""
    path = shutil.copy(migrated, tmp_path_factory.mktemp("browser") / "stocked.sqlite3")
    with using(path), django_db_blocker.unblock():
        a_version()
    return path


@pytest.fixture(scope="session")
def server(static_files_without_collecting) -> Iterator[str]:
    """The whole site on a port of its own; each request asks the database of its test."""
    # Not pytest-django's live_server: that one shares one connection to a database in memory,
    # and a browser sends a draft and asks for a page at the same moment.
    thread = LiveServerThread(
        "127.0.0.1", static_handler=lambda site: in_one_piece(StaticFilesHandler(site))
    )
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture
def site(server, stocked, tmp_path, django_db_blocker) -> Iterator[str]:
    """The address of the site, for a test that may change everything in it."""
    path = shutil.copy(stocked, tmp_path / "site.sqlite3")
    with using(path), django_db_blocker.unblock():
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def browse(request, site, browser, tmp_path) -> Iterator[Browse]:
    """Opens tabs; when the test is over none of them may have seen trouble."""
    tabs: list[Tab] = []

    def open_tab(*, width: int = PHONE, script: bool = True, **options: object) -> Tab:
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(viewport=size, java_script_enabled=script, **options)
        tabs.append(Tab(context, site))
        return tabs[-1]

    yield open_tab
    for number, tab in enumerate(tabs, 1):
        if request.node.stash.get(FAILED, False):
            picture = tmp_path / f"tab-{number}.png"
            save_picture(tab, picture)
            print(f"Tab {number} stood at {tab.page.url}: {picture}")  # noqa: T201 - for who mends it
        tab.context.close()
    assert [trouble for tab in tabs for trouble in tab.troubles] == []

"""A real server with a database of its own, and a browser that keeps everything it was told."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection

from tests.databases import copied_on_server, migrated_file
from tests.environment import BASE, TESTS
from tests.journeys.screen import Form, Screen

WAYS_OUT = ("/sign-out/", "/logout/")
MAKE_VISITS = BASE / "tests" / "clinic" / "make_visits.py"


class NotAnswered(Exception):
    """The server went away before it answered."""


@dataclass
class Site:
    """One clinic: gunicorn on a free port, its database, and a folder for all it writes."""

    folder: Path
    database: str
    port: int
    gunicorn: subprocess.Popen | None = None
    log: Path = field(init=False)
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.log = self.folder / "server.log"
        (self.folder / "temporary").mkdir()

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return (
            kept
            | TESTS
            | {
                "DATABASE_URL": self.database,
                "PORT": str(self.port),
                "WEB_CONCURRENCY": "1",
                "TMPDIR": str(self.folder / "temporary"),
                "PYTHONPATH": str(BASE),
                "DJANGO_SETTINGS_MODULE": "clinicsite.settings",
                "INTAKE_ERROR_MAIL": "it@clinic.invalid",
                "INTAKE_MAIL_URL": "smtp+tls://127.0.0.1:9",
            }
            | self.more
        )

    def run(self, *arguments: object) -> str:
        """A command of the clinic's; what it prints."""
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=BASE, env=self.environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        with self.log.open("a") as log:
            log.write(done.stderr)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make_visits(self, **plan: object) -> list[dict]:
        return json.loads(self.run(MAKE_VISITS, json.dumps(plan)))

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.gunicorn = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "tests.clinic.wsgi"],
                cwd=BASE, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                    if answer.read().startswith(b"ok"):
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """The whole group at once, as when the machine loses power."""
        os.killpg(self.gunicorn.pid, signal.SIGKILL)
        self.gunicorn.wait()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def a_site(folder: Path) -> Iterator[Site]:
    with _database(folder) as database:
        site = Site(folder, database, free_port())
        try:
            yield site
        finally:
            if site.gunicorn and site.gunicorn.poll() is None:
                site.kill()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{shutil.copy(migrated_file(), folder / 'clinic.sqlite3')}"
        return
    base, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    with copied_on_server(f"clinic_{uuid4().hex}") as name:
        yield f"{base}/{name}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_open(port: int, *, within: float) -> bool:
    """Whether something listens there, now or in so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        time.sleep(0.1)
    return False


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_anything):
        return None


class Browser:
    """Sends forms to a real server; `passed` holds every address, header and cookie it saw."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies, self.passed = site, CookieJar(), []
        self.location = ""
        self._opener = urllib.request.build_opener(
            _Stay, urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path: str) -> tuple[int, bytes]:
        return self._open(path, None)

    def post(self, path: str, fields: dict[str, object]) -> tuple[int, bytes]:
        return self._open(path, urlencode(fields, doseq=True).encode())

    def send(self, path: str, **changes: object) -> tuple[int, bytes]:
        """Read a page, fill in its form, and send it once."""
        return self.send_to(path, "", **changes)

    def send_to(self, path: str, part: str, **changes: object) -> tuple[int, bytes]:
        """The same with the form whose address has this part in it."""
        form, fields = self.filled(path, part, changes)
        return self.post(form.action or path, fields)

    def filled(self, path: str, part: str, changes: dict) -> tuple[Form, dict[str, object]]:
        _status, page = self.get(path)
        form = form_to(page, part) if part else main_form(page)
        names = {name.replace("__", "-"): value for name, value in changes.items()}
        return form, {**form.fields, **names}

    def _open(self, path: str, body: bytes | None) -> tuple[int, bytes]:
        request = urllib.request.Request(self.site.address + path, data=body)
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        except OSError as problem:
            raise NotAnswered from problem
        try:
            content = answer.read()
        except Exception as problem:
            raise NotAnswered from problem
        self.location = answer.headers.get("Location", "")
        self.passed += [path, str(answer.headers), *(str(cookie.value) for cookie in self.cookies)]
        return answer.status, content


def main_form(page: bytes) -> Form:
    """The first one that is not the way out."""
    posted = [form for form in Screen(page.decode()).forms if form.method == "post"]
    forms = [form for form in posted if not form.action.endswith(WAYS_OUT)]
    with_answers = [form for form in forms if "-visit" in form.fields]
    return (with_answers or forms)[0]


def form_to(page: bytes, part: str) -> Form:
    forms = [form for form in Screen(page.decode()).forms if form.method == "post"]
    return next(form for form in forms if part in form.action)

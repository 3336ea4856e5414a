"""From release 0.1 to this one while patients turn pages, by the steps of upgrade.md."""

import json
import signal
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.clinic.server import Site
from tests.environment import BASE

from . import proxy
from .postgresql import a_server, programs
from .traffic import Traffic

RELEASE_0_1 = "26023dc3d79b61276d3d18c3d516b207ef521298"


def is_here() -> bool:
    found = subprocess.run(
        ["git", "cat-file", "-e", RELEASE_0_1], cwd=BASE, capture_output=True, check=False
    )
    return found.returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not installed here"),
    pytest.mark.skipif(proxy.program() is None, reason="nginx is not installed here"),
    pytest.mark.skipif(not is_here(), reason="this checkout has no history"),
]


class Release(Site):
    """A site of some checkout behind a socket that stays open, as systemd keeps it."""

    code = BASE
    listening: socket.socket

    @property
    def environment(self) -> dict[str, str]:
        known = super().environment | {"PYTHONPATH": str(self.code), "WEB_CONCURRENCY": "2"}
        return known | {"INTAKE_MAIL_URL": "", "INTAKE_ERROR_MAIL": ""}

    def run(self, *arguments: object) -> str:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.code, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        # The process that asks for the socket must be the one it is given to.
        words = 'exec 3<&"$1"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$2" -m gunicorn'
        command = ["bash", "-c", words, "gunicorn", str(self.listening.fileno()), sys.executable]
        with self.log.open("ab") as log:
            self.gunicorn = subprocess.Popen(
                command, cwd=self.code, env=self.environment, stdout=log, stderr=log,
                start_new_session=True, pass_fds=[self.listening.fileno()],
            )  # fmt: skip

    def end(self) -> None:
        """As systemd ends a service: what is being answered is answered."""
        self.gunicorn.send_signal(signal.SIGTERM)
        self.gunicorn.wait(60)


def release_0_1(folder: Path) -> Path:
    code = folder / "release-0.1"
    archive = folder / "release-0.1.tar"
    subprocess.run(["git", "archive", "-o", archive, RELEASE_0_1], cwd=BASE, check=True)
    with tarfile.open(archive) as packed:
        packed.extractall(code)  # noqa: S202 - of our own history
    (code / "var").mkdir(exist_ok=True)
    return code


def test_nobody_loses_anything_while_release_0_1_becomes_this_one(folder):
    (folder / "server").mkdir()
    (folder / "site").mkdir()
    with a_server(folder / "server") as server, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        site = Release(folder / "site", server.url, listening.getsockname()[1])
        site.listening, site.code = listening, release_0_1(folder)
        visits = prepared(site)
        site.start()
        with proxy.a_proxy(folder / "proxy", site.port) as address:
            traffic = Traffic(site, [address], visits)
            with traffic:
                site.end()
                site.code = BASE
                site.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
                site.run("manage.py", "migrate", "--verbosity=0")
                site.start()
                traffic.wait_for_more(seconds=120)
                site.run("manage.py", "rotate_keys")
                traffic.wait_for_more()
            site.end()
        traffic.seen.expect_good()
        traffic.expect_nothing_lost()
        site.run("manage.py", "verify_access_log", "--whole")


def prepared(site: Release) -> list[dict]:
    site.run("manage.py", "migrate", "--verbosity=0")
    site.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
    plan = {"name": "Maria Delgado", "small": True, "number": 2}
    return json.loads(site.run("tests/cases/make_visits.py", json.dumps(plan)))

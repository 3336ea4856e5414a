"""The clinic that is measured: a fresh database, web processes and printers of any checkout."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.clinic.server import free_port, is_open
from tests.environment import BASE, TESTS


@dataclass
class Clinic:
    """Processes of one checkout of the product on a free port."""

    code: Path
    database: str
    webs: int
    printers: int
    port: int = 0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own = {
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.webs),
            "PYTHONPATH": str(self.code),
            "DJANGO_SETTINGS_MODULE": "clinicsite.settings",
        }
        return kept | TESTS | own

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.code, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(done.stderr[-2000:])
        return done.stdout

    def prepare(self, answered: int) -> list[dict[str, str]]:
        """Tables, static files, and visits whose patients have answered and not sent."""
        self.run("manage.py", "migrate", "--verbosity=0")
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        return self.visits(answered)

    def visits(self, number: int, *, answered: bool = True, sent: bool = False) -> list[dict]:
        (maker,) = (self.code / "tests").glob("c*/make_visits.py")
        plan = {"name": "Maria Delgado", "answered": answered, "sent": sent, "number": number}
        return json.loads(self.run(str(maker), json.dumps(plan)))

    def start(self) -> None:
        self._start("web", "-m", "gunicorn")
        if (self.code / "intake/management/commands/printer.py").exists():
            for number in range(self.printers):
                self._start(f"printer {number}", "manage.py", "printer")
                # Pages go first, as CPUWeight= of the printers' unit sees to.
                with suppress(OSError):
                    pid = self.running[f"printer {number}"].pid
                    Path(f"/proc/{pid}/autogroup").write_text("5")
        if not is_open(self.port, within=60):
            sys.exit("The clinic does not start.")

    def _start(self, name: str, *arguments: str) -> None:
        self.running[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.code, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self, name: str) -> None:
        """The whole group at once, as when the machine loses power."""
        with suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running.pop(name).wait()

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def a_clinic(code: Path, *, webs: int, printers: int) -> Iterator[Clinic]:
    """On the PostgreSQL of DATABASE_URL (.ci/with-postgresql), or on a SQLite file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        # The environment of tests names a file of its own, which is no fresh one.
        given = os.environ.get("DATABASE_URL", "")
        url = given if "postgres" in given else f"sqlite:///{folder}/clinic.sqlite3"
        clinic = Clinic(code.resolve() or BASE, url, webs, printers, free_port())
        try:
            yield clinic
        finally:
            clinic.stop()

"""A PostgreSQL of a test's own: killed, frozen and filled up without harm to others."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

SETTINGS = ("listen_addresses=", "fsync=off", "max_wal_size=64MB", "shared_buffers=16MB")


def programs() -> Path | None:
    """Where initdb and postgres lie; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


class Server:
    """One server on a socket in its folder. What survives a kill is what was committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
        if self.owner:  # PostgreSQL refuses to run as root
            shutil.chown(folder, **self.owner)
        self.running: subprocess.Popen | None = None
        self._run("initdb", "-D", self.data, "-U", "intake", "-A", "trust", "-E", "UTF8", "-N")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgres://intake@{str(self.folder).replace('/', '%2F')}/postgres"

    def _run(self, program: str, *arguments: object) -> None:
        command = [programs() / program, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self.owner)

    def start(self) -> None:
        """As a service manager would: again and again until what was killed is gone."""
        settings = [f"unix_socket_directories={self.folder}", *SETTINGS]
        options = [word for setting in settings for word in ("-c", setting)]
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with (self.folder / "log").open("ab") as log:
                self.running = subprocess.Popen(
                    [programs() / "postgres", "-D", self.data, *options],
                    stdout=log, stderr=log, cwd="/", **self.owner,
                )  # fmt: skip
            if self._answers():
                return
            self.kill()
            time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def _answers(self) -> bool:
        while self.running.poll() is None:
            with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=2):
                return True
            time.sleep(0.05)
        return False

    def pids(self) -> list[int]:
        """The server and its children."""
        own = self.running.pid
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(own)], capture_output=True, text=True, check=False
        )
        return [own, *map(int, found.stdout.split())]

    def kill(self) -> None:
        """Everything at once, as when the machine loses power."""
        self.signal(signal.SIGKILL)
        self.running.wait()

    def signal(self, number: int) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def is_up(self) -> bool:
        return self.running is not None and self.running.poll() is None


@contextmanager
def a_server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.signal(signal.SIGCONT)
        server.kill()


@contextmanager
def a_small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A file system that is soon full; only root can make one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def may_mount() -> bool:
    """Containers often take that away from root as well."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0

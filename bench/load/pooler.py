"""PgBouncer between the clinic and its PostgreSQL, for as long as something is measured."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from tests.clinic.server import free_port, is_open

SETTINGS = """[databases]
* = host={host} user=intake
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
logfile = {folder}/log
"""
WAITS = {"statement_timeout": "8s", "lock_timeout": "5s"}


@contextmanager
def a_pooler(database: str) -> Iterator[str]:
    """The DATABASE_URL through it. Its program must be installed (Debian: pgbouncer)."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        sys.exit("PgBouncer is not installed: apt-get install pgbouncer")
    where = urlsplit(database)
    with psycopg.connect(database) as connection:
        for name, value in WAITS.items():  # as docs/operate/settings.md says
            connection.execute(f"ALTER ROLE intake SET {name} = '{value}'")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        running = _started(program, Path(folder), unquote(where.hostname or ""), port)
        try:
            if not is_open(port, within=10):
                sys.exit("PgBouncer does not start.")
            yield f"postgres://intake@127.0.0.1:{port}{where.path}?pooled=1"
        finally:
            running.terminate()
            running.wait()


def _started(program: str, folder: Path, host: str, port: int) -> subprocess.Popen[bytes]:
    settings = folder / "pgbouncer.ini"
    settings.write_text(SETTINGS.format(host=host, port=port, folder=folder))
    command = [program, str(settings)]
    if os.getuid() == 0:  # it refuses to run as root
        owner = Path(host).owner()
        shutil.chown(folder, owner)
        command[1:1] = ["-u", owner]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)

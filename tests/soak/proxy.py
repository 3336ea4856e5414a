"""The shipped proxy before a test's clinic: deploy/nginx.conf without its certificate."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clinic.server import free_port, is_open
from tests.environment import BASE


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def configuration(folder: Path, port: int, site: int) -> str:
    words = (BASE / "deploy" / "nginx.conf").read_text()
    zones, upstream, *servers = re.split(r"(?m)^(?=upstream|server)", words)
    (ours,) = (server for server in servers if "proxy_pass" in server)
    ours = re.sub(r"(?m)^ *(listen|server_name|ssl_\w+) .*\n", "", ours)
    ours = ours.replace("server {", f"server {{\n    listen 127.0.0.1:{port};", 1)
    ours = ours.replace("/srv/intake/deploy", str(BASE / "deploy"))
    ours = ours.replace("/var/log/nginx/error.log", str(folder / "error.log"))
    upstream = upstream.replace("127.0.0.1:8000", f"127.0.0.1:{site}")
    upstream = upstream[: upstream.index("}") + 1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}pid {folder}/pid;\ndaemon off;\nevents {{}}\n"
        f"http {{\n{places}types {{ text/html html; text/css css; }}\n{zones}{upstream}\n{ours}}}\n"
    )


@contextmanager
def a_proxy(folder: Path, site: int) -> Iterator[str]:
    """Its address."""
    folder.mkdir()
    port, file = free_port(), folder / "nginx.conf"
    file.write_text(configuration(folder, port, site))
    command = [program(), "-e", folder / "start.log", "-p", folder, "-c", file]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        assert is_open(port, within=10), "nginx does not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()

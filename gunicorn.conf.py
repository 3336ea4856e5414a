"""How gunicorn serves the site; every value can be overridden on its command line."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

wsgi_app = "clinicsite.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
control_socket_disable = True
umask = 0o077
# Whose word is believed that the browser came by https; settings.TRUSTED_PROXIES is the same.
forwarded_allow_ips = os.environ.get("INTAKE_TRUSTED_PROXIES", "").strip() or "127.0.0.1,::1"
# For whoever works on the product (`make dev`): a changed file starts the workers again.
reload = bool(os.environ.get("RELOAD"))
reload_extra_files = [
    str(path)
    for folder in ("templates", "intake/static")
    for path in Path(folder).rglob("*")
    if reload and path.is_file()
]
LINES = "AllowListFormatter" if os.environ.get("INTAKE_DEMONSTRATION") else "JsonFormatter"
logconfig_dict = {
    "formatters": {"generic": {"()": f"clinicsite.logs.{LINES}"}},
    "loggers": {
        "gunicorn.error": {"handlers": ["error_console"], "level": "INFO", "propagate": False},
        # No access log: it keeps addresses, and an address may hold a patient's link.
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def when_ready(server):
    if os.environ.get("INTAKE_DEMONSTRATION"):
        server.log.warning("Demonstration: keys lie beside the database. Enter no real patient.")

    if os.environ.get("WATCHDOG_USEC"):
        threading.Thread(target=_tell_systemd, daemon=True).start()


def _tell_systemd():
    """As long as a worker answers anything at all, systemd leaves the service alone."""
    while True:
        time.sleep(int(os.environ["WATCHDOG_USEC"]) / 3_000_000)
        with suppress(OSError):
            browser = http.client.HTTPConnection("127.0.0.1", 8000, timeout=10)
            browser.request("GET", "/healthz")
            browser.getresponse()
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
                systemd.sendto(b"WATCHDOG=1", os.environ["NOTIFY_SOCKET"].replace("@", "\0", 1))


def post_worker_init(worker):
    """Each thread asks the database once, or the first ten patients at once wait while it connects.

    A thread's first query costs PostgreSQL more than all of a page: a process of its own is made
    for it, and learns the tables.
    """
    from django.utils import timezone

    from intake.actions.answers.session import open_session

    # Held back until all have asked: otherwise one thread would ask for all of them.
    all_have = threading.Barrier(worker.cfg.threads)

    def ask():
        with suppress(Exception):  # no database yet is what /readyz tells
            open_session("of nobody", at=timezone.now())
        with suppress(threading.BrokenBarrierError):
            all_have.wait(timeout=10)

    for _ in range(worker.cfg.threads):
        worker.tpool.submit(ask)


def child_exit(server, worker):
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def post_fork(server, worker):
    if reload:  # a changed style sheet has another hashed name
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(command, check=False)  # noqa: S603  our own command, nothing from outside

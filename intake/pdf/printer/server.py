"""The printer's own process: loads WeasyPrint once and forks a limited child for each job.

A job is a page to print, or a patient's photo to draw anew. The process is started fresh, not
forked from the web worker, so no key, session or database connection of the clinic is in its
memory. Jobs arrive as open sockets over the control socket; each child reads one job, answers and
is gone.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from typing import Any

from intake.core.in_one_piece import in_one_piece

SECONDS = 10
"""Of computing."""
PATIENCE = 30
"""Seconds on the clock: a busy machine gives a page less than a whole core."""
MEMORY = 600 * 1024 * 1024
FIRST_PAGE = """<!doctype html><html lang="en"><title>First</title><h1>First</h1>
<p>A page <b>before</b> all <i>others</i></p></html>"""
"""Printed once for nobody: what the layout engine learns from it, every child then knows."""
OWN_WORDS = frozenset(("CannotPrint", "CannotRedraw"))
"""Exceptions of ours, whose messages quote nobody."""
HEAD = 4
"""Bytes that tell the length of the JSON line before a body."""

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_the_network() -> bool:
    """Best effort: a network namespace with nothing in it. The fetcher refuses anyway."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def limit_myself() -> None:
    """The kernel ends this process at its limits; nothing in here could keep it from that."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)


def read_all(job: socket.socket) -> bytes:
    parts = []
    while part := job.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def packed(head: dict[str, Any], body: bytes) -> bytes:
    line = json.dumps(head).encode()
    return len(line).to_bytes(HEAD, "big") + line + body


def unpacked(message: bytes) -> tuple[dict[str, Any], bytes]:
    length = int.from_bytes(message[:HEAD], "big")
    end = HEAD + length
    return json.loads(message[HEAD:end]), message[end:]


def answer(press: Any, job: socket.socket) -> None:
    """Do one job and send what came of it; any failure is told by its class only.

    The message of an exception might quote the patient, and goes to logs that nobody may.
    """
    head, body = unpacked(read_all(job))
    try:
        if head.get("is_picture"):
            from .pictures import redrawn

            large, small = redrawn(body)
            reply = packed({"large": len(large), "small": len(small)}, large + small)
        else:
            identifier = head["identifier"].encode()
            sheets = press.print(body.decode(), paper=head["paper"], identifier=identifier)
            told = {"text": sheets.text, "anchors": sheets.anchors, "refused": sheets.refused}
            reply = packed(told, sheets.pdf)
    except BaseException as failure:  # also WeasyPrint's fatal fetch error, which is no Exception
        name = type(failure).__name__
        reply = packed({"failed": str(failure) if name in OWN_WORDS else name}, b"")
    job.sendall(reply)


def _in_child(press: Any, job: socket.socket) -> None:
    """Never returns: whatever happens, the child must not go on as a second nursery."""
    try:
        limit_myself()
        # Short-lived and limited in memory: collecting cycles would cost a tenth of the time.
        gc.disable()
        # Boxes are laid out in boxes: a page is hundreds of calls deep.
        in_one_piece(answer)(press, job)
        # Nobody waits until this child's memory is given back, which comes before its files.
        job.close()
    finally:
        os._exit(0)


def main(descriptor: int) -> None:
    # Children are reaped by the kernel; a Ctrl-C at the terminal is for the server to handle.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_the_network()
    from . import pictures  # noqa: F401  loaded here, for every child
    from .layout import Press

    press = Press()
    # A child that learns it all anew takes a fifth longer, and forgets it.
    press.print(FIRST_PAGE, paper="letter", identifier=b"first")
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=descriptor)
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as job:
            if os.fork() == 0:
                control.close()
                _in_child(press, job)


if __name__ == "__main__":
    main(int(sys.argv[1]))

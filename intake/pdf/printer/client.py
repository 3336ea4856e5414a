"""The web worker's side of the printer: HTML in, PDF out, and nothing that can hurt the worker.

A photo is a job as well: whatever somebody uploads is decoded there and nowhere else.
"""

import atexit
import hashlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from intake.core.limits import (
    PHOTO_SECONDS,
    PRINT_QUEUE_SECONDS,
    PRINTS_AT_ONCE,
    PRINTS_WAITING,
)

from .server import PATIENCE, packed, read_all, unpacked

ROOT = Path(__file__).parents[3]
GRACE = 3.0
KILLED = "the printing process was killed while it answered"


class RenderFailed(Exception):
    """No pages came out; ``reason`` is safe to log, it never quotes the patient."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Busy(Exception):
    """Too many print at once; ``retry_after`` says in how many seconds to come again."""

    retry_after = 10


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file, the text and the anchors of its pages, and what they asked for in vain."""

    pdf: bytes
    text: tuple[str, ...]
    anchors: dict[str, int]
    refused: int


def render(html: str, *, paper: str, identifier: str = "") -> Rendered:
    """Lay out finished HTML in a limited child.

    ``identifier`` names the file by what it says; without one it is named by its HTML.
    Raises ``RenderFailed`` whatever happens to the child, ``Busy`` when the queue is full.
    """
    identifier = identifier or hashlib.sha256(html.encode()).hexdigest()[:32]
    message = packed({"paper": paper, "identifier": identifier}, html.encode())
    with _turn():
        reply = _sent_and_answered(message)
    head, pdf = _unpacked(reply)
    if not pdf.endswith((b"%%EOF\n", b"%%EOF")):
        raise RenderFailed(KILLED)
    return Rendered(pdf, tuple(head["text"]), head["anchors"], head["refused"])


def redraw(picture: bytes) -> tuple[bytes, bytes]:
    """A picture drawn anew, large and small, by a limited child.

    Raises ``RenderFailed`` with a code of `pictures` where it can't be, ``Busy`` as above.
    """
    with _turn():
        reply = _sent_and_answered(packed({"is_picture": True}, picture), PHOTO_SECONDS)
    head, both = _unpacked(reply)
    if len(both) != head["large"] + head["small"]:
        raise RenderFailed(KILLED)
    return both[: head["large"]], both[head["large"] :]


def wake() -> None:
    """Start the printer process ahead of a picture: its first seconds are not the patient's."""
    _nursery.wake()


def _unpacked(reply: bytes) -> tuple[dict, bytes]:  # type: ignore[type-arg]
    if not reply:
        raise RenderFailed("the printing process ended at its limit or was killed")
    try:
        head, body = unpacked(reply)
    except ValueError:
        raise RenderFailed(KILLED) from None
    if "failed" in head:
        raise RenderFailed(head["failed"])
    return head, body


def _sent_and_answered(message: bytes, seconds: float = PATIENCE + GRACE) -> bytes:
    reply = _asked_once(message, seconds)
    if not reply and _nursery.is_gone():
        # Not this page's fault: it lay in the queue of a printer process that was killed.
        reply = _asked_once(message, seconds)
    return reply


def _asked_once(message: bytes, seconds: float) -> bytes:
    job, theirs = socket.socketpair()
    with job:
        with theirs:
            _nursery.adopt(theirs)
        job.settimeout(seconds)
        try:
            job.sendall(message)
            job.shutdown(socket.SHUT_WR)
            return read_all(job)
        except OSError:
            return b""


class _Nursery:
    """The one printer process of this worker; started when first needed, and again if it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._running: subprocess.Popen[bytes] | None = None
        self.places = threading.BoundedSemaphore(PRINTS_AT_ONCE + PRINTS_WAITING)
        self.turns = threading.BoundedSemaphore(PRINTS_AT_ONCE)

    def adopt(self, job: socket.socket) -> None:
        """Give one end of a job to the printer process."""
        with self._lock:
            if self._is_given(job):
                return
            self._start()
            if not self._is_given(job):
                raise RenderFailed("the printing process does not start")

    def wake(self) -> None:
        with self._lock:
            if self._running is None:
                self._start()

    def is_gone(self) -> bool:
        """Whether the printer process has ended by itself or was killed."""
        with self._lock:
            try:
                return self._running is None or self._running.wait(timeout=0.2) is not None
            except subprocess.TimeoutExpired:
                return False

    def _is_given(self, job: socket.socket) -> bool:
        if self._control is None:
            return False
        try:
            socket.send_fds(self._control, [b"j"], [job.fileno()])
        except OSError:
            return False
        return True

    def _start(self) -> None:
        self._close()
        ours, theirs = socket.socketpair()
        with theirs:
            # Our own interpreter and module, no shell, nothing from outside.
            self._running = subprocess.Popen(  # noqa: S603  # nosec B603
                [sys.executable, "-m", "intake.pdf.printer.server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                # Nothing of our environment: it holds the keys. Hashes fixed: same bytes each time.
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
                stdin=subprocess.DEVNULL,
            )
        self._control = ours

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._running is not None:
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(timeout=GRACE)
        self._control = self._running = None

    def close(self) -> None:
        with self._lock:
            self._close()

    def forget(self) -> None:
        """After a fork: the printer process belongs to the parent, and so does the lock.

        Semaphores are held by threads that do not exist here.
        """
        if self._control is not None:
            self._control.close()
        self.__init__()  # type: ignore[misc]


_nursery = _Nursery()


@contextmanager
def _turn() -> Iterator[None]:
    if not _nursery.places.acquire(blocking=False):
        raise Busy
    try:
        if not _nursery.turns.acquire(timeout=PRINT_QUEUE_SECONDS):
            raise Busy
        try:
            yield
        finally:
            _nursery.turns.release()
    finally:
        _nursery.places.release()


os.register_at_fork(after_in_child=_nursery.forget)
atexit.register(_nursery.close)

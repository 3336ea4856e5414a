"""Patients as threads: one kind turns pages, the other sends and waits for the copy."""

import random
import threading
import time
from dataclasses import dataclass, field

from tests.clinic.server import Browser, NotAnswered, main_form

BORN = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}
PAGE = "/p/q/about_you/1/"
LONGEST = 90.0


@dataclass
class Times:
    """Seconds by what was done, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, seconds: float) -> None:
        with self._lock:
            self.taken.setdefault(what, []).append(seconds)

    def fail(self, what: str) -> None:
        with self._lock:
            self.failed.append(what)


class Patient(threading.Thread):
    """Is in by link and birth date before anything is measured."""

    def __init__(self, address: str, token: str, times: Times) -> None:
        super().__init__(daemon=True)
        self.browser, self.times = Browser(_Place(address)), times
        status, _page = self.browser.send(f"/p/{token}/", **BORN)
        if status != 302:
            raise SystemExit(f"A patient is not let in: {status}")

    def ask(self, what: str, path: str, fields: dict[str, object] | None = None) -> bytes:
        """One request on the clock; anything but a page or a redirect is a failure."""
        began = time.monotonic()
        try:
            status, page = (
                self.browser.get(path) if fields is None else self.browser.post(path, fields)
            )
        except NotAnswered:
            self.times.fail(f"{what}: not answered")
            return b""
        self.times.note(what, time.monotonic() - began)
        if status not in {200, 302}:
            self.times.fail(f"{what}: {status}")
        return page


@dataclass
class _Place:
    address: str


class Walker(Patient):
    """Answers the same page again and again, with a pause for thought."""

    def __init__(self, address: str, token: str, times: Times, *, think: float) -> None:
        super().__init__(address, token, times)
        self.think, self.done = think, threading.Event()

    def run(self) -> None:
        chance = random.Random(self.name)
        while not self.done.is_set():
            page = self.ask("page, read", PAGE)
            if page:
                form = main_form(page)
                self.ask("page, sent", form.action or PAGE, form.fields)
            self.done.wait(chance.uniform(0.5, 1.5) * self.think)


class Sender(Patient):
    """Signs, sends, and looks every second whether the copy is there."""

    def __init__(self, address: str, token: str, times: Times, *, after: float) -> None:
        super().__init__(address, token, times)
        self.after = after
        self.form = main_form(self.browser.get("/p/sign/")[1])

    def run(self) -> None:
        time.sleep(self.after)
        ticked = {name: values[0] for name, values in self.form.offered.items()}
        began = time.monotonic()
        signed = {**self.form.fields, **ticked, "-signature": "Maria Delgado"}
        self.ask("send", self.form.action or "/p/sign/", signed)
        while time.monotonic() - began < LONGEST:
            page = self.ask("sent page", "/p/sent/")
            # Not read as a page: this process shares the processor with what it measures.
            if b"Your copy" in page and b"is being made" not in page:
                self.times.note("copy is there", time.monotonic() - began)
                return
            time.sleep(1)
        self.times.fail("copy: not there")

"""Makes every post of the tests again, with a database that fails after each of its commits.

A plugin for a run of its own: ``pytest -p tests.after_commits``. What it saw is appended to the
file that ``AFTER_COMMITS`` names, a line of JSON for each kind of post.
"""

import json
import os
import re
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve

CHANGES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) \"?(\w+)")
ANEW = re.compile(r"[A-Za-z0-9_-]{22,}|(?<=/)\d+(?=/)")
"""A new link, and the number of a new row: a sequence of PostgreSQL takes none back."""
# What is noted beside a deed, or kept for the case that it fails: nobody was told of it.
NOTES = {
    "axes_accessattempt",
    "axes_accessfailurelog",
    "django_admin_log",
    "intake_accessevent",
    "intake_accessseal",
    "intake_authenticator",
    "intake_heldpost",
    "intake_keptnote",
    "intake_staffsession",
}
ALONE = {"intake_patientsession"}
"""Noted with every post of a patient; part of a deed when other tables change with it."""


class Watch:
    """The tables of each commit of one request; from some commit on every statement fails."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.fails_after, self.depth = fails_after, 0
        self.commits: list[set[str]] = []
        self.open: set[str] = set()

    def run(self, execute: Callable, sql: str, *more: Any) -> Any:
        if self.fails_after is not None and len(self.commits) >= self.fails_after:
            raise OperationalError("gone")
        done = execute(sql, *more)
        if found := CHANGES.match(sql):
            self.open.add(found[1])
            self.commit()
        return done

    def commit(self) -> None:
        if self.open and not self.depth:
            self.commits.append(self.open)
            self.open = set()

    @property
    def deeds(self) -> list[bool]:
        """Which commits keep something that the answer tells of."""
        seen = {"intake_device"}  # that a tablet asked; with a line of the log it is a deed
        kept = [set() if tables == seen else tables - NOTES for tables in self.commits]
        return [bool(tables) and tables != ALONE for tables in kept]


watching: list[Watch] = []
tried: set[tuple[object, ...]] = set()
real_post = Client.post
entered, left = transaction.Atomic.__enter__, transaction.Atomic.__exit__


def enter(block: transaction.Atomic) -> None:
    entered(block)
    for watch in watching:
        watch.depth += 1


def leave(block: transaction.Atomic, kind: Any, *more: Any) -> None:
    left(block, kind, *more)
    for watch in watching:
        watch.depth -= 1
        if kind is not None and not watch.depth:
            watch.open = set()
        watch.commit()


@contextmanager
def watched(watch: Watch):
    watching.append(watch)
    try:
        with connection.execute_wrapper(watch.run):
            yield
    finally:
        watching.clear()


def told(response: Any) -> tuple[int, str]:
    """What an answer says, whatever was numbered anew."""
    return response.status_code, ANEW.sub("…", response.headers.get("Location", ""))


def post(client: Client, path: str, data: Any = None, *a: Any, **named: Any) -> Any:
    rewind(data)
    if watching or not connection.in_atomic_block or connection.needs_rollback:
        return real_post(client, path, data, *a, **named)
    whole, cookies = Watch(), client.cookies.copy()
    once = {name: value for name, value in named.items() if name != "follow"}
    kept = transaction.savepoint()
    with watched(whole):
        response = real_post(client, path, data, *a, **once)
    shape = (route_of(path), told(response)[0], tuple(map(frozenset, whole.commits)))
    if shape in tried and not named.get("follow"):
        transaction.savepoint_commit(kept)
        return response
    transaction.savepoint_rollback(kept)
    if shape not in tried and any(whole.deeds):
        tried.add(shape)

        def once_more() -> Any:
            rewind(data)
            return real_post(client, path, data, *a, **once)

        again(client, cookies, whole, shape[0], told(response), once_more)
    client.cookies = cookies
    rewind(data)
    return real_post(client, path, data, *a, **named)


def again(
    client: Client, cookies: Any, whole: Watch, route: str, said: object, act: Callable
) -> None:
    """From the first commit that keeps something to the last one of all."""
    found: list[int] = []
    raises, client.raise_request_exception = client.raise_request_exception, False
    for number in range(1 + whole.deeds.index(True), 1 + len(whole.commits)):
        client.cookies = cookies.copy()
        kept = transaction.savepoint()
        with watched(Watch(number)):
            answer = told(act())
        transaction.set_rollback(False)  # what failed was never sent to the database
        transaction.savepoint_rollback(kept)
        if answer != said:
            found.append(number)
    client.raise_request_exception = raises
    last = max(number for number, is_deed in enumerate(whole.deeds, 1) if is_deed)
    line = {
        "route": route,
        "said": said,
        "commits": [sorted(tables) for tables in whole.commits],
        "after": [n for n in found if n >= last],
        "between": [n for n in found if n < last],
        "test": os.environ.get("PYTEST_CURRENT_TEST", ""),
    }
    with Path(os.environ["AFTER_COMMITS"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def route_of(path: str) -> str:
    try:
        return resolve(str(path).partition("?")[0]).view_name
    except Resolver404:
        return ""


def rewind(data: Any) -> None:
    for value in data.values() if isinstance(data, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)


def pytest_configure(config: pytest.Config) -> None:
    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave
    Client.post = post

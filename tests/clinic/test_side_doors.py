"""A walk through the product with canaries: no log, file, table, address or cookie tells them."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.clinic.server import Browser, Site, a_site
from tests.clinic.walk import CANARIES, NAME, week
from tests.databases import host

READ_TABLES = Path(__file__).with_name("read_tables.py")
PLACES = (
    "log of the server",
    "mail/",
    "table of sessions",
    "table of log of the admin",
    "table of failed sign-ins",
    "table of access log",
    "addresses and headers of patient",
    "clinic.sqlite3" if connection.vendor == "sqlite" else "pg_dump",
)


def traces(content: bytes, words: tuple[str, ...] = CANARIES) -> list[str]:
    """Canaries in bytes: as they are, in capitals, in base64, as an address, in UTF-16."""
    low = content.lower()
    return [word for word in words for each in _written(word) if each.lower() in low]


def _written(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode().hex().encode()
    yield quote(word).encode()
    for shift in range(3):  # where it begins among three bytes decides how base64 looks
        yield base64.b64encode(b" " * shift + word.encode())[4 if shift else 0 : -4]


@pytest.mark.parametrize("written", list(_written(NAME)))
def test_the_search_finds_a_canary_that_is_planted(written):
    assert NAME in traces(b"\0\x01 and " + written + b" more")


def everything_kept(site: Site) -> Iterator[tuple[str, bytes]]:
    """Each place where something could have been left."""
    yield "log of the server", site.log.read_bytes()
    for path in site.folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(site.folder)), path.read_bytes()
    if connection.vendor == "postgresql":
        yield "pg_dump", _dump(site)


def _dump(site: Site) -> bytes:
    found = [
        Path(shutil.which("pg_dump") or "/nowhere"),
        *Path("/usr/lib/postgresql").glob("*/bin/pg_dump"),
    ]
    program = next(path for path in found if path.exists())
    name = site.database.rpartition("/")[2]
    command = [program, "--host", host(), "--username", "intake", name]
    return subprocess.run(command, capture_output=True, check=True, env=dict(os.environ)).stdout


def tables(site: Site) -> dict[str, bytes]:
    """What lies packed in a dump, unpacked."""
    found = json.loads(site.run(READ_TABLES))
    return {f"table of {name}": json.dumps(rows).encode() for name, rows in found.items()}


def test_c94_c95_c111_no_canary_is_left_anywhere_by_a_walk(tmp_path):
    with a_site(tmp_path) as site:
        (visit,) = site.make_visits(name=f"Maria {NAME}", small=True)
        site.start()
        for browsers in week(site, visit):
            site.run("manage.py", "verify_access_log")
            site.run("manage.py", "purge", "--dry-run")
            places = everywhere(site, browsers)
            assert [place for place in PLACES if place not in "\n".join(places)] == []
            found = {place: traces(content) for place, content in places.items()}
            assert {place: words for place, words in found.items() if words} == {}
            assert visit["token"].encode() not in b"".join(
                content for _place, content in everything_kept(site)
            )
        assert_that_failures_were_told(site)


def everywhere(site: Site, browsers: dict[str, Browser]) -> dict[str, bytes]:
    passed = {f"addresses and headers of {n}": "\n".join(b.passed) for n, b in browsers.items()}
    return {
        **dict(everything_kept(site)),
        **tables(site),
        **{place: text.encode() for place, text in passed.items()},
    }


def assert_that_failures_were_told(site: Site) -> None:
    """Without this, nothing might have been found because nothing had failed."""
    log = site.log.read_text()
    mails = "".join(file.read_text() for file in (site.folder / "mail").iterdir())
    for place in (log, mails):
        assert "exception=builtins.ValueError" in place
        assert "event=pdf.failed.patient" in place
    assert "GET /" not in log

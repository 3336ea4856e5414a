"""A walk through the product with canaries: no log, file, table, address or cookie tells them."""

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from .server import Browser, Site, a_site, host

BORN = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}
NAME, SAID, OTHER = "Zyxwolinum", "Quorvexatil", "Brimtaloside"
CANARIES = (NAME, SAID, OTHER)


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


def walk(site: Site, visit: dict) -> list[Browser]:
    """Wrong turns and right ones: what a patient, a stranger and a provider do in a week."""
    patient, stranger, provider = Browser(site), Browser(site), Browser(site)
    link = f"/p/{visit['token']}/"
    stranger.send(link, **{**BORN, "birth_date-day": 15})
    stranger.get(f"/p/{'x' * 43}/")
    stranger.send("/provider/sign-in/", username="ruiz", password=f"{OTHER} is wrong")
    patient.send(link, **BORN)
    patient.send("/p/q/you/1/", full_name=f"Maria {NAME}", has_allergy="yes")
    patient.send("/p/list/allergies/")
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "ready": "maybe"})  # refused with errors
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "-later": "yes", "ready": "no"})
    patient.send("/p/q/you/1/", full_name=f"Maria {NAME}", has_allergy="no")
    patient.send("/p/q/visit/1/", heard=["other"], **{"heard-other": OTHER})
    patient.post("/p/q/visit/1/", {"heard-other": SAID * 2_000})  # without a token: refused
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "ready": "yes"})
    patient.get("/p/check/")
    status, _page = patient.send("/p/sign/", **{"-signature": f"Maria {NAME}", "ready": "on"})
    assert status == 302
    assert patient.get("/p/sent/")[0] == 200
    patient.get("/p/copy.pdf")
    provider.send("/provider/sign-in/", username="ruiz", password="correct horse battery staple")
    provider.get("/provider/")
    _status, page = provider.get(f"/provider/visits/{visit['reference']}/")
    assert all(word.encode() in page for word in (NAME, SAID, OTHER)), "nothing was shown"
    provider.get(f"/provider/visits/{visit['reference']}/provider.pdf")
    provider.get("/provider/visits/EV-0000-0000/")
    with suppress(IndexError):
        patient.send("/p/finish/")
    return [patient, stranger, provider]


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


def test_c94_c95_c111_no_canary_is_left_anywhere_after_a_walk(tmp_path):
    with a_site(tmp_path) as site:
        (visit,) = site.make_visits(name=f"Maria {NAME}", small=True)
        site.start()
        browsers = walk(site, visit)
        site.run("manage.py", "verify_access_log")
        site.run("manage.py", "purge", "--dry-run")
        seen = {f"addresses and headers of {n}": b for n, b in enumerate(_passed(browsers))}
        left = {place: traces(content) for place, content in everything_kept(site)}
        left |= {place: traces(content) for place, content in seen.items()}
        assert len(left) > 3
        assert {place: found for place, found in left.items() if found} == {}
        assert visit["token"].encode() not in b"".join(c for _p, c in everything_kept(site))


def _passed(browsers: list[Browser]) -> list[bytes]:
    return ["\n".join(browser.passed).encode() for browser in browsers]

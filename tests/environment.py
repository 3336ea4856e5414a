"""The environment that tests run in, set before Django reads its settings."""

import base64
import hashlib
import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def a_key(name: str) -> str:
    return base64.b64encode(hashlib.sha256(f"tests {name}".encode()).digest()).decode()


TESTS = {
    "INTAKE_DEMONSTRATION": "1",
    "INTAKE_SECRET_KEY": hashlib.sha512(b"tests").hexdigest(),
    "INTAKE_SEALING_KEYS": f"test:{a_key('sealing')}",
    "INTAKE_INDEX_KEY": a_key("index"),
    # Playwright runs an event loop in the test's thread, and Django would refuse its database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}


def prepare() -> None:
    """What the shell has set for the product is dropped; only the database may be chosen."""
    for name in [name for name in os.environ if name.startswith("INTAKE_")]:
        del os.environ[name]
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{BASE / 'var' / 'tests.sqlite3'}")
    os.environ.update(TESTS)
    (BASE / "var" / "static").mkdir(parents=True, exist_ok=True)


prepare()

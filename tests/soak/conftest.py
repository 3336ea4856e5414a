"""What every fault is tried in: clinics of their own, away from the tests' database."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker) -> Iterator[None]:
    """Each test has a clinic of its own; the tests' database is only where it is copied from."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's, which nobody else may enter: PostgreSQL does not run as root."""
    with tempfile.TemporaryDirectory(prefix="intake-soak.") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path

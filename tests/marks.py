"""Which runs a test belongs to, by where it lies: `make fast`, `make test`, or `make test-all`."""

from pathlib import PurePosixPath

import pytest

from tests.environment import BASE

FOLDERS = {
    "core": "unit",
    "spec": "unit",
    "display": "unit",
    "walking": "unit",
    "browser": "browser",
    "pdf": "paper",
    "printing": "paper",
}
# What `make test` leaves to `make test-all`: processes that are killed, walked through with
# canaries or raced against each other, posts by the hundred, links and forms by the thousand.
SLOW = {
    "access/test_one_change.py",
    "access/test_ways.py",
    "actions/accounts/test_factor_at_once.py",
    "clinic/test_bomb.py",
    "clinic/test_crash.py",
    "clinic/test_lengths.py",
    "clinic/test_outages.py",
    "clinic/test_rotation.py",
    "clinic/test_side_doors.py",
    "fuzz/test_patient_posts.py",
}
READ_SOURCES = {"test_boundaries.py", "test_documents.py", "test_glossary.py"}
# With one of these a test asks a database, whether or not it is marked `django_db`.
DATABASES = {"shared_database", "quick_database", "migrated", "transactional_db", "db"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = PurePosixPath(item.path.relative_to(BASE / "tests").as_posix())
        if place.as_posix() in READ_SOURCES:
            item.add_marker("unit")
        if folder := FOLDERS.get(place.parts[0]):
            item.add_marker(folder)
        if place.as_posix() in SLOW:
            item.add_marker("slow")
        if place.parts[0] == "clinic" or asks_a_database(item):
            item.add_marker("db")


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASES)

"""What all tests share."""

import pytest
from django.conf import settings
from django.test.utils import override_settings

UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session", autouse=True)
def static_files_without_collecting():
    """The manifest of hashed names exists only after collectstatic; tests use the plain names."""
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": UNHASHED}):
        yield

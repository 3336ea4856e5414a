"""The site as gunicorn serves it, but for static files with plain names, mail into a folder, and
failures that a test can plant."""

import os
from pathlib import Path

from clinicsite import settings

settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = Path(os.environ["TMPDIR"]).parent / "mail"
settings.MIDDLEWARE = [
    "tests.clinic.faults.with_another_clock",
    *settings.MIDDLEWARE,
    "tests.clinic.faults.breaking",
]

from clinicsite.wsgi import application  # noqa: E402 - after the settings
from intake.printing import conduct  # noqa: E402 - after the settings
from tests.clinic.faults import without_pages  # noqa: E402 - after the settings

conduct.PRINTERS = without_pages(conduct.PRINTERS)

__all__ = ["application"]

"""The site as gunicorn serves it, but for static files, which have plain names in tests."""

from clinicsite import settings

settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

from clinicsite.wsgi import application  # noqa: E402 - after the settings

__all__ = ["application"]

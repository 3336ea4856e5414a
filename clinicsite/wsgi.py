"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
application = get_wsgi_application()

from clinicsite.doctor.starting import expect_fitting_keys  # noqa: E402 - after the settings

expect_fitting_keys()

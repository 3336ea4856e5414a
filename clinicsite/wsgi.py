"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from intake.core.in_one_piece import in_one_piece

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
# A view stands below twenty middlewares, and its templates far below it.
application = in_one_piece(get_wsgi_application())

from clinicsite.doctor.starting import expect_fitting_keys  # noqa: E402 - after the settings

expect_fitting_keys()

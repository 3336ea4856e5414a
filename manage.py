"""Runs the project's commands: python manage.py help."""

import os
import sys

from django.core.management import execute_from_command_line

from clinicsite.shell import settle_environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
    settle_environment(os.environ, sys.argv)
    execute_from_command_line(sys.argv)

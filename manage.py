"""Runs the project's commands: python manage.py help."""

import os
import sys

from django.core.management import execute_from_command_line

from clinicsite.shell import settle_environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
    settle_environment(os.environ, sys.argv)
    os.umask(0o077)  # whatever a command writes is for its owner alone
    # A page gives up after ten seconds; a migration, a purge or a backup takes its time.
    os.environ.setdefault("INTAKE_STATEMENT_SECONDS", "0")
    execute_from_command_line(sys.argv)

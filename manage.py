"""Django's command line, on this site's settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
    execute_from_command_line(sys.argv)

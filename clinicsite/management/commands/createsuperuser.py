"""Makes an account of rank as Django does, and seals what signing in rests on."""

from django.contrib.auth.management.commands import createsuperuser

from clinicsite.management.sealing import SealsAccounts


class Command(SealsAccounts, createsuperuser.Command):
    """Django's own, with its arguments and its words."""

"""Changes a password as Django does, and seals what signing in rests on."""

from django.contrib.auth.management.commands import changepassword

from clinicsite.management.sealing import SealsAccounts


class Command(SealsAccounts, changepassword.Command):
    """Django's own, with its arguments and its words."""

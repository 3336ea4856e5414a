"""Changes a password as Django does, and seals what signing in rests on."""

from django.contrib.auth.management.commands import changepassword

from intake.actions.accounts.accounts import bind_account
from intake.models import User


class Command(changepassword.Command):
    def handle(self, *arguments, **options):
        before = set(User.objects.values_list("pk", "password"))
        said = super().handle(*arguments, **options)
        for pk, password in set(User.objects.values_list("pk", "password")) - before:
            bind_account(User(pk=pk, password=password))
        return said

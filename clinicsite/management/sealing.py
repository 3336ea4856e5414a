"""What Django's own commands about accounts do here besides: accounts they changed are sealed."""

from intake.actions.accounts.accounts import bind_account
from intake.models import User


class SealsAccounts:
    """Stands before a command of Django's that makes an account or sets a password."""

    def handle(self, *arguments, **options):
        before = set(User.objects.values_list("pk", "password"))
        said = super().handle(*arguments, **options)
        for pk, password in set(User.objects.values_list("pk", "password")) - before:
            bind_account(User(pk=pk, password=password))
        return said

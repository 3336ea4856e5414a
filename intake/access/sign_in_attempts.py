"""Counts failed sign-ins as axes does, without the forms that they came with."""

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, QueryDict


class FormlessHandler(AxesDatabaseHandler):
    """Axes keeps every field of the form beside the wrong password: at signing these are the

    decision and its reason, at search words in an address a name. None of it is needed to count.
    """

    def user_login_failed(
        self, sender, credentials: dict, request: HttpRequest | None = None, **more
    ) -> None:
        if request is None:
            super().user_login_failed(sender, credentials, request, **more)
            return
        kept = request.GET, request.POST
        request.GET = request.POST = QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **more)
        finally:
            request.GET, request.POST = kept

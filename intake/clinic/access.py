"""Who may come through the manager's door, and the page of each of its forms."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access.roles import Role

View = Callable[..., HttpResponse]
MANAGES = {Role.MANAGER, Role.ADMINISTRATOR}


def for_managers(view: View) -> View:
    """A second wall: the gate has let nobody else come here."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: object) -> HttpResponse:
        user = request.user
        if user.is_authenticated and (user.is_superuser or MANAGES & user.roles):
            return view(request, **place)
        raise PermissionDenied

    return guarded


def show_form(
    request: HttpRequest, form: Form, back: tuple[str, object], **more: object
) -> HttpResponse:
    """A form on a page of its own; a refused one with its words and nothing lost."""
    address, words = back
    context = {"form": form, "back": address, "back_words": words, **more}
    status = 400 if form.errors else 200
    return render(request, "intake/clinic/form.html", context, status=status)

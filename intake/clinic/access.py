"""Who may come through the manager's door, and the page of each of its forms."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access.gate import only_for
from intake.access.roles import Role

for_managers = only_for(Role.MANAGER, Role.ADMINISTRATOR, Role.RANK)


def show_form(
    request: HttpRequest, form: Form, back: tuple[str, object], **more: object
) -> HttpResponse:
    """A form on a page of its own; a refused one with its words and nothing lost."""
    address, words = back
    context = {"form": form, "back": address, "back_words": words, **more}
    status = 400 if form.errors else 200
    return render(request, "intake/clinic/form.html", context, status=status)

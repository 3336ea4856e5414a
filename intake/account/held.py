"""Offers what was posted after a session ended, and keeps a session that is still used alive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.held_posts import HELD
from intake.actions.accounts.held_posts import hand_back, held_post

SHOWN = {
    "note",
    "reason",
    "text",
    "matters",
    "yes",
    "present",
    "why",
    "value",
    "how",
    "ask",
    "back",
}
"""Beginnings of names of fields in which staff type; the others go along unseen."""


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Sent on with 307: the page it was for gets it as it was posted, and judges it anew."""
    path = request.GET.get(HELD, "")
    found = held_post(request.user, path, at=timezone.now())
    if found is None:
        return redirect("home")
    row, fields = found
    if request.method != "POST":
        inputs = [(name, value) for name, values in fields.items() for value in values]
        typed = [
            (name, value)
            for name, value in inputs
            if name.partition("-")[0].partition("_")[0] in SHOWN and value.strip()
        ]
        context = {"held": row, "fields": inputs, "typed": typed}
        return render(request, "intake/account/held.html", context)
    hand_back(request.user, str(row.pk))
    if "leave" in request.POST:
        return redirect("home")
    return HttpResponse(status=307, headers={"Location": path})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Every request makes the session last longer; this one asks for nothing else."""
    return HttpResponse(status=204)

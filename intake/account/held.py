"""Offers what was posted after a session ended, and keeps a session that is still used alive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.held_posts import COOKIE
from intake.actions.accounts.held_posts import fields_of, give_up, held_for

SHOWN = {"note", "reason", "text", "matters", "yes", "present", "why", "words", "value", "how"}
"""Beginnings of names of fields in which staff type; the others go along unseen."""


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Sent on with 307: the page it was for gets it as it was posted, and judges it anew."""
    row = held_for(request.user, request.COOKIES.get(COOKIE, ""), at=timezone.now())
    if row is None:
        return redirect("home")
    if request.method != "POST":
        fields = fields_of(row)
        typed = [(name, value) for name, value in fields if _is_typed(name) and value.strip()]
        context = {"held": row, "fields": fields, "typed": typed}
        return render(request, "intake/account/held.html", context)
    path = row.path
    give_up(row)
    if "leave" in request.POST:
        answer = redirect("home")
    else:
        answer = HttpResponse(status=307, headers={"Location": path})
    answer.delete_cookie(COOKIE)
    return answer


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Every request makes the session last longer; this one asks for nothing else."""
    return HttpResponse(status=204)


def _is_typed(name: str) -> bool:
    return name.partition("-")[0].partition("_")[0] in SHOWN

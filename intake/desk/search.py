"""Finds visits: by reference, by birth date, by any part of a name near today, by whole names."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.actions.access_log import record
from intake.actions.visits.looked_for import visits_called
from intake.core.limits import SHORT_TEXT
from intake.models import Visit

from .access import for_the_desk
from .forms import PLAIN, DeskForm
from .rows import rows_of, visits_of

MOST_FOUND = 50


class SearchForm(DeskForm):
    """One box; what was typed tells what it is."""

    words = forms.CharField(
        label=_("Find a patient"),
        help_text=_("Name, date of birth or reference."),
        max_length=SHORT_TEXT,
        error_messages={"required": _("Enter a name, a date of birth or a reference.")},
        widget=forms.TextInput(attrs=PLAIN),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def search(request: HttpRequest) -> HttpResponse:
    """Posted, though it changes nothing: a name in an address would stay in every log."""
    if request.method != "POST":
        return redirect("desk:today")
    form = SearchForm(request.POST)
    found: list[Visit] = []
    if form.is_valid():
        words, sites = form.cleaned_data["words"], [request.site]
        called = visits_called(words, by=request.user, sites=sites, at=timezone.now())
        found = [*visits_of(called)[: MOST_FOUND + 1]]
        record("searched", at=timezone.now(), by=request.user, detail=f"{len(found)} found")
    context = {
        "form": form,
        "rows": rows_of(found[:MOST_FOUND], request, now=timezone.now()),
        "is_cut": len(found) > MOST_FOUND,
        "is_searched": form.is_valid(),
        "shows_day": True,
    }
    status = 200 if form.is_valid() else 400
    return render(request, "intake/desk/search.html", context, status=status)

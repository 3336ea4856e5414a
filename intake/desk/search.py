"""Finds visits: by reference, by birth date, by any part of a name near today, by whole names."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.actions.access_log import record
from intake.actions.visits.looked_for import born_on, is_named, referred_to
from intake.core.desk.dates import read_birth_date
from intake.core.limits import SHORT_TEXT
from intake.models import Patient, Site, Visit

from .access import for_the_desk
from .forms import PLAIN, DeskForm
from .rows import rows_of, visits_of

MOST_FOUND = 50
NEAR_BEFORE, NEAR_AFTER = timedelta(days=30), timedelta(days=90)
"""Names of visits near today are opened and compared in parts; older ones only by whole words."""


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
        found = _found(form.cleaned_data["words"], request)
        record("searched", at=timezone.now(), by=request.user, detail=f"{len(found)} found")
    context = {
        "form": form,
        "rows": rows_of(found[:MOST_FOUND], now=timezone.now()),
        "is_cut": len(found) > MOST_FOUND,
        "is_searched": form.is_valid(),
        "shows_day": True,
    }
    status = 200 if form.is_valid() else 400
    return render(request, "intake/desk/search.html", context, status=status)


def _found(words: str, request: HttpRequest) -> list[Visit]:
    """At all sites of this person's; parts of names only at the one that is looked at."""
    site: Site = request.site
    today, visits = site.day(timezone.now()), Visit.objects.at_sites_of(request.user)
    if reference := referred_to(words):
        return list(visits_of(visits.filter(reference=reference)))
    if any(letter.isdigit() for letter in words):
        born = born_on(read_birth_date(words, today=today, day_first=site.is_day_first).days)
        return list(visits_of(visits.filter(born))[: MOST_FOUND + 1])
    near = visits.filter(site=site, date__range=(today - NEAR_BEFORE, today + NEAR_AFTER))
    by_part = [visit.pk for visit in near.select_related("patient") if is_named(visit, words)]
    by_word = visits.filter(patient__in=Patient.objects.named(words))
    whole = [visit.pk for visit in by_word.select_related("patient") if is_named(visit, words)]
    wanted = set(by_part) | set(whole)
    return list(visits_of(visits.filter(pk__in=wanted))[: MOST_FOUND + 1])

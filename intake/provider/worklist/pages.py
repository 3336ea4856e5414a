"""The worklist: what a provider opens in the morning, and the search beside it."""

from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from intake.access.speaking import spoken_of
from intake.actions import access_log as look
from intake.models import Visit
from intake.models.sealed import is_bound
from intake.provider.access import for_providers
from intake.provider.search import SearchForm
from intake.provider.talk.sharing import notices

from .day import DayForm
from .lists import LISTS, SIZE, lists, ordered
from .rows import rows_of


@require_safe
@for_providers
def worklist(request: HttpRequest) -> HttpResponse:
    only, after = request.GET.get("list", ""), request.GET.get("after", "")
    at = timezone.now()
    found = lists(request.user, at=at, only=only, after=after)
    shown = sum(len(each.rows) for each in found)
    look.record("worklist_read", at=at, by=request.user, detail=f"{shown} visits")
    today = spoken_of(request).day(at)
    context = {
        "lists": found,
        "only": only in LISTS,
        "today": today,
        "form": SearchForm(),
        "day_form": DayForm(initial={"day": today}),
        "notices": notices(request.user),
    }
    return render(request, "intake/provider/worklist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_providers
def search(request: HttpRequest) -> HttpResponse:
    """Posted, though it changes nothing: a name in an address would stay in every log."""
    if request.method != "POST":
        return redirect("provider:worklist")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "intake/provider/search.html", {"form": form}, status=400)
    visits = ordered(Visit.objects.visits_open_to(request.user)).filter(form.sought)
    bound = filter(is_bound, visits.order_by("-date", "-id").iterator(chunk_size=SIZE))
    fitting = filter(form.fits, bound)
    listed = islice(fitting, SIZE + 1)
    found = rows_of(listed, at=timezone.now(), by=request.user)
    look.record("searched", at=timezone.now(), by=request.user, detail=f"{len(found)} found")
    context = {"form": form, "rows": found[:SIZE], "is_cut": len(found) > SIZE, "is_searched": True}
    return render(request, "intake/provider/search.html", context)

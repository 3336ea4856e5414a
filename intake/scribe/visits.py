"""Whose paper is it: today's visits, any other by name; one visit, and what was typed taken out."""

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access.gate import only_for
from intake.access.roles import Role
from intake.access.speaking import visit_called
from intake.actions.access_log import record
from intake.actions.answers.from_paper import give_up, refusals
from intake.actions.catalog.translate import named_languages_of
from intake.actions.visits.looked_for import visits_called
from intake.core.limits import SHORT_TEXT
from intake.models import Submission, Visit
from intake.models.sites import days_at

from .in_words import IN_FULL, row_of, rows_of

MOST_FOUND = 50


class FindForm(forms.Form):
    """One box; what was typed tells what it is."""

    use_required_attribute = False
    words = forms.CharField(
        label=gettext_lazy("Find the visit"),
        help_text=gettext_lazy("Reference on the paper, name or date of birth."),
        max_length=SHORT_TEXT,
        error_messages={"required": gettext_lazy("Enter a reference, a name or a date of birth.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.SCRIBE)
def visits(request: HttpRequest) -> HttpResponse:
    """Today's, or those that were looked for: posted, since an address would stay in every log."""
    form, at = FindForm(request.POST or None), timezone.now()
    found: list[Visit] = []
    if form.is_valid():  # as the desk finds them, at every site of this person's
        words, sites = form.cleaned_data["words"], request.user.reach
        called = visits_called(words, by=request.user, sites=sites, at=at)
        found = list(_of(request).filter(pk__in=called).order_by("-date", "-id")[: MOST_FOUND + 1])
    elif request.method != "POST":
        today = Q(pk=None)
        for day, sites in days_at(request.user.reach, at).items():
            today |= Q(date=day, site__in=sites)
        found = list(_of(request).filter(today).order_by("date", "time", "id"))
    did = "searched" if form.is_valid() else "scribe_day_read"
    record(did, at=at, by=request.user, detail=f"{len(found)} found")
    context = {
        "form": form,
        "rows": rows_of(found[:MOST_FOUND], by=request.user, at=at),
        "is_cut": len(found) > MOST_FOUND,
        "is_searched": form.is_valid(),
        "has_sites": len(request.user.reach) > 1,
    }
    status = 400 if form.errors else 200
    return render(request, "intake/scribe/visits.html", context, status=status)


@require_safe
@only_for(Role.SCRIBE)
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether its paper can be typed in, and the button for it."""
    found, at = visit_called(request, reference), timezone.now()
    why = refusals([found], by=request.user, at=at).get(found.pk)
    submission: Submission | None = getattr(found, "submission", None)
    versions = [submission.version] if submission else []
    if not why and not (submission and submission.typist_id):
        # Any of them may lie on the table: the newest first.
        versions = list(found.questionnaire.versions.defer("document").order_by("-number"))
    newest = versions[0] if versions else None
    context = {
        "visit": found,
        "row": row_of(found, why, request.user),
        "why": IN_FULL[why] if why else "",
        "typist": submission.typist if submission else None,
        "versions": versions,
        "languages": named_languages_of(newest) if newest else [],
    }
    record("visit_opened", at=at, by=request.user, visit=found)
    return render(request, "intake/scribe/visit.html", context)


@require_POST
@only_for(Role.SCRIBE)
def taking_out(request: HttpRequest, reference: str) -> HttpResponse:
    give_up(visit_called(request, reference), by=request.user, at=timezone.now())
    messages.success(request, _("What was typed is taken out. The patient's link works again."))
    return redirect("scribe:visit", reference)


def _of(request: HttpRequest) -> QuerySet[Visit]:
    visits = Visit.objects.at_sites_of(request.user)
    return visits.select_related("patient", "provider", "questionnaire", "site", "submission")

"""The scribe's way into the questionnaire: instead of a link and a birth date, the paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.access.gate import only_for
from intake.access.roles import Role
from intake.access.speaking import visit_called
from intake.actions.answers.from_paper import NotFromPaper, Paper
from intake.actions.answers.from_paper import type_in as begin_or_go_on
from intake.actions.catalog.translate import languages_of
from intake.forms.words import number_in
from intake.models import Submission
from intake.patient.link import leave_older_session
from intake.patient.session import let_in


@require_POST
@only_for(Role.SCRIBE)
def type_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin with the form that lies on the table, or go on with it."""
    visit, number = visit_called(request, reference), number_in(request.POST.get("version", ""))
    # The version that was begun with; else the one that stands on the paper, or the newest.
    typed = Submission.objects.filter(visit=visit, typist__isnull=False)
    begun = typed.select_related("version").first()
    if begun:
        version = begun.version
    else:
        versions = visit.questionnaire.versions.order_by("-number")
        version = versions.filter(number=number).first() or versions.first()
    language = request.POST.get("language", "")
    if version and language and language not in languages_of(version):
        messages.error(request, _("This version has no words in that language. Look at the paper."))
        return redirect("scribe:visit", reference)
    try:
        paper = Paper(version, language)
        entered = begin_or_go_on(visit, paper, by=request.user, at=timezone.now())
    except NotFromPaper:
        return redirect("scribe:visit", reference)  # which says why
    leave_older_session(request)
    return let_in(redirect("patient:tasks"), entered.key)

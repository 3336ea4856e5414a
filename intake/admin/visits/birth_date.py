"""The front desk corrects a date of birth: the new one, why, and nothing else of the patient."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from intake.actions.visits.birth_date import Mistake, NotCorrected, correct_birth_date
from intake.admin.shared.rights import may

from .forms import BirthDateField

DONE = "The date of birth is corrected. Links made before open with the new date."
CORRECTED = (
    "This is for all visits of the patient. Links keep working and open with the new date. What was"
    " sent already keeps the date it was sent with. The access log keeps the correction."
)


class BirthDateForm(forms.Form):
    birth_date = BirthDateField()
    why = forms.ChoiceField(
        label="Why?", choices=Mistake.choices, widget=forms.RadioSelect, initial=""
    )


class BirthDatePages:
    """Adds the page to the admin of visits."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.birth_date_view)
        return [
            path("<int:pk>/birth-date/", page, name="intake_visit_birth_date"),
            *super().get_urls(),
        ]

    def birth_date_view(self, request, pk):
        visit = self.get_object(request, str(pk))
        if visit is None:
            raise Http404
        if not (may(request.user, "view_visit") and may(request.user, "change_patient")):
            raise PermissionDenied
        form = BirthDateForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            born, why = form.cleaned_data["birth_date"], Mistake(form.cleaned_data["why"])
            try:
                correct_birth_date(visit, born, why=why, by=request.user, at=timezone.now())
            except NotCorrected as refused:
                form.add_error("birth_date", str(refused))
            else:
                self.log_change(request, visit, "Corrected the date of birth.")
                messages.success(request, DONE)
                return redirect("admin:intake_visit_change", pk)
        crumbs = self.record_crumbs(visit)
        shown = {
            "title": "Correct the date of birth",
            "here": "Date of birth",
            "crumbs": crumbs,
            "back": crumbs[-1][1],
            "intro": [CORRECTED],
        }
        return self.page(request, "ask", form=form, button="Correct it", **shown)

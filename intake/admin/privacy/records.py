"""A patient's record for the privacy officer: who looked, handed out, kept back, erased."""

import io
import zipfile
from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import RadioSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone

from intake.access.merging import MERGED, alike_words, next_step
from intake.actions.access_log import record
from intake.actions.privacy.erase import OnHold, erase_patient
from intake.actions.privacy.export import export_patient
from intake.actions.privacy.legal_holds import lift_hold, place_hold
from intake.actions.privacy.listings import accounting
from intake.actions.visits.merge import NoSuchRecord
from intake.actions.visits.people import other_names
from intake.admin.shared.pages import OwnPage, ReadOnly
from intake.admin.shared.rights import may
from intake.core.discussion.in_words import plain_date
from intake.display.downloads import file_named
from intake.models import Asker, CannotOpen, Lifting, Patient, VisitMerged, sealed
from intake.models.sealed import is_bound
from intake.models.visits.visits import birth_date_of
from intake.pdf.listing import listing_file

from .asking import ACTS, ASKED, BUTTONS, FIND
from .forms import NOT_FOUND, AskedForm, EraseForm, FindForm, HoldForm, LiftForm

UNREADABLE = "Can't be read"
KEPT = "This patient is under a legal hold. Lift it first; nothing was erased."
MERGED_MEANWHILE = (
    "This became part of another record meanwhile; nothing was erased. Find the patient again."
)


@admin.register(Patient)
class RecordAdmin(OwnPage, ReadOnly, admin.ModelAdmin):
    """People are found, never listed; each of these pages is a line in the access log."""

    def get_urls(self):
        pages = {
            "": (self.changelist_view, "changelist"),
            "<uuid:pk>/": (self.record_view, "change"),
            "<uuid:pk>/looks/": (self.looks_view, "looks"),
            "<uuid:pk>/export/": (self.export_view, "export"),
            "<uuid:pk>/merge/": (self.merge_view, "merge"),
            "<uuid:pk>/hold/": (self.hold_view, "hold"),
            "<uuid:pk>/lift/": (self.lift_view, "lift"),
            "<uuid:pk>/erase/": (self.erase_view, "erase"),
        }
        wrap = self.admin_site.admin_view
        return [
            path(route, wrap(view), name=f"intake_patient_{name}")
            for route, (view, name) in pages.items()
        ]

    def has_module_permission(self, request):
        return may(request.user, "export_patient")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "export_patient")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        _need(request, "export_patient")
        form, found = FindForm(_posted(request)), None
        if form.is_valid():
            found = list(form.found().within(request.user).distinct()[:20])
            record("searched", at=timezone.now(), by=request.user, detail=f"{len(found)} found")
            if len(found) == 1:
                return redirect("admin:intake_patient_change", found[0].pk)
            if not found:
                form.add_error(None, NOT_FOUND)
        people = [(patient, _name(patient)) for patient in found or ()]
        shown = {"form": form, "people": people, "title": "Patients' records", "button": "Find"}
        return self.page(request, "ask", intro=[FIND], **shown)

    def record_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "export_patient")
        visits = list(patient.visits.select_related("provider").order_by("date", "id"))
        for visit in visits:
            record("record_opened", at=timezone.now(), by=request.user, visit=visit)
        hold = patient.legal_holds.filter(lifted_at=None).select_related("placed_by").first()
        shown = {
            "visits": visits,
            "born": _readable(lambda: plain_date(birth_date_of(patient))),
            "hold": hold,
            "hold_reason": _readable(lambda: sealed.open(hold, "reason")) if hold else "",
            "acts": _acts(request.user, patient, hold),
            "also_named": _readable(lambda: ", ".join(each.name for each in other_names(patient))),
            "merged": VisitMerged.objects.filter(visit__patient=patient).select_related(
                "visit", "by"
            ),
            **_alike(request, patient),
        }
        return self.page(
            request,
            "patient/record",
            here="Record",
            crumbs=[self.list_crumb],
            **_about(patient),
            **shown,
        )

    def looks_view(self, request: HttpRequest, pk) -> HttpResponse:
        """Only posted: a link that is merely looked at should not hand anything out."""
        patient = _patient_at(request, pk, "export_patient")
        listing = accounting(patient, by=request.user, at=timezone.now())
        content, ending = listing_file(listing, paper=request.site.paper_size)
        kind = "application/pdf" if ending == "pdf" else "text/plain; charset=utf-8"
        return _file(content, f"who-looked.{ending}", kind)

    def export_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "export_patient")
        form = AskedForm(_posted(request))
        if form.is_valid():
            asked, at = Asker(form.cleaned_data["asked"]), timezone.now()
            export = export_patient(patient, asked=asked, by=request.user, at=at)
            content, ending = listing_file(export.listing, paper=request.site.paper_size)
            files = {"record.json": export.document.encode(), f"record.{ending}": content}
            packed = io.BytesIO()  # in memory: nothing readable touches a disk of ours
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, file in (files | export.papers).items():
                    archive.writestr(name, file)
            return _file(packed.getvalue(), "record.zip", "application/zip")
        return self._ask(request, patient, form, "export")

    def merge_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "export_patient")
        step = next_step(request, patient, radio=RadioSelect)
        if isinstance(step, HttpResponse):
            return step
        if step.kept:
            messages.success(request, MERGED)
            return redirect("admin:intake_patient_change", step.kept.pk)
        words = {"here": "Merge", "button": step.button, "title": step.title}
        return self._asked(request, patient, step.form, words)

    def hold_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "add_legalhold")
        form = HoldForm(_posted(request))
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            place_hold(patient, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, "Nothing of this patient is erased while the hold stands.")
            return redirect("admin:intake_patient_change", pk)
        return self._ask(request, patient, form, "hold")

    def lift_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "change_legalhold")
        form = LiftForm(_posted(request))
        if form.is_valid():
            why = Lifting(form.cleaned_data["why"])
            lift_hold(patient, why=why, by=request.user, at=timezone.now())
            messages.success(request, "The hold is lifted.")
            return redirect("admin:intake_patient_change", pk)
        return self._ask(request, patient, form, "lift")

    def erase_view(self, request: HttpRequest, pk) -> HttpResponse:
        patient = _patient_at(request, pk, "delete_patient")
        references = set(patient.visits.values_list("reference", flat=True))
        form = EraseForm(_posted(request), references=references)
        if form.is_valid():
            asked = Asker(form.cleaned_data["asked"])
            try:
                count = erase_patient(patient, asked=asked, by=request.user, at=timezone.now())
            except OnHold:
                form.add_error(None, KEPT)
            except NoSuchRecord:
                form.add_error(None, MERGED_MEANWHILE)
            else:
                visits = "visit" if count == 1 else "visits"
                messages.success(request, f"Erased the patient with {count} {visits}.")
                return redirect("admin:intake_patient_changelist")
        return self._ask(request, patient, form, "erase")

    def _ask(self, request, patient, form, act):
        """Others who may be the same person are named first: what is done concerns one record."""
        return self._asked(request, patient, form, ASKED[act] | _alike(request, patient))

    def _asked(self, request, patient, form, words):
        crumbs = self.record_crumbs(patient, "Record")
        shown = {**_about(patient), **words, "form": form, "crumbs": crumbs}
        return self.page(
            request, "ask", back=crumbs[-1][1], back_words="Back to the record", **shown
        )


def _acts(user, patient, hold):
    """What can be done with a record: heading, words, address and button of each."""
    offered = {
        "export": True,
        "merge": True,
        "lift": hold and may(user, "change_legalhold"),
        "hold": not hold and may(user, "add_legalhold"),
        "erase": not hold and may(user, "delete_patient"),
    }
    pages = {act: reverse(f"admin:intake_patient_{act}", args=[patient.pk]) for act in offered}
    return [(*ACTS[act], pages[act], f"{BUTTONS[act]}…") for act in offered if offered[act]]


def _need(request: HttpRequest, right: str) -> None:
    if not may(request.user, right):
        raise PermissionDenied


def _patient_at(request: HttpRequest, pk, right: str) -> Patient:
    """Somebody of this person's sites, for who may do it; anybody else looks the same as nobody.

    Where sites decide, none of the visits may have been moved to one by a hand of the database.
    """
    _need(request, right)
    patient = get_object_or_404(Patient.objects.within(request.user), pk=pk)
    if not (request.user.is_everywhere or all(map(is_bound, patient.visits.all()))):
        raise Http404
    return patient


def _alike(request: HttpRequest, patient: Patient) -> dict[str, object]:
    """Another record with this surname and birth date, and where the two are merged."""
    found = alike_words(patient, user=request.user)
    page = reverse("admin:intake_patient_merge", args=[patient.pk])
    return {"alike": found, "merge": page} if found else {}


def _posted(request: HttpRequest):
    """An empty post is a form with everything left out, not a form that is first shown."""
    return request.POST if request.method == "POST" else None


def _about(patient: Patient) -> dict[str, object]:
    return {"patient": patient, "name": _name(patient), "title": _name(patient)}


def _name(patient: Patient) -> str:
    return _readable(lambda: sealed.open(patient, "name"))


def _readable(read: Callable[[], str]) -> str:
    try:
        return read()
    except CannotOpen:
        return UNREADABLE


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = file_named(name)
    return response

"""The access log for the privacy officer: narrowed, read in parts, and saved as a file."""

import csv
from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone

from intake.actions.privacy.read_log import (
    Line,
    TooManyLines,
    Wanted,
    log_file,
    read_log,
    visits_called,
)
from intake.actions.privacy.sealed_log import seal_log
from intake.admin.shared.pages import OwnPage, ReadOnly
from intake.admin.shared.rights import may
from intake.core.privacy.csv_cells import cell
from intake.core.privacy.log_words import DID
from intake.display.downloads import file_named
from intake.forms.words import number_in
from intake.models import AccessEvent, Actor, User

ANYBODY = (("", "Anybody"), (Actor.PATIENT, "Patients"), (Actor.SYSTEM, "The product itself"))
COLUMNS = ("number", "time (UTC)", "who", "user name", "did", "code", "visit", "detail", "digest")
TOO_MANY = "That is more than 100,000 lines. Choose fewer days."


class LogForm(forms.Form):
    """What to look for; an empty form shows everything, the newest first."""

    who = forms.ChoiceField(required=False)
    did = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Anything"), *sorted(DID.items(), key=lambda each: each[1])],
    )
    visit = forms.CharField(
        label="Visit",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "EV-7K2M-9QPX"}),
    )
    whole = forms.BooleanField(label="All visits of this patient", required=False)
    first = forms.DateField(label="From", required=False, widget=AdminDateWidget)
    last = forms.DateField(label="To", required=False, widget=AdminDateWidget)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.order_by("last_name", "first_name", "username")
        if not by.is_everywhere:
            staff = staff.filter(sites__in=[site.pk for site in by.reach]).distinct()
        people = [(str(user.pk), f"{user.printed_name} ({user.username})") for user in staff]
        self.fields["who"].choices = [*ANYBODY, *people]

    def clean_visit(self):
        called = self.cleaned_data["visit"].strip()
        self.visits = None
        if called:
            self.visits = visits_called(called, whole_patient="whole" in self.data)
            if not self.visits:
                raise ValidationError("No visit has or had this reference.")
        return called

    def clean(self):
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "This day is before the first one.")
        return given

    @property
    def wanted(self) -> Wanted:
        given, who = self.cleaned_data, self.cleaned_data["who"]
        return Wanted(
            user=User.objects.filter(pk=who).first() if who.isdigit() else None,
            actor="" if who.isdigit() else who,
            action=given["did"],
            visits=self.visits,
            first=given["first"],
            last=given["last"],
        )


@admin.register(AccessEvent)
class AccessLogAdmin(OwnPage, ReadOnly, admin.ModelAdmin):
    """One list. Lines have no pages of their own: nothing about them can be changed."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="intake_accessevent_changelist"),
            path("file.csv", wrap(self.file_view), name="intake_accessevent_file"),
        ]

    def has_module_permission(self, request):
        return may(request.user, "view_accessevent")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "view_accessevent")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        form = self._form(request)
        part = None
        if form.is_valid():
            before = number_in(request.GET.get("before", ""))
            part = read_log(form.wanted, by=request.user, at=timezone.now(), before=before)
        return self._page(request, form, part)

    def file_view(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request)
        if not form.is_valid():
            return self._page(request, form, None)
        try:
            lines = log_file(form.wanted, by=request.user, at=timezone.now())
        except TooManyLines:
            form.add_error("last", TOO_MANY)
            return self._page(request, form, None)
        response = StreamingHttpResponse(_rows(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = file_named("access-log.csv")
        return response

    def _form(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return LogForm(request.GET, by=request.user)

    def _page(self, request, form, part):
        asked = request.GET.copy()
        asked.pop("before", None)
        shown = {
            "form": form,
            "part": part,
            "asked": asked.urlencode(),
            "head": seal_log(at=timezone.now()),
        }
        return self.page(request, "accessevent/log", title="Access log", **shown)


class _Echo:
    """What csv writes into gives each row back, so that a large file is never whole in memory."""

    def write(self, row: str) -> str:
        return row


def _rows(lines: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield writer.writerow(COLUMNS)
    for line in lines:
        event = line.event
        values = (
            event.sequence,
            event.at.isoformat(timespec="seconds"),
            line.who,
            event.user.username if event.user else "",
            line.did,
            event.action,
            line.reference or event.visit_id or "",
            event.detail,
            event.digest,
        )
        yield writer.writerow([cell(str(value)) for value in values])

"""Visits as the front desk sees them: who comes when, how far they are, and no answers."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.visits.visits_and_links import create_visit
from intake.admin.shared.base import PlainTitles, StrictLookups
from intake.admin.shared.opened_on import OpenedOn
from intake.admin.shared.pages import OwnPage
from intake.admin.shared.rights import may
from intake.core.discussion.in_words import plain_date
from intake.models import Visit, VisitState, sealed
from intake.models.visits.identity import birth_date_of

from .birth_date import BirthDatePages
from .forms import MovedVisitForm, NewVisitForm
from .links import LinkPages
from .record import RecordPages

FINISHED = {VisitState.SENT, VisitState.REOPENED}
UNREADABLE = "Can't be read"
PERSON = ("name", "birth_date")


class WhenFilter(admin.SimpleListFilter):
    title = "day"
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return (("today", "today"), ("coming", "today and later"), ("past", "before today"))

    def queryset(self, request, queryset):
        today = timezone.localdate()
        lookup = {"today": {"date": today}, "coming": {"date__gte": today}}
        return queryset.filter(**(lookup | {"past": {"date__lt": today}}).get(self.value(), {}))


class LockedFilter(admin.SimpleListFilter):
    title = "link"
    parameter_name = "locked"

    def lookups(self, request, model_admin):
        return (("yes", "locked after wrong birth dates"),)

    def queryset(self, request, queryset):
        return queryset.filter(has_locked_link=True) if self.value() == "yes" else queryset


@admin.register(Visit)
class VisitAdmin(
    BirthDatePages,
    RecordPages,
    LinkPages,
    OwnPage,
    PlainTitles,
    OpenedOn,
    StrictLookups,
    admin.ModelAdmin,
):
    actions = None
    form = MovedVisitForm
    list_display = ("reference", "date", "time", "with_whom", "state", "needs_a_link")
    list_filter = (WhenFilter, "state", LockedFilter)
    search_fields = ("=reference",)
    search_help_text = "The whole reference, such as EV-7K2M-9QPX."
    ordering = ("-date", "time", "id")
    view_on_site = False

    def get_queryset(self, request):
        rows = super().get_queryset(request).at_sites_of(request.user).with_lock_state()
        return rows.select_related("provider", "questionnaire", "patient", "created_by", "site")

    @admin.display(description="with", ordering="provider")
    def with_whom(self, visit):
        return visit.provider.printed_name

    @admin.display(description="link")
    def needs_a_link(self, visit):
        return "locked: make a new one" if visit.has_locked_link else ""

    @admin.display(description="patient")
    def name(self, visit):
        try:
            return sealed.open(visit.patient, "name")
        except sealed.CannotOpen:
            return UNREADABLE

    @admin.display(description="date of birth")
    def birth_date(self, visit):
        try:
            return plain_date(birth_date_of(visit.patient))
        except sealed.CannotOpen:
            return UNREADABLE

    @admin.display(description="questionnaire")
    def asks(self, visit):
        return visit.questionnaire.title

    def get_fields(self, request, obj=None):
        shown = ("reference", *(PERSON if may(request.user, "view_patient") else ()))
        return (*shown, "date", "time", "with_whom", "asks", "state", "created_at")

    def get_readonly_fields(self, request, obj=None):
        return ("reference", *PERSON, "with_whom", "asks", "state", "created_at")

    def has_module_permission(self, request):
        return may(request.user, "view_visit")

    def has_view_permission(self, request, obj=None):
        return may(request.user, "view_visit")

    def has_add_permission(self, request):
        return may(request.user, "add_visit")

    def has_change_permission(self, request, obj=None):
        """After sending, the day stands in the frozen discussion."""
        return may(request.user, "change_visit") and (obj is None or obj.state not in FINISHED)

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if len(request.user.reach) > 1:
            return redirect("desk:today")  # the desk asks at which site
        [site] = request.user.reach
        form = NewVisitForm(request.POST or None, site=site)
        if form.is_valid():
            made = create_visit(form.patient, form.appointment, by=request.user, at=timezone.now())
            self.log_addition(request, made, "Entered.")
            return redirect("admin:intake_visit_change", made.pk)
        return self.page(
            request,
            "ask",
            title="Enter a visit",
            crumbs=[self.list_crumb],
            back=self.list_crumb[1],
            form=form,
            button="Enter the visit",
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        visit = self.get_object(request, object_id)
        if visit and self.has_view_permission(request, visit):
            if request.method == "GET" and may(request.user, "view_patient"):
                record("visit_opened", at=timezone.now(), by=request.user, visit=visit)
            extra_context = {
                **(extra_context or {}),
                **self._links_of(request, visit),
                **self.record_of(request, visit),
            }
        return super().change_view(request, object_id, form_url, extra_context)

    def _links_of(self, request, visit):
        return {
            "subtitle": None,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            "title": f"Visit {visit.reference}",
            "visit": visit,
            "links": [
                (link, _state_of(link, at=timezone.now()))
                for link in visit.invitations.select_related("created_by")
            ],
            "may_invite": may(request.user, "add_invitation") and visit.state != VisitState.SENT,
            "may_correct": may(request.user, "change_patient"),
            "may_revoke": may(request.user, "change_invitation"),
        }

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record(
            "visit_moved",
            at=timezone.now(),
            by=request.user,
            visit=obj,
            detail=",".join(form.changed_data),
        )


def _state_of(link, *, at):
    """What became of a link, the last thing first."""
    if link.revoked_at:
        return f"Taken back {timezone.localtime(link.revoked_at):%d-%b-%Y %H:%M}"
    if link.locked_at:
        return "Locked after wrong birth dates"
    if link.is_on_device and link.entered_at:
        return "Opened on the clinic's device"
    if link.expires_at <= at:
        return "Expired"
    if link.entered_at:
        return "Opened"
    return "For the clinic's device" if link.is_on_device else "Not opened yet"

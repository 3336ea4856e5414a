"""What the front page of the admin offers, by role."""

from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from intake.access.roles import Role
from intake.core.discussion.in_words import plain_date
from intake.core.limits import SOON

from ..models import EmergencyKit, Evidence, Lot, Practitioner, Questionnaire, Visit
from .register.register import EmergencyKitAdmin, LotAdmin, PractitionerAdmin, past
from .shared.rights import may

MOST_DUE = 10
PAST = (
    (Lot, LotAdmin.until, "Lots that ran out"),
    (Practitioner, PractitionerAdmin.until, "Licenses to look up again"),
    (EmergencyKit, EmergencyKitAdmin.until, "Emergency kits to go through"),
)


@dataclass(frozen=True)
class Task:
    title: str
    url: str
    hint: str = ""


def tasks_of(user) -> list[Task]:
    tasks = [*_clinic_tasks(user), *_catalog_tasks(user)]
    if may(user, "view_accessevent"):
        record = "who looked, hand out, keep back, erase"
        tasks.append(Task("Access log", _list("accessevent"), "who looked at what"))
        tasks.append(Task("A patient's record", _list("patient"), record))
        if user.is_everywhere:
            due = reverse("admin:intake_stone_due")
            tasks.append(Task("What would be erased", due, "by the daily purge"))
    if user.has_perm("intake.change_user"):
        setup, settings = reverse("clinic:home"), "settings of each site, and invitations by mail"
        tasks.append(Task("Sites and people", setup, settings))
        tasks.append(Task("Staff accounts", _list("user"), "who works here, and in which role"))
    return tasks


def _list(model, query=""):
    return reverse(f"admin:intake_{model}_changelist") + query


def _clinic_tasks(user):
    """Of the register only what visits may be given: a lot not in use any more needs nobody."""
    today = timezone.localdate()
    if Role.FRONT_DESK in user.roles:
        visits = Visit.objects.at_sites_of(user)
        coming = visits.filter(date=today).count()
        to_come = visits.filter(date__gte=today).with_lock_state()
        locked = to_come.filter(has_locked_link=True).count()
        hint = f"{coming} today" + (f", {locked} with a locked link" if locked else "")
        yield Task("Reception", reverse("desk:today"), hint)
    for model, columns, title in PAST if user.has_perm("intake.change_lot") else ():
        count = model.objects.filter(past(columns, today), in_use=True).count()
        if count:
            page = _list(model._meta.model_name, "?in_use__exact=1&dates=past")
            yield Task(title, page, f"{count} past their date")


def _catalog_tasks(user):
    if user.has_perm("intake.change_question"):
        for draft in Questionnaire.objects.all():
            page = reverse("admin:intake_questionnaire_outline", args=[draft.pk])
            yield Task(f"Outline of “{draft.title}”", page, "everything it asks, on one page")
        yield Task("Change a question", _list("question"), "its words, answers and conditions")
        yield Task("Change a point", _list("point"), "what is discussed, and what raises it")
    if user.has_perm("intake.add_version"):
        for draft in Questionnaire.objects.annotate(newest=Max("versions__number")):
            newest = f"version {draft.newest} is in use" if draft.newest else "not published yet"
            page = reverse("admin:intake_questionnaire_publish", args=[draft.pk])
            yield Task(f"Publish “{draft.title}”", page, newest)
    if user.has_perm("intake.add_questionnaire"):
        page = reverse("admin:intake_questionnaire_import")
        yield Task("Import a document", page, "a questionnaire from another clinic or release")
    if user.has_perm("intake.change_evidence"):
        due = Evidence.objects.filter(review_by__lte=timezone.localdate() + SOON).count()
        if due:
            hint = f"{due} overdue or due within 30 days"
            yield Task("Read evidence again", _list("evidence", "?due=all"), hint)


def falling_due(user) -> list[Task]:
    """Evidence to be read again within 30 days, the oldest first, for the front page."""
    if not user.has_perm("intake.change_evidence"):
        return []
    due = Evidence.objects.filter(review_by__lte=timezone.localdate() + SOON)
    return [
        Task(
            str(each),
            reverse("admin:intake_evidence_change", args=[each.pk]),
            plain_date(each.review_by),
        )
        for each in due.order_by("review_by", "key")[:MOST_DUE]
    ]

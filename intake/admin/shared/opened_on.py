"""A form knows what it was opened on: a save over somebody else's is refused, with both texts."""

from copy import copy
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.utils import timezone

from .both_texts import Differs, both_texts
from .inputs import inputs_of

SALT = "intake.admin.opened_on"
OPENED_ON = "_opened_on"
REFUSED = (
    "Nothing was saved. This was changed after you had opened it. Look at what differs above, then"
    " save again; what you typed is below."
)


@dataclass(frozen=True)
class Stale:
    """What was saved meanwhile, what differs from it, and who saved it."""

    differs: list[Differs]
    taken_over: list[str]
    who: str = ""


def state_of(form, formsets=()):
    """Every input of a page as it stands: of the record, and of each of its rows."""
    rows = {
        formset.prefix: {str(each.instance.pk): inputs_of(each) for each in formset.initial_forms}
        for formset in formsets
    }
    return {"record": inputs_of(form), "rows": rows}


def kept(state):
    """For the form: only we could have written it."""
    return signing.dumps(state, salt=SALT, compress=True)


def opened(posted):
    """What the form was opened on; nothing is known of one that does not say it."""
    try:
        return signing.loads(posted.get(OPENED_ON, ""), salt=SALT)
    except signing.BadSignature:
        return {"record": {}, "rows": {}}


def stale_of(request, row, form, formsets=()):
    """What somebody else saved since the posted page was opened; puts both together in the post."""
    base = opened(request.POST)
    if base == state_of(form, formsets):
        return None
    merged, differs, taken_over = both_texts(request.POST, base, form, formsets)
    if not differs and not taken_over:
        return None  # both saved the same
    request.POST = merged
    return Stale(differs, taken_over, who_saved(row, but=request.user))


class OpenedOn:
    """For every admin whose forms two people may open at once."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        # Whoever saves first is done before the other's save is compared with it.
        with transaction.atomic():
            stale = self._look(request, unquote(object_id))
            shown = {**(extra_context or {}), "stale": stale}
            response = super().changeform_view(request, object_id, form_url, shown)
        if stale:
            response.status_code = 409
        return response

    def _look(self, request, pk):
        row = self.get_object(request, pk)
        if row is None or not self.has_change_permission(request, row):
            return None  # answered by Django's own page
        row.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        form, formsets = self._untouched(request, row)
        request.stands = state_of(form, formsets)
        stale = stale_of(request, row, form, formsets)
        request.is_stale = stale is not None
        return stale

    def _untouched(self, request, row):
        """The forms of the page as somebody sees them who opens it now."""
        looking = copy(request)
        looking.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(looking, row))
        form = self.get_form(looking, row, change=True, fields=fields)(instance=row)
        return form, self._create_formsets(looking, row, change=True)[0]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "is_stale", False):
            form.clean = _refused(form.clean)  # the class was made for this request
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            stands = getattr(request, "stands", None)
            form = context["adminform"].form
            context["opened_on"] = kept(stands or state_of(form, formsets))
        return super().render_change_form(request, context, add, change, form_url, obj)


def who_saved(row, *, but):
    """The last who saved it besides oneself, and when; empty if it came another way."""
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=row.pk).exclude(user=but)
    last = entries.select_related("user").order_by("-action_time").first()
    if last is None:
        return ""
    return f"{last.user.printed_name}, {timezone.localtime(last.action_time):%d-%b-%Y %H:%M}"


def _refused(clean):
    def refused(form):
        given = clean(form)
        form.add_error(None, REFUSED)
        return given

    return refused

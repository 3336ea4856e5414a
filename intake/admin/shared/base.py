"""What the pages of all catalog records have in common."""

from threading import local

from adminsortable2.admin import SortableAdminBase, SortableAdminMixin
from django.contrib import admin
from django.db.models import Max, TextField
from django.forms import Textarea
from django.http import Http404
from django.utils.text import capfirst

from intake.models import Questionnaire

from .back_to_outline import BackToOutline
from .in_use import linked, users_of
from .opened_on import OpenedOn
from .pages import OwnPage

_request = local()


def lines(number):
    """A text input as wide as the form."""
    return Textarea(attrs={"rows": number, "class": "vLargeTextField"})


class StrictLookups:
    """Lists can be filtered by what they offer and by nothing else (SECURITY C23)."""

    def lookup_allowed(self, lookup, value, request=None):
        filters = self.get_list_filter(request)
        offered = {getattr(each, "parameter_name", each) for each in filters}
        asked = lookup.removesuffix("__exact").removesuffix("__isnull").removesuffix("__id")
        return asked in offered


class PlainTitles:
    """A list is called by what it lists, and what is added is called as in the middle of a line."""

    def changelist_view(self, request, extra_context=None):
        shown = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        return super().changelist_view(request, shown)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django leads on to the front page; a record out of reach is not found, as any other."""
        raise Http404

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        found = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for each in found:
            name = each.opts.verbose_name
            words = each.inline_formset_data().replace(
                f"another {capfirst(name)}", f"another {name}"
            )
            each.inline_formset_data = words
        return found


class PlainInputs:
    """Other records are edited on their own pages: no pop-ups beside the inputs."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for link in ("add", "change", "delete", "view"):
            if hasattr(field.widget, f"can_{link}_related"):
                setattr(field.widget, f"can_{link}_related", False)
        return field


class CatalogAdmin(
    OwnPage,
    PlainTitles,
    OpenedOn,
    BackToOutline,
    StrictLookups,
    PlainInputs,
    SortableAdminBase,
    admin.ModelAdmin,
):
    """Records of a draft. Patients see nothing of a change before it is published."""

    actions = None
    list_per_page = 200
    save_on_top = True
    show_full_result_count = False
    view_on_site = False
    formfield_overrides = {TextField: {"widget": lines(4)}}

    def get_changeform_initial_data(self, request):
        """Where there is one questionnaire, nobody is asked which one is meant."""
        initial = super().get_changeform_initial_data(request)
        if "questionnaire" not in initial:
            found = list(Questionnaire.objects.values_list("pk", flat=True)[:2])
            initial |= {"questionnaire": found[0]} if len(found) == 1 else {}
        return initial

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "questionnaire") if obj and hasattr(obj, "questionnaire_id") else fixed

    def get_deleted_objects(self, objs, request):
        """What stands against deleting is named, and linked to where it is mended."""
        shown, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [linked(user) for each in objs for user in users_of(each)]
        return shown, counts, lacking, protected

    def get_formset_kwargs(self, request, obj, inline, prefix):
        told = inline.form_kwargs(obj) if hasattr(inline, "form_kwargs") else {}
        return {**super().get_formset_kwargs(request, obj, inline, prefix), "form_kwargs": told}


class OrderedAdmin(SortableAdminMixin, CatalogAdmin):
    """A list that is put in order by dragging or by buttons, one questionnaire at a time."""

    # The mixin keeps this on the admin itself, which all threads share.
    enable_sorting = property(
        lambda self: getattr(_request, "sorting", False),
        lambda self, value: setattr(_request, "sorting", value),
    )

    def get_actions(self, request):
        # The mixin's actions move rows between pages; a list is put in order on one page.
        return {}

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if self.enable_sorting:
            # With some rows out of sight, the order between them and the others would be lost.
            owners = changelist.queryset.order_by().values_list("questionnaire", flat=True)
            found = list(owners.distinct()[:2])
            self.enable_sorting = False
            if len(found) < 2 and not changelist.multi_page:
                total = changelist.model.objects.filter(questionnaire__in=found).count()
                self.enable_sorting = total == changelist.result_count
        return changelist

    def get_max_order(self, request, obj=None):
        return last_position(self.model.objects.filter(questionnaire=obj.questionnaire))


def last_position(rows):
    return rows.aggregate(last=Max("position"))["last"] or 0

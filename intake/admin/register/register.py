"""The clinic's register: products, lots, people and kits, entered once and chosen on visits."""

from django.contrib import admin
from django.db.models import Count, Q
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.functional import cached_property

from intake.admin.shared.base import PlainInputs, PlainTitles, StrictLookups
from intake.admin.shared.opened_on import OpenedOn
from intake.admin.shared.rows import NamedInputs
from intake.core.discussion.in_words import plain_date
from intake.core.limits import SOON
from intake.models import EmergencyKit, Lot, Practitioner, Price, Product, ProductPaper

from .facts import documents
from .forms import KitForm, LotForm, PaperForm, PractitionerForm, PriceForm, ProductForm


def past(columns, today):
    """Rows of which one of these days is over."""
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__lt": today})
    return found


class DatesFilter(admin.SimpleListFilter):
    title = "dates"
    parameter_name = "dates"

    def lookups(self, request, model_admin):
        return (("past", "past"), ("soon", "past within 30 days"))

    def queryset(self, request, queryset):
        today, columns = timezone.localdate(), self.model_admin.until
        if self.value() == "past":
            return queryset.filter(past(columns, today))
        if self.value() == "soon":
            near = past(columns, today + SOON) & ~past(columns, today)
            return queryset.filter(near)
        return queryset

    def __init__(self, request, params, model, model_admin):
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class RegisterAdmin(PlainTitles, OpenedOn, StrictLookups, PlainInputs, admin.ModelAdmin):
    """Rows that visits may name: taken out of use, never deleted.

    What a visit was given stays as it was; a change shows on the visits chosen afterwards.
    """

    actions = None
    until = ()
    list_filter = ("in_use", DatesFilter)
    show_full_result_count = False
    view_on_site = False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="standing")
    def standing(self, row):
        if not row.in_use:
            return "not in use"
        days = [day for day in (getattr(row, column) for column in self.until) if day]
        first, today = min(days, default=None), timezone.localdate()
        if first is None or first >= today + SOON:
            return ""
        return f"past since {plain_date(first)}" if first < today else f"until {plain_date(first)}"


class RegisterFormSet(NamedInputs, BaseInlineFormSet):
    """Rows under a product; the ladders they may name are read once for all of them."""

    @cached_property
    def found(self):
        return documents()

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "found": self.found}


class RegisterRows(admin.StackedInline):
    formset = RegisterFormSet
    extra = 0
    view_on_site = False

    def has_delete_permission(self, request, obj=None):
        return False


class Papers(RegisterRows):
    model = ProductPaper
    form = PaperForm
    verbose_name_plural = "documents the clinic holds"


class Prices(RegisterRows):
    model = Price
    form = PriceForm


@admin.register(Product)
class ProductAdmin(RegisterAdmin):
    form = ProductForm
    inlines = (Papers, Prices)
    list_display = ("name", "maker", "checked_on", "lots_in_use", "in_use")
    list_filter = ("in_use",)
    search_fields = ("name", "maker", "ind_number")
    search_help_text = "A part of the name, the maker or the IND number."

    def get_queryset(self, request):
        in_use = Count("lots", filter=Q(lots__in_use=True))
        return super().get_queryset(request).annotate(lots_count=in_use)

    @admin.display(description="lots in use")
    def lots_in_use(self, product):
        return product.lots_count


@admin.register(Lot)
class LotAdmin(RegisterAdmin):
    form = LotForm
    until = ("expires_on",)
    list_display = ("number", "product", "expires_on", "certificate", "standing")
    list_filter = ("in_use", DatesFilter, "product")
    list_select_related = ("product",)
    search_fields = ("number", "product__name", "certificate")
    search_help_text = "A part of the lot number, the product’s name or the certificate."

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "product" in form.base_fields:
            own = Q(pk=obj.product_id) if obj else Q()
            form.base_fields["product"].queryset = Product.objects.filter(Q(in_use=True) | own)
        return form


@admin.register(Practitioner)
class PractitionerAdmin(RegisterAdmin):
    form = PractitionerForm
    until = ("license_good_until", "check_again_on")
    list_display = ("name", "profession", "license_number", "checked_on", "standing")
    search_fields = ("name", "license_number")
    search_help_text = "A part of the name or the license number."


@admin.register(EmergencyKit)
class EmergencyKitAdmin(RegisterAdmin):
    form = KitForm
    until = ("check_again_on",)
    list_display = ("place", "checked_on", "check_again_on", "standing")
    search_fields = ("place",)

"""Staff accounts and their roles."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple

from intake.access.accounts import in_reach_of
from intake.actions.visits.people import NameRefused, tidy_name

from ..models import User
from .accounts import RANK, AccountPages
from .shared.base import PlainTitles, StrictLookups
from .shared.opened_on import OpenedOn

# What a role may do is part of the product; a group that can be edited here would be a way
# around it (SECURITY C26).
admin.site.unregister(Group)


class PrintedNameForm(UserChangeForm):
    """What stands under a signature can be read, or is left empty."""

    def clean(self):
        given = super().clean()
        for part in ("first_name", "last_name", "credentials"):
            try:
                given[part] = tidy_name(given.get(part) or "", is_needed=False)
            except NameRefused as refused:
                self.add_error(part, str(refused))
        return given


@admin.register(User)
class StaffAdmin(AccountPages, PlainTitles, OpenedOn, StrictLookups, UserAdmin):
    actions = None
    form = PrintedNameForm
    list_display = ("username", "printed_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Printed on paper", {"fields": (("first_name", "last_name"), "credentials")}),
        ("Mail", {"fields": ("email",)}),
        (
            "Rights",
            {
                "fields": ("is_active", "groups", "sites", "is_superuser"),
                "description": "A role opens the pages that its work needs.",
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("groups")
        return in_reach_of(request.user, people)

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name in ("groups", "sites"):
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Nobody raises themselves, and only an administrator of rank makes another (C25, C26)."""
        fixed = super().get_readonly_fields(request, obj)
        if not request.user.is_everywhere:
            fixed = (*fixed, "sites")
        if obj == request.user:
            return (*fixed, *RANK)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser")

    def has_change_permission(self, request, obj=None):
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Who signed or published stays named; an account is closed by unticking "active"."""
        return False

"""The site that all admin pages hang on: its name, its front page, its pickers."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.shortcuts import redirect

# The front page shows records by the work they belong to, in the order of that work.
PARTS = {
    "Register": ("Product", "Lot", "Practitioner", "EmergencyKit"),
    "Questionnaire": (
        "Questionnaire",
        "Section",
        "Question",
        "Point",
        "Trigger",
        "Claim",
        "Evidence",
        "Topic",
        "ExamplePatient",
        "WordsToAvoid",
        "ListedName",
        "Version",
    ),
    "Privacy": ("AccessEvent", "Patient", "Stone"),
    "Staff": ("User",),
}


class NamingView(AutocompleteJsonView):
    """What a picker offers, named as its record wants to be named in a picker."""

    def serialize_result(self, obj, to_field_name):
        name = getattr(self.model_admin, "name_in_picker", str)
        return {"id": str(getattr(obj, to_field_name)), "text": name(obj)}


class StaffSite(AdminSite):
    site_title = "Staff"
    index_title = "What would you like to do?"
    # The lists are few and the forms are wide.
    enable_nav_sidebar = False
    site_url = None
    # An address that leads nowhere is not found, for everybody.
    final_catch_all_view = False

    @property
    def site_header(self):
        return f"{settings.CLINIC.name}: staff"

    def each_context(self, request):
        from intake.access.held_posts import offered

        roles = request.user.roles if request.user.is_authenticated else ()
        doors = {"provides": "provider" in roles, "receives": "front desk" in roles}
        return {**super().each_context(request), **doors, "held": offered(request)}

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        parts = []
        for app in apps:  # one, or none where somebody has no record to open
            found = {model["object_name"]: model for model in app["models"]}
            for name, names in PARTS.items():
                models = [found[each] for each in names if each in found]
                if models:
                    parts.append({**app, "name": name, "models": models})
        return parts

    def index(self, request, extra_context=None):
        # The site must be there before the pages of the admin are imported and register on it.
        from intake.admin.front_page import falling_due, tasks_of

        found = {"tasks": tasks_of(request.user), "due": falling_due(request.user)}
        return super().index(request, {**(extra_context or {}), **found})

    def login(self, request, extra_context=None):
        """Both doors share one way in, and the gate has seen to it."""
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        from intake.account.sign_in import SignOut

        return SignOut.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("account:password")

    def autocomplete_view(self, request):
        return NamingView.as_view(admin_site=self)(request)

"""What administrators do to an account besides editing it, and what follows from an edit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.accounts.accounts import (
    bind_account,
    end_sessions,
    open_the_admin,
    password_given,
    roles_changed,
    subject,
)
from intake.actions.accounts.second_factor import in_use, reset

RANK = ("is_staff", "is_active", "is_superuser", "groups", "sites")


class AccountPages:
    """Adds to the admin of staff: resets, sessions, and the record of every change of roles."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            ("reset-factor", self.reset_factor_view, "intake_user_reset_factor"),
            ("end-sessions", self.end_sessions_view, "intake_user_end_sessions"),
        ]
        pages = [path(f"<int:pk>/{part}/", wrap(view), name=name) for part, view, name in own]
        return [*pages, *super().get_urls()]

    def reset_factor_view(self, request, pk):
        """By somebody else only: whoever holds an open session must not get rid of the factor."""
        user = self._account(request, pk)
        if user == request.user:
            messages.error(request, "Another administrator has to reset your second factor.")
        else:
            with transaction.atomic():
                reset(user, by=request.user, at=timezone.now())
                self.log_change(request, user, "Reset the second factor.")
            messages.success(request, "Reset. The next sign-in sets a new authenticator up.")
        return redirect("admin:intake_user_change", pk)

    def end_sessions_view(self, request, pk):
        user = self._account(request, pk)
        with transaction.atomic():
            end_sessions(user)
            record("session_ended", at=timezone.now(), by=request.user, detail=subject(user))
        messages.success(request, "All sessions of this account have ended.")
        return redirect("admin:intake_user_change", pk)

    def _account(self, request, pk):
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def change_view(self, request, object_id, form_url="", extra_context=None):
        user = self.get_object(request, object_id)
        if user is None:
            raise Http404
        shown = {"account": user, "has_factor": bool(user and in_use(user))}
        shown["open_sessions"] = user.sessions.filter(expire_date__gt=timezone.now()).count()
        if request.method == "POST" and user == request.user and set(RANK) & set(request.POST):
            # The form has no such fields for one's own account: somebody made them up (C25).
            record("own_rights_refused", at=timezone.now(), by=request.user, detail=subject(user))
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def user_change_password(self, request, id, form_url=""):
        """One's own is changed with both factors, on the account's page."""
        if id == str(request.user.pk):
            return redirect("account:password")
        user = self.get_object(request, id)
        before = user and user.password
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            if user:
                user.refresh_from_db()
                if user.password != before:
                    password_given(user, by=request.user, at=timezone.now())
        return answer

    def save_form(self, request, form, change):
        """Before anything is kept, so that what was is known."""
        before = form.instance.groups.values_list("name", flat=True) if change else ()
        request.roles_before = set(before)
        return super().save_form(request, form, change)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.password_is_given = True
        super().save_model(request, obj, form, change)
        if change and {"is_active", "is_staff", "is_superuser"} & set(form.changed_data):
            end_sessions(obj)
            words = ",".join(sorted(form.changed_data))[:150]
            detail = f"{subject(obj)} {words}"
            record("roles_changed", at=timezone.now(), by=request.user, detail=detail)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not change and not request.user.is_everywhere:
            user.sites.set(request.user.reach)  # nobody opens more than he or she may
        open_the_admin(user)
        bind_account(user)
        roles_changed(user, request.roles_before, by=request.user, at=timezone.now())

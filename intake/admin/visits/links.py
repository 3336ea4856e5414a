"""Links for patients: made and shown once, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from intake.access.shared_device import hand_over
from intake.actions.visits.visits_and_links import (
    LinkNotNeeded,
    NoLink,
    NothingPublished,
    VisitNotPlanned,
    invite,
    invite_on_device,
    reissue,
    revoke,
)
from intake.admin.shared.rights import may
from intake.core.discussion.in_words import plain_date
from intake.display.links import link_address
from intake.models.visits.identity import birth_date_of

REFUSED = {
    LinkNotNeeded: "The answers were sent. The patient needs no link.",
    NothingPublished: "The questionnaire has no published version yet. Publish it first.",
    VisitNotPlanned: "The visit is not planned any more. Take it up again first.",
}


class LinkPages:
    """Adds to the admin of visits what is done with their links."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        revoking = "<int:pk>/links/<int:link_pk>/revoke/"
        return [
            path("<int:pk>/link/", wrap(self.link_view), name="intake_visit_link"),
            path("<int:pk>/device/", wrap(self.device_view), name="intake_visit_device"),
            path(revoking, wrap(self.revoke_view), name="intake_visit_revoke"),
            *super().get_urls(),
        ]

    def link_view(self, request, pk):
        """Answers the post itself, without a redirect: the link is kept nowhere to show later."""
        visit = self._visit(request, pk, "add_invitation")
        if request.method != "POST":
            return redirect("admin:intake_visit_change", pk)
        making = reissue if "take_back" in request.POST else invite
        try:
            token = making(visit, by=request.user, at=timezone.now())
        except NoLink as refused:
            messages.error(request, REFUSED[type(refused)])
            return redirect("admin:intake_visit_change", pk)
        self.log_change(request, visit, "Made a link.")
        return self._link_page(request, visit, token)

    def device_view(self, request, pk):
        """Whoever presses this holds the device that the patient gets, and is signed out of it."""
        visit = self._visit(request, pk, "add_invitation")
        try:
            token = invite_on_device(visit, by=request.user, at=timezone.now())
        except NoLink as refused:
            messages.error(request, REFUSED[type(refused)])
            return redirect("admin:intake_visit_change", pk)
        self.log_change(request, visit, "Opened the form on the clinic's device.")
        return hand_over(request, token)

    def revoke_view(self, request, pk, link_pk):
        visit = self._visit(request, pk, "change_invitation")
        invitation = visit.invitations.filter(pk=link_pk).first()
        if invitation is None:
            raise Http404
        if request.method == "POST":
            revoke(invitation, by=request.user, at=timezone.now())
            self.log_change(request, visit, "Took a link back.")
            messages.success(request, "The link does not work any more.")
        return redirect("admin:intake_visit_change", pk)

    def _visit(self, request, pk, right):
        visit = self.get_object(request, str(pk))
        if visit is None:
            raise Http404
        if not (self.has_view_permission(request, visit) and may(request.user, right)):
            raise PermissionDenied
        return visit

    def _link_page(self, request, visit, token):
        context = {
            "title": f"Link for visit {visit.reference}",
            "here": "Link",
            "crumbs": self.record_crumbs(visit),
            "visit": visit,
            "link": link_address(token),
            "works_until": visit.invitations.first().expires_at,
        }
        if may(request.user, "view_patient"):
            born = birth_date_of(visit.patient)
            context |= {"born": plain_date(born), "born_iso": born.isoformat()}
        return self.page(request, "visit/link", **context)

"""The outline: a whole draft on one page, put in order and added to on the spot."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from intake.actions.catalog.draft_rows import DraftRows
from intake.actions.catalog.publish import problems_of
from intake.admin.catalog.problem_places import placed
from intake.admin.shared.back_to_outline import outline_address
from intake.admin.shared.moves import MoveRefused, move
from intake.admin.shared.pages import draft_tools

from .additions import Spot, addition_for
from .tree import Tree


class OutlinePages:
    """Adds the outline to the admin of questionnaires."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/outline/", wrap(self.outline_view), name="intake_questionnaire_outline"),
            path("<int:pk>/outline/move/", wrap(self.move_view), name="intake_questionnaire_move"),
            *super().get_urls(),
        ]

    def outline_view(self, request, pk):
        draft = self.draft_of(request, pk, "change_question")
        rows, sought = DraftRows(draft), request.GET.get("q", "").strip()
        spot = Spot.read(rows, request.GET.get("add", ""))
        addition = addition_for(rows, spot, request.POST or None) if spot else None
        if addition and request.method == "POST" and addition.form.is_valid():
            with transaction.atomic():
                made = addition.save()
                self.log_addition(request, made, "Added in the outline.")
            messages.success(request, f"Added: {made}")
            return HttpResponseRedirect(outline_address(draft.pk, addition.anchor(made), sought))
        problems = problems_of(draft, at=timezone.now(), rows=rows)
        says = defaultdict(list)
        for problem in problems:
            says[problem.place].append(problem.says)
        stands = placed(draft, problems, on_outline=True)
        return self._outline_page(request, Tree(rows, says), stands, addition)

    def _outline_page(self, request, tree, problems, addition):
        draft = tree.rows.draft
        sought = request.GET.get("q", "").strip()
        branches = tree.found(sought) if sought else tree.branches
        context = {
            "title": f"Outline of “{draft.title}”",
            "here": "Outline",
            "crumbs": self.record_crumbs(draft),
            "draft": draft,
            "draft_tools": draft_tools(request.user, draft),
            "branches": branches,
            "sought": sought,
            "found": sum(len(branch.asked) for branch in branches),
            "problems": problems,
            "addition": addition,
            "form": addition and addition.form,
        }
        return self.page(request, "questionnaire/outline", **context)

    def move_view(self, request, pk):
        draft = self.draft_of(request, pk, "change_question")
        try:
            moved = move(draft, request.POST)
        except MoveRefused as refused:
            for words in refused.words:
                messages.error(request, words)
            moved = refused.row
        else:
            if moved:
                self.log_change(request, draft, f"Moved {moved._meta.verbose_name} {moved}.")
        anchor = f"{moved._meta.model_name}-{moved.pk}" if moved else ""
        return HttpResponseRedirect(outline_address(draft.pk, anchor))

    def draft_of(self, request, pk, right):
        """The draft of an address, for those who may work on it."""
        draft = self.get_object(request, str(pk))
        if draft is None:
            raise Http404
        if not request.user.has_perm(f"intake.{right}"):
            raise PermissionDenied
        return draft

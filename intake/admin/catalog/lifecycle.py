"""Pages beside a questionnaire's versions: a duplicate to start from, retiring, restoring."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.lifecycle import KeyTaken, duplicate, restore, retire, take_up_again
from intake.actions.catalog.seen import DraftChanged, standing_sha256
from intake.admin.shared.forms import TAKEN
from intake.admin.shared.keys import key_from
from intake.admin.shared.seen_draft import SeenDraftForm
from intake.core.documents.values import DocumentError
from intake.core.questionnaire.free_text import tidy
from intake.models import Questionnaire
from intake.models.catalog.versions import VersionAltered

from .difference import told

COPIED = (
    "This makes a second draft with the same questions, points, evidence and example patients, to"
    " start from. It is a questionnaire of its own, and nobody has reviewed it."
)
RETIRED = (
    "No visit can be entered with a retired questionnaire. Visits that were entered go on: those"
    " patients open their link, answer and finish. Nothing that was published or answered is lost,"
    " and it can be brought back."
)
WAITING = "Visits from today on that have not been sent yet: {}."
BACK = "Retired on {:%d-%b-%Y}. Once it is brought back, visits can be entered with it as before."


class DuplicateForm(forms.Form):
    title = forms.CharField(
        max_length=200,
        help_text="Patients see this at the top.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean_title(self):
        title = tidy(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("Write a title.")
        return title


class RetiringForm(forms.Form):
    """Which of the two its page asked about: a second press must not undo the first."""

    is_back = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LifePages:
    """Adds pages that duplicate and retire to the admin of questionnaires."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "intake_questionnaire"
        return [
            path("<int:pk>/duplicate/", wrap(self.duplicate_view), name=f"{name}_duplicate"),
            path("<int:pk>/retire/", wrap(self.retire_view), name=f"{name}_retire"),
            *super().get_urls(),
        ]

    def duplicate_view(self, request, pk):
        draft = self.draft_of(request, pk, "add_questionnaire")
        suggested = {"title": f"{draft.title[:190]} (copy)"}
        form = DuplicateForm(request.POST or None, initial=suggested)
        if form.is_valid():
            made = self._duplicate(request, draft, form)
            if made is not None:
                return redirect("admin:intake_questionnaire_change", made.pk)
        found = {"title": f"Duplicate “{draft.title}”", "here": "Duplicate", "form": form}
        return self._ask(request, draft, intro=[COPIED], button="Make the duplicate", **found)

    def _duplicate(self, request, draft, form):
        title = form.cleaned_data["title"]
        key = key_from(title, set(Questionnaire.objects.values_list("slug", flat=True)))
        try:
            made = duplicate(draft, key=key, title=title, by=request.user, at=timezone.now())
        except KeyTaken:
            form.add_error("title", TAKEN)
            return None
        except (DraftIncomplete, DocumentError) as error:
            form.add_error(None, f"The draft can't be duplicated before this is mended: {error}")
            return None
        self.log_addition(request, made, f"Duplicated from “{draft.title}”.")
        messages.success(request, f"“{made.title}” was made. Publish it to have it asked.")
        return made

    def retire_view(self, request, pk):
        draft = self.draft_of(request, pk, "add_version")
        is_back = bool(draft.retired_at)
        posted = request.POST if request.method == "POST" else None
        form = RetiringForm(posted, initial={"is_back": is_back})
        if form.is_valid():
            self._retire(request, draft, form.cleaned_data["is_back"])
            return redirect("admin:intake_questionnaire_change", draft.pk)
        waiting = draft.visits.filter(date__gte=timezone.localdate(), submission__sent_at=None)
        count = waiting.count()
        return self._ask(
            request,
            draft,
            form=form,
            title=f"Bring “{draft.title}” back" if is_back else f"Retire “{draft.title}”",
            here="Bring back" if is_back else "Retire",
            intro=[BACK.format(draft.retired_at)] if is_back else [RETIRED, WAITING.format(count)],
            button="Bring it back" if is_back else "Retire it",
        )

    def _retire(self, request, draft, is_back):
        change, said = (take_up_again, "Brought back.") if is_back else (retire, "Retired.")
        if change(draft, by=request.user, at=timezone.now()):
            self.log_change(request, draft, said)
            messages.success(request, f"“{draft.title}”: {said}")
        else:
            done = "brought back" if is_back else "retired"
            messages.warning(request, f"“{draft.title}” was {done} already. Nothing was changed.")

    def _ask(self, request, draft, **shown):
        crumbs = self.record_crumbs(draft)
        return self.page(request, "ask", crumbs=crumbs, back=crumbs[-1][1], **shown)


class RestorePages:
    """Adds the page that restores a version into the draft to the admin of versions."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.restore_view)
        return [
            path("<int:pk>/restore/", page, name="intake_version_restore"),
            *super().get_urls(),
        ]

    def restore_view(self, request, pk):
        """First what would change in the draft, then a second click changes it."""
        version = self.get_object(request, pk)
        if version is None or not self.has_view_permission(request, version):
            raise Http404
        if not request.user.has_perm("intake.change_questionnaire"):
            raise PermissionDenied
        try:
            document = version.read()
        except VersionAltered as altered:
            messages.error(request, f"Nothing was changed. {altered}")
            return redirect("admin:intake_version_change", version.pk)
        draft = version.questionnaire
        form = SeenDraftForm(request.POST or None, standing=standing_sha256(draft))
        if form.is_valid() and (done := self._restore(request, version, form)):
            return done
        try:
            kinds = told(draft, compile_draft(draft), document)
        except DraftIncomplete:
            kinds = None
        words, crumbs = f"Restore version {version.number}", self.record_crumbs(version)
        shown = {"form": form, "version": version, "draft": draft, "kinds": kinds}
        shown |= {"title": f"{words} into the draft", "here": "Restore", "button": words}
        return self.page(request, "version/restore", crumbs=crumbs, back=crumbs[-1][1], **shown)

    def _restore(self, request, version, form):
        seen = form.cleaned_data["standing"]
        try:
            draft = restore(version, by=request.user, at=timezone.now(), seen=seen)
        except DraftChanged as changed:
            form.refuse(changed, standing=standing_sha256(version.questionnaire))
            return None
        except DocumentError as error:
            messages.error(request, f"Nothing was changed. {error}")
            return redirect("admin:intake_version_restore", version.pk)
        messages.success(
            request,
            f"The draft is version {version.number} again. Patients see it once it is published.",
        )
        return redirect("admin:intake_questionnaire_change", draft.pk)

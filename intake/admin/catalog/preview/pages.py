"""The draft as a patient meets it: the same walk, forms and pages, and nothing is kept."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.admin.shared.back_to_outline import mend_first
from intake.forms.page import PageForm, headings, initial_of
from intake.walking.entries import entries_of, entry_name, problems_of
from intake.walking.progress import progress_at
from intake.walking.route import (
    CHECK,
    LIST,
    PAGE,
    TASKS,
    Listed,
    Place,
    Step,
    Stop,
    way_back,
    way_on,
)
from intake.walking.sections import tasks_of

from .answers import KEPT, Trying

PREVIEW = "intake_questionnaire_preview"
# Where the patient checks what she answered, staff see what the answers raise.
NAMES = {
    TASKS: PREVIEW,
    PAGE: f"{PREVIEW}_page",
    LIST: f"{PREVIEW}_list",
    CHECK: "intake_questionnaire_trial",
}


class PreviewPages:
    """Adds to the admin of questionnaires what a patient would see of the draft."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        page, group = "q/<slug:section>/<int:number>/", "list/<slug:group>/"
        pages = [
            ("", self.preview_view, PREVIEW),
            ("again/", self.again_view, f"{PREVIEW}_again"),
            (group, self.preview_list_view, NAMES[LIST]),
            (page, self.preview_page_view, NAMES[PAGE]),
            (f"{page}<slug:row>/", self.preview_page_view, NAMES[PAGE]),
        ]
        return [
            *(path(f"<int:pk>/preview/{part}", wrap(view), name=n) for part, view, n in pages),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        trying = self.trying(request, pk)
        if trying is None:
            return mend_first(request, pk)
        return _show(request, trying, "tasks.html", tasks_of(trying, _addresses(trying)))

    def again_view(self, request, pk):
        """Begin again as somebody who has said nothing."""
        self.draft_of(request, pk, "change_question")
        request.session.pop(KEPT, None)
        return redirect(f"admin:{PREVIEW}", pk)

    def preview_page_view(self, request, pk, section, number, row=""):
        trying = self.trying(request, pk)
        if trying is None:
            return mend_first(request, pk)
        place = trying.place(section, number, row)
        questions = trying.route.asked_at(place)
        if not questions:
            return redirect(f"admin:{PREVIEW}", pk)
        if request.method != "POST":
            form = PageForm(questions, initial=initial_of(questions, trying.values_at(place)))
            return _show_page(request, trying, place, form)
        form = PageForm(questions, request.POST)
        if not form.is_valid():
            return _show_page(request, trying, place, form)
        after = trying.with_said(place, form.said)
        after.keep(request.session)
        return HttpResponseRedirect(
            _addresses(after)(Step(trying.route, after.route, place).onward())
        )

    def preview_list_view(self, request, pk, group):
        trying = self.trying(request, pk)
        if trying is None:
            return mend_first(request, pk)
        listed = trying.group(group)
        if listed.key not in trying.walk.groups or not listed.items:
            return redirect(f"admin:{PREVIEW}", pk)
        if {"add", "remove"} & {*request.GET} and request.method == "POST":
            if "add" in request.GET:
                after, row = trying.with_entry(listed)
                stop = Stop.at(Place(after.first_page_of(listed), row))
            else:
                after = trying.without_entry(listed, request.GET["remove"])
                stop = Stop(LIST, {"group": listed.key})
            after.keep(request.session)
            return HttpResponseRedirect(_addresses(after)(stop))
        problems = problems_of(trying, listed) if request.method == "POST" else []
        if request.method != "POST" or problems:
            return _show_list(request, trying, listed, problems)
        onward = way_on(trying.route, Listed(group))
        return HttpResponseRedirect(_addresses(trying)(onward))

    def trying(self, request, pk):
        """The draft as it is being answered; None while it has mistakes that stop it."""
        draft = self.draft_of(request, pk, "change_question")
        try:
            document = compile_draft(draft)
        except DraftIncomplete:
            return None
        return Trying.of(request.session, draft, document) if document.questions else None


def _addresses(trying):
    """Every stop of the walk is a page of this door."""

    def to(stop: Stop) -> str:
        return reverse(f"admin:{NAMES[stop.name]}", kwargs={"pk": trying.draft.pk, **stop.kwargs})

    return to


def _show(request, trying, template, context, *, status=200):
    within = {
        "previewed": trying.draft,
        "language": trying.questionnaire.language,
        "walked": f"intake/patient/{template}",
    }
    return render(request, "intake/preview/page.html", within | context, status=status)


def _show_page(request, trying, place, form):
    sections = [*map(trying.headed, trying.sections)]
    context = headings(form, place.page, pages=trying.pages, sections=sections) | {
        "form": form,
        "entry": entry_name(trying, place),
        "progress": progress_at(trying, place),
        "back": _addresses(trying)(way_back(trying.route, place)),
    }
    return _show(request, trying, "page.html", context, status=400 if form.errors else 200)


def _show_list(request, trying, group, problems):
    to, page = _addresses(trying), trying.first_page_of(group)
    entries = entries_of(trying, group)
    context = {
        "group": group,
        "title": trying.title_of(group),
        "progress": progress_at(trying, Listed(group.key)),
        "section": trying.headed(trying.questionnaire.section_of[group.items[0].key]),
        "entries": [
            (each, to(Stop.at(Place(page, each.row))), f"?remove={each.row}") for each in entries
        ],
        "add_address": "?add",
        "is_full": len(entries) >= group.max_rows,
        "problems": problems,
        "back": to(way_back(trying.route, Listed(group.key))),
    }
    return _show(request, trying, "entries.html", context, status=400 if problems else 200)

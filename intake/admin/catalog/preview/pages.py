"""The draft as a patient meets it: the same forms and pages, with nothing stored for a patient."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.core.questionnaire.answers import NOTHING, Row
from intake.core.questionnaire.walk import Progress
from intake.forms.page import PageForm, headings, initial_of

from .answers import KEPT, Trying

STATES = {Progress.DONE: "done", Progress.STARTED: "started", Progress.NOT_STARTED: "not_started"}
PREVIEW = "intake_questionnaire_preview"


class PreviewPages:
    """Adds to the admin of questionnaires what a patient would see of the draft."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        page = "<int:pk>/preview/q/<slug:section>/<int:number>/"
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name=PREVIEW),
            path("<int:pk>/preview/again/", wrap(self.again_view), name=f"{PREVIEW}_again"),
            path(
                "<int:pk>/preview/list/<slug:group>/",
                wrap(self.preview_list_view),
                name=f"{PREVIEW}_list",
            ),
            path(page, wrap(self.preview_page_view), name=f"{PREVIEW}_page"),
            path(f"{page}<slug:row>/", wrap(self.preview_page_view), name=f"{PREVIEW}_page"),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        trying = self.trying(request, pk)
        if trying is None:
            return _mend_first(pk)
        tasks = [
            (section.title, _first_page(trying, section), STATES[trying.walk.progress_of(section)])
            for section in trying.sections
        ]
        context = {"tasks": tasks, "intro": trying.document.title}
        return _show(request, trying, "tasks.html", context)

    def again_view(self, request, pk):
        """Begin again as somebody who has said nothing."""
        self.draft_of(request, pk, "change_question")
        request.session.pop(KEPT, None)
        return redirect(f"admin:{PREVIEW}", pk)

    def preview_page_view(self, request, pk, section, number, row=""):
        trying = self.trying(request, pk)
        if trying is None:
            return _mend_first(pk)
        page = trying.page(section, number)
        values = trying.values_at(page, row)
        questions = trying.walk.asked_on(page, row or None)
        if not questions or bool(page.group) is not bool(row):
            return redirect(f"admin:{PREVIEW}", pk)
        if request.method != "POST":
            form = PageForm(questions, initial=initial_of(questions, values))
            return _show_page(request, trying, page, form, row=row)
        form = PageForm(questions, request.POST)
        if not form.is_valid():
            return _show_page(request, trying, page, form, row=row)
        said = trying.with_said(page, row, form.said)
        said.keep(request.session)
        return HttpResponseRedirect(_onward(said, page, row))

    def preview_list_view(self, request, pk, group):
        trying = self.trying(request, pk)
        if trying is None:
            return _mend_first(pk)
        listed = trying.group(group)
        if listed.key not in trying.walk.groups:
            return redirect(f"admin:{PREVIEW}", pk)
        if request.method == "POST":
            return _change_list(request, trying, listed)
        page = _pages_of_group(trying, listed.key)[0]
        entries = trying.walk.counted.rows_of(listed.key)
        context = {
            "group": listed,
            "entries": [
                (_name(row, n), row.id, _address(trying, page, row.id))
                for n, row in enumerate(entries, 1)
            ],
            "is_full": len(entries) >= listed.max_rows,
            "back": _before(trying, page),
        }
        return _show(request, trying, "entries.html", context)

    def trying(self, request, pk):
        """The draft as it is being answered; None while it has mistakes that stop it."""
        draft = self.draft_of(request, pk, "change_question")
        try:
            document = compile_draft(draft)
        except DraftIncomplete:
            return None
        return Trying.of(request.session, draft, document) if document.questions else None


def _mend_first(pk):
    """What stands in the way is listed above the outline."""
    return redirect("admin:intake_questionnaire_outline", pk)


def _show(request, trying, template, context):
    within = {"previewed": trying.draft, "language": trying.document.language}
    status = 400 if getattr(context.get("form"), "errors", None) else 200
    return render(request, f"intake/preview/{template}", within | context, status=status)


def _show_page(request, trying, page, form, *, row):
    about = headings(form, page, pages=trying.pages, sections=trying.sections)
    entry = ""
    if row:
        ids = [each.id for each in trying.answers.rows_of(page.group)]
        entry = _name(trying.row(page, row), ids.index(row) + 1)
    context = {"form": form, "entry": entry, "stamp": NOTHING, "back": _before(trying, page, row)}
    return _show(request, trying, "page.html", about | context)


def _change_list(request, trying, group):
    if "add" in request.POST:
        changed, row = trying.with_entry(group)
        changed.keep(request.session)
        return HttpResponseRedirect(_address(changed, _pages_of_group(changed, group.key)[0], row))
    if "remove" in request.POST:
        trying.without_entry(group, request.POST["remove"]).keep(request.session)
        return redirect(f"admin:{PREVIEW}_list", trying.draft.pk, group.key)
    return HttpResponseRedirect(_onward(trying, _pages_of_group(trying, group.key)[0], ""))


def _onward(trying, page, row):
    """The next page about the same entry, then the list of entries, then whatever is asked next."""
    if row:
        pages = _pages_of_group(trying, page.group)
        later = [each for each in pages[pages.index(page) + 1 :] if trying.walk.asked_on(each, row)]
        if later:
            return _address(trying, later[0], row)
        return reverse(f"admin:{PREVIEW}_list", args=[trying.draft.pk, page.group])
    if page.group:
        page = _pages_of_group(trying, page.group)[-1]
    following = trying.walk.page_after(page)
    if following is None:
        return reverse("admin:intake_questionnaire_trial", args=[trying.draft.pk])
    return _address(trying, following)


def _before(trying, page, row=""):
    if row:
        return reverse(f"admin:{PREVIEW}_list", args=[trying.draft.pk, page.group])
    earlier = trying.walk.page_before(page)
    if earlier is None or earlier.section != page.section:
        return reverse(f"admin:{PREVIEW}", args=[trying.draft.pk])
    return _address(trying, earlier)


def _address(trying, page, row=""):
    """Of a page; a group is entered through the list of its entries."""
    if page.group and not row:
        return reverse(f"admin:{PREVIEW}_list", args=[trying.draft.pk, page.group])
    place = [trying.draft.pk, page.section, page.number, *([row] if row else [])]
    return reverse(f"admin:{PREVIEW}_page", args=place)


def _first_page(trying, section):
    return _address(trying, next(page for page in trying.pages if page.section == section.key))


def _pages_of_group(trying, group):
    return [page for page in trying.document.pages if page.group == group]


def _name(row: Row, number: int) -> str:
    """An entry is known by the first words in it, as at the patient's door."""
    return next((said for said in row.answers.values() if isinstance(said, str)), f"Entry {number}")

"""The translation of a draft: texts side by side, what is missing or stale, files, a reviewer."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.reading_grade import school_grade
from intake.actions.catalog.seen import DraftChanged
from intake.actions.catalog.translate_draft import (
    LANGUAGES,
    TextsAltered,
    keep_translations,
    record_review,
    review_of,
    seen_of,
    translation_beside,
    translation_of,
)
from intake.admin.shared.back_to_outline import mend_first, outline_address
from intake.admin.shared.pages import draft_tools
from intake.core.documents.po import to_po
from intake.core.documents.translations import State, Text
from intake.core.limits import HIGHEST_OF_A_TRANSLATION
from intake.display.downloads import file_named
from intake.forms.words import number_in

from .forms import FileForm, ReviewForm, said_in, sources_in, typed_in

A_PAGE = 60
"""Texts on one page: each has three inputs, and a form may have 500."""
GLOSSARY = settings.BASE_DIR / "fixtures" / "translations"
NAME = "intake_translation"


class TranslationPages:
    """Adds to the admin of questionnaires its translation."""

    def get_urls(self):
        wrap, page = self.admin_site.admin_view, "<int:pk>/translation/<slug:language>/"
        return [
            path(page, wrap(self.translation_view), name=NAME),
            path(f"{page}po/", wrap(self.po_view), name=f"{NAME}_po"),
            path(f"{page}import/", wrap(self.po_import_view), name=f"{NAME}_in"),
            path(f"{page}review/", wrap(self.translation_review_view), name=f"{NAME}_read"),
            *super().get_urls(),
        ]

    def translation_view(self, request, pk, language):
        if request.method == "POST":
            return self.keep_posted(request, pk, language)
        draft, texts = self._texts(request, pk, language)
        if texts is None:
            return mend_first(request, pk)
        return self._translation_page(request, draft, language, texts)

    def keep_posted(self, request, pk, language):
        """What was typed names its sources itself, so it is kept whatever the draft is by now."""
        draft, texts = self._texts(request, pk, language, say=False)
        sources, asked = sources_in(request.POST), request.GET if texts else {}
        try:
            texts = texts or translation_beside(draft, language, sources)
            said, conflicts = said_in(request.POST, texts)
            changed = keep_translations(draft, language, said)
        except TextsAltered as altered:
            messages.error(request, f"{altered} What you typed stands below: copy it.")
            texts = [Text(*each, State.MISSING) for each in typed_in(request.POST)]
            return self._translation_page(request, draft, language, texts, asked={}, status=409)
        if changed:
            self.log_change(request, draft, f"Translated {changed} texts ({language}).")
            messages.success(request, f"Saved {changed} text{'s' if changed != 1 else ''}.")
        if not conflicts:
            return HttpResponseRedirect(request.get_full_path())
        now = self._texts(request, pk, language)[1] or translation_beside(draft, language, sources)
        shown = {"conflicts": conflicts, "asked": asked, "status": 409}
        return self._translation_page(request, draft, language, now, **shown)

    def po_view(self, request, pk, language):
        draft, texts = self._texts(request, pk, language)
        if texts is None:
            return mend_first(request, pk)
        content = to_po(texts, language=language, slug=draft.slug)
        response = HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
        response["Content-Disposition"] = file_named(f"{draft.slug}-{language}.po")
        return response

    def po_import_view(self, request, pk, language):
        draft, texts = self._texts(request, pk, language)
        form = FileForm(request.POST or None, request.FILES or None)
        if texts is None:
            return mend_first(request, pk)
        if not form.is_valid():
            return self._ask_page(request, draft, language, "Import a PO file", form, "Import")
        known = {text.path: text for text in texts}
        fitting = {path: said for path, said in form.said.items() if path in known}
        changed = keep_translations(draft, language, fitting)
        stale = sum(known[path].source != source for path, (source, _text) in fitting.items())
        self.log_change(request, draft, f"Imported {changed} texts ({language}).")
        messages.success(
            request,
            f"Imported {changed} changed texts; {stale} were made from other words and are marked"
            f" stale; {len(form.said) - len(fitting)} have no place in this draft.",
        )
        return redirect(f"admin:{NAME}", pk, language)

    def translation_review_view(self, request, pk, language):
        draft, texts = self._texts(request, pk, language)
        if texts is None:
            return mend_first(request, pk)
        if any(text.state is not State.DONE for text in texts):
            messages.error(
                request, "A review is recorded once every text stands and none is stale."
            )
            return redirect(f"admin:{NAME}", pk, language)
        # Whoever comes from the texts has read those of that page, and not what is kept by now.
        form = ReviewForm(request.POST or None, standing=request.GET.get("seen") or seen_of(texts))
        if form.is_valid():
            try:
                return self._record_review(request, draft, language, form.cleaned_data)
            except DraftChanged as changed:
                form.refuse(changed, standing=seen_of(self._texts(request, pk, language)[1] or ()))
        return self._ask_page(request, draft, language, "Record a review", form, "Record it")

    def _record_review(self, request, draft, language, given):
        by_whom = {"reviewer": given["reviewer"], "on": given["on"]}
        record_review(draft, language, **by_whom, seen=given["standing"])
        self.log_change(request, draft, f"Recorded a review ({language}).")
        messages.success(request, "The review is recorded. It ends with the next change.")
        return redirect(f"admin:{NAME}", draft.pk, language)

    def _texts(self, request, pk, language, *, say=True):
        draft = self.draft_of(request, pk, "change_question")
        if language not in LANGUAGES:
            raise Http404
        try:
            return draft, translation_of(draft, compile_draft(draft), language)
        except DraftIncomplete:
            return draft, None
        except TextsAltered as altered:
            if say:
                messages.error(request, str(altered))
            return draft, None

    def _translation_page(
        self, request, draft, language, texts, *, conflicts=(), asked=None, status=200
    ):
        file = GLOSSARY / f"glossary_{language}.json"
        glossary = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        counts = {state.value: sum(text.state is state for text in texts) for state in State}
        return self.page(
            request,
            "translation/page",
            status=status,
            title=f"“{draft.title}” in {LANGUAGES[language]}",
            here=LANGUAGES[language],
            crumbs=[(draft.title, outline_address(draft.pk))],
            draft=draft,
            draft_tools=draft_tools(request.user, draft),
            language=language,
            name=LANGUAGES[language],
            conflicts=conflicts,
            counts=counts,
            total=len(texts),
            review=review_of(draft, language),
            seen=seen_of(texts),
            glossary=glossary,
            **_shown(request.GET if asked is None else asked, texts, language),
        )

    def _ask_page(self, request, draft, language, title, form, button):
        back = reverse(f"admin:{NAME}", args=[draft.pk, language])
        crumbs = [(draft.title, outline_address(draft.pk)), (LANGUAGES[language], back)]
        shown = {"title": title, "crumbs": crumbs, "back": back, "button": button}
        return self.page(request, "ask", form=form, **shown)


def begun(draft, document):
    """Languages with a text already: name, page, how many are left to do, and who reviewed it."""
    found = []
    for code, name in LANGUAGES.items():
        try:
            texts = translation_of(draft, document, code)
        except TextsAltered:  # which the warnings tell
            continue
        left = sum(text.state is not State.DONE for text in texts)
        if left < len(texts):
            page = reverse(f"admin:{NAME}", args=[draft.pk, code])
            found.append((name, page, left, review_of(draft, code)))
    return found


def _shown(asked, texts, language):
    """The texts of one page, what is said of one that is hard to read, and the pages around it."""
    show, begin = asked.get("show", ""), number_in(asked.get("from", "")) or 0
    sifted, of_page = [text for text in texts if show in ("", text.state)], []
    for text in sifted[begin : begin + A_PAGE]:
        grade = school_grade(text.text, language)
        words = ""
        if grade is not None and grade > HIGHEST_OF_A_TRANSLATION:
            words = f"reads at school grade {grade:.1f}, over {HIGHEST_OF_A_TRANSLATION}"
        of_page.append((text, words))
    around = [("Texts before", begin - A_PAGE), ("More texts", begin + A_PAGE)]
    onward = [
        (words, f"?{urlencode({'show': show, 'from': max(0, to)})}")
        for words, to in around
        if (to < begin and begin > 0) or begin < to < len(sifted)
    ]
    return {"texts": of_page, "show": show, "onward": onward}

"""A page that was changed elsewhere: both answers are shown, and the patient chooses."""

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from intake.actions.answers.page_drafts import Draft
from intake.actions.answers.sheet import Conflict
from intake.core.questionnaire.answers import Values
from intake.forms.choices import RadioList
from intake.forms.page import Said
from intake.walking.route import Place

from .filling import RESOLVING, Sheet, as_posted, fields_of, revision_in, stamps
from .in_words import shown
from .session import show

MINE, KEPT = "mine", "kept"


class ConflictForm(forms.Form):
    """For every answer that differs: the one just posted, or the one that is kept."""

    use_required_attribute = False

    def __init__(self, sheet: Sheet, said: Said, current: Values, posted: QueryDict | None) -> None:
        super().__init__(posted)
        for key in _differing(said, current):
            question = sheet.spoken(sheet.questionnaire.by_key[key])
            mine = shown(question, said[key]).line
            kept = shown(question, current.get(key)).line
            required = _("Choose which answer to keep: “%(question)s”")
            self.fields[_choice(key)] = forms.ChoiceField(
                label=question.text,
                widget=RadioList,
                choices=[
                    (MINE, _("What you entered just now: %(answer)s") % {"answer": mine}),
                    (KEPT, _("What is saved: %(answer)s") % {"answer": kept}),
                ],
                error_messages={"required": required % {"question": question.text}},
            )


def resolved(posted: QueryDict, sheet: Sheet, place: Place, said: Said) -> Said:
    """The answers with what was chosen on the conflict page."""
    current = sheet.given.at(place.page, place.row_pk)
    chosen = {key: posted.get(_choice(key)) for key in _differing(said, current)}
    if not set(chosen.values()) <= {MINE, KEPT}:
        raise Conflict(current, sheet.given.revision_of(place.page, place.row_pk))
    return {
        key: current.get(key) if chosen.get(key) == KEPT else answer for key, answer in said.items()
    }


def differing(sheet: Sheet, place: Place, said: Said, draft: Draft) -> list[str]:
    """Answers that a draft would overwrite though it was made from others."""
    of_window = {"revision": revision_in(as_posted(draft)), "tab": draft.tab, "seq": draft.seq}
    is_stale = sheet.given.is_stale(place.page, place.row_pk, **of_window)
    if not is_stale and RESOLVING not in draft.posted:
        return []
    return _differing(said, sheet.given.at(place.page, place.row_pk))


def show_conflict(
    request: HttpRequest, sheet: Sheet, place: Place, said: Said, draft: Draft
) -> HttpResponse:
    current = sheet.given.at(place.page, place.row_pk)
    revision = sheet.given.revision_of(place.page, place.row_pk)
    posted = as_posted(draft)
    typed = {n: each for n, each in fields_of(place, posted).items() if not n.startswith("-")}
    context = {
        "form": ConflictForm(sheet, said, current, posted if RESOLVING in posted else None),
        "stamps": [
            *stamps(sheet.submission, revision, draft),
            (RESOLVING, "yes"),
            *((name, each) for name, several in typed.items() for each in several),
        ],
    }
    return show(request, sheet.live, "conflict.html", context)


def _differing(said: Said, current: Values) -> list[str]:
    return [key for key, answer in said.items() if current.get(key) != answer]


def _choice(key: str) -> str:
    return f"-keep-{key}"

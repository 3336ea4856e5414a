"""Before sending: answers that do not seem to fit together are shown once, and may stay."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.actions.answers.sheet import Given, save_beside
from intake.core.discussion.fit import Misfit, misfits
from intake.core.questionnaire.recognised import Beside, ticked
from intake.walking.entries import entry_name
from intake.walking.route import CHECK

from .filling import Sheet, address, address_of, sheet_of, while_filling
from .in_words import shown
from .lists.follow import follow_tick
from .lists.names import option_words
from .session import show

MOST = 5
"""More would not be read; the provider sees the others."""


@dataclass(frozen=True)
class Quote:
    """One of the answers, and where it is changed."""

    question: str
    answer: str
    change: str


@dataclass(frozen=True)
class Looked:
    key: str
    title: str
    quotes: tuple[Quote, ...]
    tick: str = ""
    """The option that a name may stand for, in words."""
    is_left_out: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling
def fit(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if not sheet.is_ready:
        return redirect("patient:check")
    found = waiting(sheet)
    if request.method == "POST":
        if chosen := next((m for m in found if m.key == request.POST.get("settle")), None):
            _settle(sheet, chosen, is_ticked="tick" in request.POST)
        return redirect("patient:fit")
    if not found:
        return redirect("patient:sign")
    context = {
        "found": [_looked(sheet, each) for each in found[:MOST]],
        "back": address(CHECK),
    }
    return show(request, sheet.live, "fit.html", context)


def waiting(sheet: Sheet) -> tuple[Misfit, ...]:
    """What she was not asked about yet; each set of answers is asked about once."""
    return misfits(sheet.heard, sheet.given.marks.settled, kept=sheet.given.answers)


def _settle(sheet: Sheet, chosen: Misfit, *, is_ticked: bool) -> None:
    def change(given: Given) -> Beside:
        if is_ticked and chosen.name:
            question = sheet.questionnaire.by_key[chosen.name.question]
            answer = given.answers.top.get(question.key)
            return Beside({question.key: ticked(question, answer, chosen.name.code)}, given.marks)
        settled = given.marks.settled | {chosen.key}
        return Beside({}, replace(given.marks, settled=settled))

    with transaction.atomic():
        save_beside(sheet.submission, change, given=sheet.given)
        if is_ticked:
            follow_tick(sheet_of(sheet.live))


def _looked(sheet: Sheet, each: Misfit) -> Looked:
    asked = (sheet.walk.by_place.get(place) for place in each.places)
    quotes = []
    for one in (one for one in asked if one and not one.is_known):
        place, question = sheet.place_of(one), sheet.spoken(one.question)
        entry = entry_name(sheet, place)
        words = f"{entry}: {question.text}" if entry else question.text
        answer = shown(question, one.answer).line
        quotes.append(Quote(words, answer, address_of(place, via=CHECK)))
    tick = option_words(sheet, each.name.option) if each.name else ""
    title = each.title
    if each.name:
        title = _("“%(name)s”, and “none of these”") % {"name": each.name.typed}
    elif each.left_out:
        title = _("You entered “%(name)s”, and it is left out now") % {"name": each.left_out}
    return Looked(each.key, title, tuple(quotes), tick, bool(each.left_out))

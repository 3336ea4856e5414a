"""Puts rows of a draft in another order, unless a follow-up came before its source."""

from django.db import transaction
from django.shortcuts import get_object_or_404

from intake.forms.words import number_in
from intake.models import Option, Question, Section

from .order import newly_broken


class MoveRefused(Exception):
    """Nothing was moved; ``words`` say why, each naming two questions."""

    def __init__(self, row, words):
        self.row = row
        self.words = words
        super().__init__("; ".join(words))


# Each kind of row with the way to its draft, and the columns that its neighbours share.
MOVED = {
    "section": (Section, "questionnaire", ("questionnaire_id",)),
    "question": (Question, "section__questionnaire", ("section_id", "parent_id")),
    "option": (Option, "question__section__questionnaire", ("question_id",)),
}


def move(draft, posted):
    """One posted move: ``up`` or ``down`` names a row, or ``row`` goes to the place ``to``."""
    with transaction.atomic():
        row, siblings, to = _wish(draft, posted)
        if row is None:
            return None
        siblings.remove(row)
        siblings.insert(to, row)

        def change(order):
            rows = {Section: order.sections, Question: order.questions}[type(row)]
            for position, each in enumerate(siblings, 1):
                rows[each.pk].position = position

        broken = [] if isinstance(row, Option) else newly_broken(draft.pk, change)
        if broken:
            raise MoveRefused(row, [f"Not moved. {words}" for words in broken])
        for position, each in enumerate(siblings, 1):
            each.position = position
        type(row).objects.bulk_update(siblings, ["position"])
    return row


def _wish(draft, posted):
    """The row that is named, it and its neighbours in their order, and the place it is to have."""
    wish = next((each for each in ("up", "down", "row") if each in posted), "")
    place = number_in(posted.get("to", ""))
    if not wish or wish == "row" and place is None:
        return None, [], 0
    kind, _, pk = posted[wish].partition("-")
    if kind not in MOVED:
        kind, pk = "section", "0"
    model, owner, shared = MOVED[kind]
    row = get_object_or_404(model, pk=number_in(pk), **{owner: draft})
    same = {column: getattr(row, column) for column in shared}
    siblings = list(model.objects.filter(**same))
    to = place if wish == "row" else siblings.index(row) + (1 if wish == "down" else -1)
    return row, siblings, max(0, min(len(siblings) - 1, to))

"""Puts rows of a draft in another order, unless a follow-up came before its source."""

from django.db import transaction
from django.shortcuts import get_object_or_404

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
        here = siblings.index(row)
        to = max(0, min(len(siblings) - 1, to(here)))
        siblings.insert(to, siblings.pop(here))
        _refuse_broken(draft, row, siblings)
        for position, each in enumerate(siblings, 1):
            each.position = position
        type(row).objects.bulk_update(siblings, ["position"])
    return row


def _wish(draft, posted):
    wishes = {"up": lambda here: here - 1, "down": lambda here: here + 1}
    for name, to in wishes.items():
        if name in posted:
            return *_row_named(draft, posted[name]), to
    to = posted.get("to", "")
    if "row" not in posted or not to.isdecimal():
        return None, [], None
    return *_row_named(draft, posted["row"]), lambda _here: int(to)


def _row_named(draft, name):
    kind, _, pk = name.partition("-")
    if kind not in MOVED or not pk.isdecimal():
        kind, pk = "section", "0"
    model, owner, shared = MOVED[kind]
    row = get_object_or_404(model, pk=min(int(pk), 2**62), **{owner: draft})
    same = {column: getattr(row, column) for column in shared}
    return row, list(model.objects.filter(**same))


def _refuse_broken(draft, row, siblings):
    def change(order):
        rows = {Section: order.sections, Question: order.questions}[type(row)]
        for position, each in enumerate(siblings, 1):
            rows[each.pk].position = position

    broken = [] if isinstance(row, Option) else newly_broken(draft.pk, change)
    if broken:
        raise MoveRefused(row, [f"Not moved. {words}" for words in broken])

"""What sealing costs: each sealed document that a page opens or writes, with what fills it up."""

import secrets
from functools import partial

from django.db.models import Model

from intake import models
from intake.models import sealed

from .table import Line, at_most, in_turns, show

ROUNDS = 400
WORDS = '{"question":["revision",["yes"]],"words":"as patients write them"}, '
BUDGET_MS = 1.0
"""Of one page turn: the sheet is opened and sealed, a binding is opened."""


def run(_shipped: str) -> None:
    kept = {
        "an answer sheet": (models.AnswerSheet(pk="x", stamp=1), "content", 40),
        "an unsent page": (models.PageDraft(pk="x", submission_id="x"), "posted", 4),
        "a binding": (models.PatientSession(pk=1), "binding", 1),
        "a name": (models.Patient(), "name", 1),
        "the holds of a list": (_discussion(), "brief", 1),
        "an outcome": (models.OutcomeRecord(visit_id=1, sequence=1, by_id=1), "content", 2),
        "a decision": (models.SignOff(visit_id=1, signer_id=1, sha256="x"), "content", 10),
        "a discussion": (_discussion(), "document", 400),
    }
    ways = {}
    for name, (row, column, times) in kept.items():
        text = WORDS * times
        sealed.seal(row, column, text)
        ways[f"to seal {name}"] = partial(sealed.seal, row, column, text)
        ways[f"to open {name}"] = partial(sealed.open, row, column)
    copy = models.StoredPdf(discussion_id="x", copy="patient", paper="a4", sha256="x")
    content = secrets.token_bytes(100_000)
    ways["to seal a copy on paper"] = partial(sealed.seal_bytes, copy, "content", content)
    spent = in_turns(ways, rounds=ROUNDS)
    turn = sum(spent[each] for each in ("to open an answer sheet", "to seal an answer sheet"))
    turn += spent["to open a binding"]
    lines = [Line(name, median, "ms") for name, median in spent.items()]
    lines.append(at_most("a page turn's share", turn, "ms", BUDGET_MS))
    show("Sealing (processor time)", lines)


def _discussion() -> Model:
    return models.FrozenDiscussion(submission_id="x", revision=1, sha256="x")

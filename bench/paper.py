"""Every copy on paper, beside WeasyPrint alone on the same finished HTML, and what it weighs."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import answers_from_json, questionnaire_from_json
from intake.core.documents.retelling import Retelling
from intake.core.documents.translations import texts_in
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.talk.ladder import ladder_now
from intake.core.talk.outcomes import Entry, Outcome, outcomes_now
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.printer.client import _nursery, render
from intake.pdf.talk import Signature, Signed, TalkSoFar

from .table import Line, at_most, in_turns, show

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
PATIENTS = FIXTURES / "patients"
SPANISH = FIXTURES / "translations" / "es.json"
STORIES = ("penicillin_unknown_ingredients", "knows_nothing", "twenty_allergies")
BUDGET = 1.15
CHILD, WORKER = 600, 150
"""Megabytes: of a printer's child, which the kernel keeps, and of a web worker."""
ROUNDS = 8
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WRITES_A_SHEET = """
import resource
import django
django.setup()
import clinicsite.urls, clinicsite.wsgi
from pathlib import Path
from intake.core.documents.codec import questionnaire_from_json
from bench.paper import STORIES, discussed, html_of
document = questionnaire_from_json(Path("fixtures/exosome_pretreatment.json").read_text())
html_of(document, discussed(document, STORIES[0]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run(shipped_text: str) -> None:
    questionnaire = questionnaire_from_json(shipped_text)
    worker, watch = _worker(), Watch()
    lines = []
    for story in STORIES:
        made = discussed(questionnaire, story)
        for copy, html in html_of(questionnaire, made).items():
            lines += _lines(f"{story}, {copy}", html)
    lines.append(at_most("printer's child, at most", watch.ended(), "MB", CHILD))
    lines.append(at_most("web worker that has written a sheet", worker, "MB", WORKER))
    show("Paper: limited child and text read back (clock time)", lines)


def discussed(questionnaire: Questionnaire, story: str) -> Discussion:
    said = json.loads((PATIENTS / f"{story}.json").read_text(encoding="utf-8"))
    answers = answers_from_json(questionnaire, {"rows": {}, **said})
    facts = VisitFacts(reference="EV-BENC-HPDF")
    return discuss(questionnaire, answers, facts, Edition(1, 1, AT))


def html_of(questionnaire: Questionnaire, made: Discussion) -> dict[str, str]:
    """Every kind of copy, as it goes to the printer."""
    talk = _signed(questionnaire, made)
    retelling = Retelling("es", texts_in(SPANISH.read_text(encoding="utf-8")))
    return {
        "sheet": next(provider_pages(made)),
        "record": next(provider_pages(made, talk=talk)),
        "patient": patient_html(made),
        "patient, signed": patient_html(made, talk=talk),
        "patient, Spanish": patient_html(made, retelling=retelling),
    }


def _signed(questionnaire: Questionnaire, made: Discussion) -> TalkSoFar:
    """Every hold stays, everything else was understood, and the decision is to wait."""
    entries = [
        Entry(n, p.number, p.key, p.digest, outcome, 1, AT, 1, "Read together.", by_name="Ana Ruiz")
        for n, (p, outcome) in enumerate(
            [(p, Outcome.STAYS) for p in made.holds]
            + [(p, Outcome.DISCUSSED) for p in made.points if p not in made.holds],
            1,
        )
    ]
    signature = Signature("Ana Ruiz, MD", "Provider", "I had this talk.", AT, "0" * 64, True)
    decision = Decision(DecisionKind.WAIT_UNTIL, "Papers first.", None, "the papers are here")
    rungs = ladder_now(questionnaire, made, [], None, on=AT.date())
    outcomes = outcomes_now(made, entries)
    return TalkSoFar(AT, outcomes, rungs, {}, signed=Signed(decision, signature))


def _lines(name: str, html: str) -> list[Line]:
    ways = {"alone": _weasyprint_alone(html), "ours": _ours(html)}
    medians = in_turns(ways, rounds=ROUNDS, clock=time.perf_counter)
    alone, ours = medians["alone"], medians["ours"]
    ratio, budget = ours / alone, f"<= {BUDGET} x WeasyPrint"
    return [
        Line(f"{name}: WeasyPrint alone", alone, "ms"),
        Line(name, ours, "ms", ratio, "WeasyPrint", budget, ratio <= BUDGET),
    ]


class Watch:
    """The most memory that any child of the printer took, looked at every few milliseconds."""

    def __init__(self) -> None:
        self._most, self._is_over = 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> float:
        self._is_over.set()
        self._thread.join()
        return self._most / 1024

    def _look(self) -> None:
        while not self._is_over.wait(0.005):
            running = _nursery._running
            if running is not None:
                self._most = max(self._most, *map(_peak_of, _children_of(running.pid)), 0)


def _children_of(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def _peak_of(pid: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(x.split()[1]) for x in status.splitlines() if x.startswith("VmHWM")), 0)


def _worker() -> float:
    """In a process of its own, which loads every door as a worker does, and no layout engine."""
    done = subprocess.run(
        [sys.executable, "-c", WRITES_A_SHEET], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _weasyprint_alone(html: str) -> Callable[[], object]:
    """What a page of HTML costs by itself: fonts known, style sheet read, no child, no checks."""
    # WeasyPrint takes half a second to import, and must find our fonts when it does.
    from intake.pdf.printer import layout

    styles = layout.Press()._styles["letter"]

    def lay_out() -> object:
        page = layout.weasyprint.HTML(string=html)
        return page.write_pdf(stylesheets=[styles], pdf_variant=layout.VARIANT)

    return lay_out


def _ours(html: str) -> Callable[[], object]:
    return lambda: render(html, paper="letter", identifier="bench")

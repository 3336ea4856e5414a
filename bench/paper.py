"""A copy on paper, beside WeasyPrint alone on the same finished HTML."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import answers_from_json, questionnaire_from_json
from intake.core.questionnaire.facts import VisitFacts
from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.printer.client import render

from .table import Line, in_turns, show

PATIENTS = Path(__file__).resolve().parent.parent / "fixtures" / "patients"
STORIES = ("penicillin_unknown_ingredients", "knows_nothing", "twenty_allergies")
BUDGET = 1.15
ROUNDS = 8


def run(shipped_text: str) -> None:
    questionnaire = questionnaire_from_json(shipped_text)
    lines = []
    for story in STORIES:
        said = json.loads((PATIENTS / f"{story}.json").read_text(encoding="utf-8"))
        answers = answers_from_json(questionnaire, {"rows": {}, **said})
        edition = Edition(1, 1, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
        made = discuss(questionnaire, answers, VisitFacts(reference="EV-BENC-HPDF"), edition)
        lines += _lines(story, made)
    show("Paper: limited child and text read back (clock time)", lines)


def _lines(story: str, discussion: Discussion) -> list[Line]:
    copies = {
        "provider": next(provider_pages(discussion)),
        "patient": patient_html(discussion),
    }
    lines = []
    for copy, html in copies.items():
        ways = {"alone": _weasyprint_alone(html), "ours": _ours(html)}
        medians = in_turns(ways, rounds=ROUNDS, clock=time.perf_counter)
        alone, ours = medians["alone"], medians["ours"]
        name, ratio = f"{story}, {copy}", ours / alone
        lines.append(Line(f"{name}: WeasyPrint alone", alone, "ms"))
        budget = f"<= {BUDGET} x WeasyPrint"
        lines.append(Line(name, ours, "ms", ratio, "WeasyPrint", budget, ratio <= BUDGET))
    return lines


def _weasyprint_alone(html: str) -> Callable[[], object]:
    """What a page of HTML costs by itself: fonts known, style sheet read, no child, no checks."""
    # WeasyPrint takes half a second to import, and must find our fonts when it does.
    from intake.pdf.printer import layout as press

    styles = press.Press()._styles["letter"]

    def lay_out() -> object:
        page = press.weasyprint.HTML(string=html)
        return page.write_pdf(stylesheets=[styles], pdf_variant=press.VARIANT)

    return lay_out


def _ours(html: str) -> Callable[[], object]:
    return lambda: render(html, paper="letter", identifier="bench")

"""What was left blank on paper: said once for a page, because nobody can be asked again."""

from collections.abc import Container
from dataclasses import replace

from intake.core.questionnaire.questionnaire import Question
from intake.forms.page import PageForm
from intake.patient.filling import BLANK, Sheet
from intake.patient.session import is_typed_in
from intake.walking.route import Place

Questions = tuple[Question, ...]


def as_on_paper(sheet: Sheet, questions: Questions, posted: Container[str]) -> Questions:
    """Once it was said that the rest is blank on the paper, no answer is asked for any more."""
    if not is_typed_in(sheet.live) or BLANK not in posted:
        return questions
    return tuple(replace(question, required=False) for question in questions)


def box(sheet: Sheet, place: Place, form: PageForm, posted: Container[str]) -> str:
    """Whether the box for it stands on the page, "off" or ticked: "on"; only where it is needed."""
    asked = (sheet.walk.by_place.get((place.row, each.key)) for each in form.questions)
    needed = [each for each in asked if each and each.question.required]
    if not is_typed_in(sheet.live) or not needed:
        return ""
    is_said = BLANK in posted or BLANK in form.data or any(each.is_left_blank for each in needed)
    return "on" if is_said else "off"

"""The same pages as a django-formtools session wizard with crispy-forms: the floor to beat."""

from datetime import date
from functools import partial

from django import forms
from django.http import HttpResponse
from django.urls import path
from formtools.wizard.views import NamedUrlSessionWizardView

from intake.core.questionnaire.answers import Answers, Condition, codes_in
from intake.core.questionnaire.questionnaire import Page, Questionnaire
from intake.forms.fields import field_for


def wizard_urls(questionnaire: Questionnaire, prefix: str) -> list:
    """One step for each ordinary page; a page that only follows up on answers has a condition."""
    pages = [page for page in questionnaire.pages if not page.group]
    steps = [(step_of(page), _form_class(questionnaire, page)) for page in pages]
    conditions = {
        step_of(page): partial(_has_something_to_ask, questionnaire, page)
        for page in pages
        if all(questionnaire.by_key[key].show_if for key in page.keys)
    }
    view = Wizard.as_view(
        steps,
        condition_dict=conditions,
        url_name=f"{prefix}-step",
        questionnaire=questionnaire,
        pages={step_of(page): page for page in pages},
    )
    return [path(f"{prefix}/<step>/", view, name=f"{prefix}-step")]


def step_of(page: Page) -> str:
    return f"{page.section}-{page.number}"


class Wizard(NamedUrlSessionWizardView):
    """Shows what the product's page shows, and asks the same questions under the same answers.

    Its template goes back and counts steps as the one in the documentation of formtools does.
    """

    template_name = "wizard.html"
    questionnaire: Questionnaire | None = None
    pages: dict[str, Page] = {}

    def get_form(self, step=None, data=None, files=None):
        form = super().get_form(step, data, files)
        for key in self.pages[step or self.steps.current].keys:
            if not _is_asked(self.questionnaire, key, self):
                del form.fields[key]
        return form

    def get_context_data(self, form, **kwargs):
        context = super().get_context_data(form=form, **kwargs)
        page = self.pages[self.steps.current]
        sections = list(dict.fromkeys(self.pages[step].section for step in self.steps.all))
        section = self.questionnaire.section_of[page.keys[0]]
        return context | {
            "title": section.title,
            "section": section,
            "is_first": page.number == 1,
            "number": sections.index(page.section) + 1,
            "total": len(sections),
            "session_left": 1_200,
            "session_full": 1_200,
        }

    def done(self, form_list: list, **kwargs: object) -> HttpResponse:
        return HttpResponse("Thank you")


def _form_class(questionnaire: Questionnaire, page: Page) -> type[forms.Form]:
    fields = {key: field_for(questionnaire.by_key[key]) for key in page.keys}
    return type("StepForm", (forms.Form,), {**fields, "use_required_attribute": False})


def _has_something_to_ask(questionnaire: Questionnaire, page: Page, wizard: Wizard) -> bool:
    return any(_is_asked(questionnaire, key, wizard) for key in page.keys)


def _is_asked(questionnaire: Questionnaire, key: str, wizard: Wizard) -> bool:
    show_if = questionnaire.by_key[key].show_if
    return show_if is None or any(_is_met(questionnaire, c, wizard) for c in show_if.conditions)


def _is_met(questionnaire: Questionnaire, condition: Condition, wizard: Wizard) -> bool:
    """By the wizard's own way to earlier answers."""
    source = step_of(questionnaire.page_of[condition.question])
    said = wizard.get_cleaned_data_for_step(source) or {}
    return not set(codes_in(said.get(condition.question))).isdisjoint(condition.values)


def posted(page: Page, answers: Answers) -> dict[str, object]:
    """The fields that a browser would post for a page, as the product names them."""
    found: dict[str, object] = {}
    for key in page.keys:
        answer = answers.top.get(key)
        if codes := codes_in(answer):
            found[key] = list(codes)
        elif isinstance(answer, bool):
            found[key] = "yes" if answer else "no"
        elif isinstance(answer, date):
            found |= {f"{key}-{part}": getattr(answer, part) for part in ("month", "day", "year")}
        elif isinstance(answer, tuple):
            found |= {f"{key}-{number}": text for number, text in enumerate(answer, 1)}
        elif answer is not None:
            found[key] = str(answer)
    return found


def posted_to_wizard(page: Page, answers: Answers) -> dict[str, object]:
    """The same for a step of the wizard, which puts the step before every name."""
    step = step_of(page)
    fields = {f"{step}-{name}": value for name, value in posted(page, answers).items()}
    return {**fields, "wizard-current_step": step}

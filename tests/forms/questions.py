"""Questions made up for tests of the patient's door."""

from urllib.parse import urlencode

from django.http import QueryDict

from intake.core.questionnaire.questionnaire import Kind, Option, Question
from intake.forms.page import PageForm


def a_question(kind: Kind = Kind.CHOICE, key: str = "asked", **changes) -> Question:
    given = {"text": "What is it?", "short": "It", "required": True, **changes}
    if codes := given.pop("codes", None):
        given["options"] = tuple(Option(code, code.replace("_", " ")) for code in codes)
    return Question(key, kind, **given)


def a_form(*questions: Question, **posted) -> PageForm:
    """A posted page; a list is a name that comes several times."""
    return PageForm(questions, a_post(**posted))


def a_post(**posted) -> QueryDict:
    names = {name.replace("__", "-"): value for name, value in posted.items()}
    return QueryDict(urlencode(names, doseq=True))


def messages(form: PageForm) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in form.errors.items()}

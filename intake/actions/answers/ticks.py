"""A tick on a list of causes makes an entry of its own; taking the tick away takes it back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from intake import models
from intake.core.questionnaire.answers import Answer, Chosen, Values, codes_in
from intake.core.questionnaire.names import folded
from intake.core.questionnaire.questionnaire import Group, Option, Question, Questionnaire
from intake.models.catalog.versions import read_in_each

from .rows import TooManyRows, add_row, remove_row
from .sheet import PageSaid, load_answers, save_page


def follow_ticks(
    submission: models.Submission,
    questions: Iterable[Question],
    before: Values,
    after: Values,
    *,
    at: datetime,
) -> bool:
    """Make and take back entries for what was ticked and unticked; says whether there were any.

    Two ticks of one thing make one entry. An entry in which the patient said something stays.
    """
    document = submission.version.read()
    group = document.groups.get(document.roles.allergy.group)
    substance = document.roles.allergy.substance
    made = _options(questions, after) - _options(questions, before)
    gone = _options(questions, before) - _options(questions, after)
    if group is None or not (made or gone):
        return False
    for option in sorted(made, key=lambda each: each.code):
        _add(submission, document, group, option)
    for option in gone:
        given, words = load_answers(submission), _first_words(document, group, option)
        untouched = [{**words, substance: name} for name in _called(submission, option)]
        rows = given.answers.rows_of(group.key)
        if row := next((row for row in rows if row.answers in untouched), None):
            remove_row(submission, UUID(row.id), given=given, at=at)
    return True


def open_first_entry(submission: models.Submission, group: Group) -> bool:
    """A list that was just opened begins with its first entry, not with an empty page."""
    given = load_answers(submission)
    if given.answers.rows_of(group.key):
        return False
    add_row(submission, group, given=given)
    return True


def _called(submission: models.Submission, option: Option) -> set[str]:
    """The names of a tick's entry: it may have been made, or typed, in another language."""
    documents = read_in_each(submission.version)
    of_each = ([o.entry_name for q in each.questions for o in q.options] for each in documents)
    same = (names for names in zip(*of_each, strict=True) if option.entry_name in names)
    return {name for names in same for name in names}


def _options(questions: Iterable[Question], said: Values) -> set[Option]:
    return {
        option
        for question in questions
        for option in question.options
        if option.entry_name and option.code in codes_in(said.get(question.key))
    }


def _add(
    submission: models.Submission, document: Questionnaire, group: Group, option: Option
) -> None:
    given, substance = load_answers(submission), document.roles.allergy.substance
    named = {folded(name) for name in _called(submission, option)}
    typed = (row.answers.get(substance) for row in given.answers.rows_of(group.key))
    if any(isinstance(each, str) and folded(each) in named for each in typed):
        return
    try:
        row = add_row(submission, group, given=given)
    except TooManyRows:
        return  # the list says how many it takes
    said = _first_words(document, group, option)
    for page in document.pages:
        of_page = {key: answer for key, answer in said.items() if key in page.keys}
        if of_page:
            given = load_answers(submission)
            revision = given.revision_of(page, row)
            save_page(submission, PageSaid(page, of_page, revision, row), given=given)


def _first_words(document: Questionnaire, group: Group, option: Option) -> dict[str, Answer]:
    """The name, and the kind where the group asks for one."""
    kinds = [q.key for q in group.items if option.entry_kind in q.texts]
    said: dict[str, Answer] = dict.fromkeys(kinds, Chosen((option.entry_kind,)))
    return said | {document.roles.allergy.substance: option.entry_name}

"""A page costs the same few queries, however long the questionnaire."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.questionnaire import Kind, Option, Question, Questionnaire, Section
from intake.models import Submission
from tests.journeys.person import Person
from tests.make.builders import a_submission, a_version, a_visit, patient_answers, shipped

pytestmark = pytest.mark.django_db
MOST_ON_GET, MOST_ON_POST, MOST_ON_SEND = 5, 8, 23
YES_NO = (Option("yes", "Yes"), Option("no", "No"))


def a_long_one(sections: int = 50, questions: int = 20) -> Questionnaire:
    """A questionnaire of a thousand questions, two on a page."""
    document = replace(shipped(), key="a_long_one", points=(), claims=(), topics=(), roles=Roles())
    return replace(
        document,
        identity_point=None,
        sections=tuple(a_section(s, questions) for s in range(sections)),
    )


def a_section(number: int, questions: int) -> Section:
    asked = tuple(
        Question(f"s{number}q{n}", Kind.CHOICE, "Yes or no?", "Yes", options=YES_NO, required=True)
        for n in range(questions)
    )
    pages = tuple((a.key, b.key) for a, b in zip(asked[::2], asked[1::2], strict=True))
    return Section(f"s{number}", f"Section {number}", "", asked, pages)


@contextmanager
def queries() -> Iterator[list[str]]:
    """The queries that are run; those that open and close transactions are not work."""
    found: list[str] = []
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield found
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    found += [q["sql"] for q in captured if not q["sql"].startswith(control)]


@pytest.mark.parametrize(
    "page",
    [
        "start/",
        "tasks/",
        "q/about_you/1/",
        "q/goals/2/",
        "list/allergies_list/",
        "check/",
        "later/",
    ],
)
def test_a_page_is_shown_with_few_queries(page):
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    person = Person(visit).enter()

    with queries() as found:
        answer = person.client.get(f"/p/{page}")

    assert answer.status_code == 200
    assert len(found) <= MOST_ON_GET, found


def test_a_page_is_kept_with_few_queries():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    row = load_answers(Submission.objects.get()).answers.rows_of("allergies_list")[0]
    person = Person(visit).enter()

    for page, said in [
        ("q/allergies/5/", {"reaction_product": ["none"]}),
        (f"q/allergies/3/{row.id}/", {"allergy_severity": "severe"}),
        ("q/goals/5/", {"my_questions": "Why?", "-later": "yes"}),
    ]:
        form = person.get(f"/p/{page}").screen.main
        with queries() as found:
            answer = person.client.post(f"/p/{page}", {**form.fields, **said})
        assert answer.status_code == 302
        assert len(found) <= MOST_ON_POST, found


def test_answers_are_sent_with_few_queries_in_one_transaction():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/sign/")
    form = person.screen.main
    ticked = {name: values[0] for name, values in form.offered.items()}
    fields = {**form.fields, **ticked, "-signature": "Maria Delgado"}

    with CaptureQueriesContext(connection) as captured:
        answer = person.client.post("/p/sign/", fields)

    assert answer["Location"] == "/p/sent/"
    found = [each["sql"].split()[0] for each in captured]
    assert found.count("SAVEPOINT") == 1, "the transaction of the test takes the place of BEGIN"
    changed = {"INSERT", "DELETE", "UPDATE"}
    outside = [verb for verb in found[: found.index("SAVEPOINT")] if verb in changed]
    assert outside == ["UPDATE"], "only that the session was used"
    assert found[-1] == "RELEASE"
    assert len(found) - 2 <= MOST_ON_SEND, found


def test_a_draft_is_kept_with_few_queries():
    person = Person().enter().get("/p/q/goals/5/")
    form = person.screen.main

    with queries() as found:
        person.client.post(form.draft, {**form.fields, "my_questions": "Why?"})

    assert len(found) <= MOST_ON_POST, found


def test_a_thousand_questions_cost_no_more_queries_than_a_few():
    costs = []
    for document in (a_long_one(sections=2), a_long_one()):
        person = Person(a_visit(version=a_version(document))).enter()
        for page in ("tasks/", "check/", "q/s1/10/"):
            person.get(f"/p/{page}")
        form = person.screen.main
        with queries() as shown:
            person.client.get("/p/q/s1/10/")
            person.client.get("/p/tasks/")
        with queries() as kept:
            answer = person.client.post(
                "/p/q/s1/10/", {**form.fields, "s1q18": "no", "s1q19": "yes"}
            )
        assert answer.status_code == 302
        costs.append((len(shown), len(kept)))

    assert costs[0] == costs[1]
    assert costs[0][0] <= 2 * MOST_ON_GET
    assert costs[0][1] <= MOST_ON_POST

"""What was kept is kept: when the database fails after the commit, the answer stays what it was."""

import json
import os
import subprocess
import sys
from collections import defaultdict

import pytest
from django.db import OperationalError, connection, transaction

from intake import models
from intake.access import policy
from intake.patient import pages, send
from intake.provider.talk import outcomes
from tests.environment import BASE
from tests.journeys.person import Person
from tests.make.builders import a_submission, a_visit, patient_answers
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh, outcomes_kept

pytestmark = pytest.mark.django_db
POSTS = (
    *("account", "admin", "desk", "journeys", "outbox", "patient", "provider", "scribe", "sites"),
    "actions/visits",
)
MAY_FAIL = {
    **dict.fromkeys(
        ("desk:device", "patient:tablet"),
        "a device is handed over, or paired, only once staff are signed out of it",
    ),
    "desk:slip": "the paper is made from the database; the link on it is the same the next time",
    **dict.fromkeys(
        ("account:code", "account:use_passkey", "account:go_on"),
        "nobody is signed in without a line in the log",
    ),
    **dict.fromkeys(
        ("account:new_password", "account:welcome"),
        "leads to the sign-in and no further: the password is set",
    ),
    "clinic:invite": "the page with the link is made from the database; another is one press away",
    "admin:intake_translation": "what two people wrote at once is to be typed once more",
    "provider:reopen": "the page with the link is made from the database; the desk shows the link",
    "patient:sign": "what was ticked is kept, and the answer says that nothing was sent",
    "patient:page": "an answer that is to be typed once more: nobody is told that it was kept",
}
"""Routes whose answer needs the database after the last commit, each with why that harms nobody."""


@pytest.fixture
def fails_after(monkeypatch):
    """From the moment an action has returned, every statement raises; says how many did."""
    raised = []

    def refuse(execute, sql, *anything):
        if sql.startswith("ROLLBACK"):  # a server that is gone has kept nothing either
            return execute(sql, *anything)
        raised.append(sql)
        raise OperationalError("gone")

    def after(module, name):
        action = getattr(module, name)

        def committed(*anything, **named):
            done = action(*anything, **named)
            # Released here, because the wrapper has to outlive the request.
            connection.execute_wrappers.append(refuse)
            return done

        monkeypatch.setattr(module, name, committed)
        return raised

    yield after
    if refuse in connection.execute_wrappers:
        connection.execute_wrappers.remove(refuse)


def test_sent_answers_are_received_whatever_fails_afterwards(fails_after):
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/sign/")
    form = person.screen.main
    ticked = {name: values[0] for name, values in form.offered.items()}
    fails_after(send, "sign_and_send")
    fields = {**form.fields, **ticked, "-signature": "Maria Delgado"}

    response = person.client.post("/p/sign/", fields)

    assert (response.status_code, response["Location"]) == (302, "/p/sent/")
    connection.execute_wrappers.clear()
    assert models.FrozenDiscussion.objects.count() == 1
    assert models.Job.objects.exists(), "the paper was not asked for within the transaction"


def test_an_outcome_that_was_recorded_leads_on_whatever_fails_afterwards(fails_after):
    provider = a_provider()
    visit = fresh(a_room(provider).submission.visit)
    client = signed_in(provider)
    raised = fails_after(outcomes, "mark_matter")
    said = {"seen": 0, "revision": 1, "outcome": "discussed", "note-2": "She said it back."}

    response = client.post(f"/provider/visits/{visit.reference}/points/2/", said)

    connection.execute_wrappers.clear()
    assert (response.status_code, bool(raised)) == (302, True)
    assert outcomes_kept() == [(2, "discussed")]


def test_a_page_is_kept_with_all_that_follows_from_it_or_not_at_all(fails_after):
    person = Person(a_visit()).enter().get("/p/q/allergies/1/")
    form = person.screen.main
    fails_after(pages, "save_page")
    person.client.raise_request_exception = False

    response = person.client.post("/p/q/allergies/1/", {**form.fields, "has_allergy": "no"})

    assert response.status_code == 503
    connection.execute_wrappers.clear()
    transaction.set_rollback(False)  # of the test's own transaction
    assert not models.AnswerSheet.objects.exists()


def test_a_page_that_was_kept_leads_on_whatever_fails_afterwards(fails_after):
    person = Person(a_visit()).enter().get("/p/q/allergies/1/")
    form = person.screen.main
    fails_after(pages, "_kept_whole")

    response = person.client.post("/p/q/allergies/1/", {**form.fields, "has_allergy": "no"})

    assert response.status_code == 302
    connection.execute_wrappers.clear()
    assert models.AnswerSheet.objects.count() == 1


DJANGOS_OWN = ("_add", "_change", "_changelist", "_delete", "_sortable_update")
"""Forms of the admin, each of which Django keeps in one transaction."""
LEFT_OUT = {
    # These keep nothing, or a note only.
    *("account:authenticator", "account:held", "account:sign_in", "account:stay", "admin:logout"),
    *("account:end_session", "account:sign_out", "patient:finish", "patient:stay"),
    *("desk:again", "desk:search", "desk:site", "desk:visit", "provider:keep", "provider:search"),
    *("admin:intake_examplepatient_answer", "admin:intake_patient_looks"),
    *("admin:intake_patient_export", "admin:intake_questionnaire_replay"),
    *("admin:intake_questionnaire_preview_again", "admin:intake_questionnaire_preview_list"),
    *("admin:intake_questionnaire_preview_page", "admin:intake_translation_po", "patient:list"),
    *("scribe:visits", "clinic:open", "provider:facts"),
    # This is posted in a browser.
    "provider:answered",
}

AMID = (
    "test_a_merge_that_another_window_made_first_leads_to_the_record_too",
    "test_a_record_that_is_merged_while_its_erasure_is_asked_for_is_said_to_be_gone",
    "test_hours_that_do_not_go_with_what_another_window_saved_get_words",
)
"""Tests in which another window keeps something amid a request: the deed is not the request's."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> list[dict]:
    file = tmp_path_factory.mktemp("after") / "posts.jsonl"
    folders = [f"tests/{each}" for each in POSTS]
    run = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "tests.after_commits"]
    # What these tests say is said elsewhere: some count what is only done once.
    subprocess.run(
        [*run, "--tb=no", f"--ignore={__file__}", *folders],
        cwd=BASE,
        env={**os.environ, "AFTER_COMMITS": str(file)},
        capture_output=True,
        timeout=3_600,
        check=False,
    )
    return [json.loads(line) for line in file.read_text().splitlines()]


ON_SQLITE = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="the failure is put in, not the database's: once is enough",
)


@ON_SQLITE
@pytest.mark.slow
def test_the_answer_stays_what_it_was_whatever_fails_after_the_last_commit(seen):
    changed: dict[str, list] = defaultdict(list)
    for each in seen:
        is_own = not any(name in each["test"] for name in AMID)
        if is_own and (each["after"] or each["between"]) and each["route"] not in MAY_FAIL:
            changed[each["route"]].append((each["said"], each["commits"], each["test"]))
    assert dict(changed) == {}


@ON_SQLITE
@pytest.mark.slow
def test_every_route_that_takes_a_post_is_among_them(seen):
    """A new one is noticed: it is posted by a test, or it stands in ``LEFT_OUT``."""
    posts = {route for route, rule in policy.TABLE.items() if "POST" in rule.methods and rule.who}
    ours = {route for route in posts if not route.endswith(DJANGOS_OWN)}
    assert ours - {each["route"] for each in seen} - LEFT_OUT == set()

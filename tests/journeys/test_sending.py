"""Sending: once, only when complete, and nothing that was sent is shown by the link again."""

from dataclasses import replace
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.submit import reopen
from intake.core.limits import COPY_OPENS
from intake.core.questionnaire.answers import Condition, Operator, ShowIf
from intake.models import AccessEvent, Copy, FrozenDiscussion, PageDraft, StoredPdf
from intake.pdf.copies import Busy, RenderFailed
from intake.printing import conduct
from tests.journeys.person import Person, sign
from tests.make.builders import (
    a_link,
    a_submission,
    a_user,
    a_version,
    a_visit,
    patient_answers,
)
from tests.make.printers import all_is_printed
from tests.make.small import ALLERGIES, SINCE, SMALL, SMALL_ANSWERS, SUBSTANCE

pytestmark = pytest.mark.django_db
SECRET_NAME = "Maria Delgado"


def ready(name: str = "nothing_to_report") -> Person:
    """A patient who has answered everything and stands before signing."""
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers(name))
    person = Person(visit).enter().get("/p/sign/")
    person.visit = visit
    return person


def test_nothing_is_sent_before_every_statement_is_ticked_and_the_name_typed():
    person = ready()

    person.send(person.screen.main)

    assert person.screen.title.startswith("Error: ")
    assert "Type your name to sign." in person.screen.text
    assert person.screen.text.count("Tick this before you send") == 6
    assert not FrozenDiscussion.objects.exists()


def test_a_name_too_long_to_be_put_aside_stays_on_the_page_that_refuses_it():
    person, endless = ready(), "x" * 100_001

    person.send(person.screen.main, **{"-signature": endless})

    assert (person.response.status_code, person.at) == (400, "/p/sign/")
    assert person.screen.main.fields["-signature"] == [endless]
    assert not PageDraft.objects.exists()


def test_a_patient_who_signs_with_another_name_is_asked_once_and_may_send_it_as_it_is():
    person = ready()
    ticked = {name: values[0] for name, values in person.screen.main.offered.items()}
    person.send(person.screen.main, **ticked, **{"-signature": "Robert Chen"})
    assert "Is this your name?" in person.screen.text
    assert "“Robert Chen”" in person.screen.text and not FrozenDiscussion.objects.exists()

    assert person.send(person.screen.main, **{"-as-it-is": "yes"}).at == "/p/sent/"


def test_signing_is_refused_while_something_is_missing():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("stopped_at_lunch"))
    person = Person(visit).enter().get("/p/sign/")

    assert person.at == "/p/check/"
    assert "Still to answer" in person.screen.text
    assert "Continue to sign" not in person.screen.text
    assert not FrozenDiscussion.objects.exists()


def test_who_was_refused_in_two_windows_signs_in_one_of_them():
    """What stands unsigned in the other is answered with it, and never asked for again."""
    person = ready()
    laptop = Person(person.visit, token=person.token).enter().get("/p/sign/")
    for window in (person, laptop):
        window.send(window.screen.main)
        assert window.screen.title.startswith("Error: ")
    assert PageDraft.objects.count() == 2

    assert sign(person).at == "/p/sent/"
    assert not PageDraft.objects.exists()


def test_a_page_of_an_entry_that_the_entry_closed_does_not_keep_anybody_from_sending():
    if_unsure = ShowIf((Condition("substance", Operator.EXISTS, (False,)),))
    entry = replace(ALLERGIES, items=(SUBSTANCE, replace(SINCE, show_if=if_unsure)))
    about = replace(SMALL.sections[0], items=(*SMALL.sections[0].items[:2], entry))
    visit = a_visit(version=a_version(replace(SMALL, sections=(about, SMALL.sections[1]))))
    a_submission(visit=visit, answers=SMALL_ANSWERS)
    person = Person(visit).enter().get("/p/q/you/1/").say(has_allergy="yes")
    row = person.at.split("/")[-2]
    left, at = {"since-year": ["2"]}, timezone.now()
    keep_draft(visit.submission, SMALL.pages[2], left, row=UUID(row), at=at)
    assert "Pages to finish" in person.get("/p/tasks/").screen.text

    person.get(f"/p/q/you/2/{row}/").say(substance="Latex")

    assert "Pages to finish" not in person.get("/p/tasks/").screen.text
    assert sign(person).at == "/p/sent/"


def test_c49_sending_twice_sends_once_and_shows_the_receipt():
    person = ready()
    form = person.screen.main
    ticked = {name: values[0] for name, values in form.offered.items()}

    for _ in range(2):
        person.send(form, **ticked, **{"-signature": SECRET_NAME})

    assert person.at == "/p/sent/"
    assert FrozenDiscussion.objects.count() == 1
    assert AccessEvent.objects.filter(action="sent").count() == 1
    all_is_printed()
    assert StoredPdf.objects.count() == 2


def test_who_has_sent_reads_what_to_settle_and_that_nobody_watches():
    person = sign(ready("infection_now"))

    assert "To settle before any treatment" in person.screen.text
    assert "Call the clinic before your visit if you are not well." in person.screen.text
    assert "Nobody reads them right away." in person.screen.text
    assert "hold" not in person.screen.text.lower()
    person.send(person.screen.form_to("/finish/"))
    assert "Your answers were sent." in person.screen.text
    assert "What you saved is kept" not in person.screen.text


def test_who_has_sent_reads_every_question_each_hold_and_when_to_get_help():
    told = sign(ready("knows_nothing")).screen.text + sign(ready("infection_now")).screen.text
    for frozen in FrozenDiscussion.objects.all():
        sent = frozen.read()
        asked = [ask.text for ask in sent.questions_to_ask]
        held = [text for hold in sent.holds for text in (hold.title, hold.patient)]
        texts = [*asked, *sent.ask_own_doctor, *held, sent.help_text]
        assert [text for text in texts if " ".join(text.split()) not in told] == []
    for heading in ("ask the clinic", "your own doctor", "When to get help"):
        assert heading in told


def test_every_page_leads_to_the_receipt_once_it_is_sent():
    person = sign(ready())

    for address in (
        "tasks/",
        "q/about_you/1/",
        "check/",
        "sign/",
        "list/allergies_list/",
        "later/",
    ):
        assert person.get(f"/p/{address}").at == "/p/sent/"
    assert person.post("/p/q/about_you/1/", {"preferred_name": "Eve"}).at == "/p/sent/"
    assert person.client.post("/p/draft/goals/5/", {"my_questions": "x"}).status_code == 302


def test_c5_the_link_shows_only_that_something_was_received():
    person = ready()
    token = person.token
    sign(person)

    with time_machine.travel(timezone.now() + COPY_OPENS):
        stranger = Client().get(f"/p/{token}/")

    text = stranger.content.decode()
    assert stranger.status_code == 200
    assert "The answers were received on" in text
    assert "ask them to reopen the form" in text
    for secret in ("Maria", "Delgado", "EV-", "exosome", "copy.pdf", "form method"):
        assert secret not in text


def test_another_device_that_was_open_sees_the_receipt_and_no_copy():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    token = a_link(visit)
    phone = Person(visit, token=token).enter()
    laptop = Person(visit, token=token).enter()
    sign(phone)

    laptop.get("/p/tasks/")

    assert "The answers were received on" in laptop.screen.text
    assert "EV-" not in laptop.screen.text
    assert laptop.get("/p/copy.pdf").response["Content-Type"].startswith("text/html")


def test_the_copy_is_the_stored_one_and_taking_it_is_recorded():
    person = sign(ready())

    copy = person.client.get("/p/copy.pdf")

    assert copy["Content-Disposition"] == 'attachment; filename="my-answers.pdf"'
    assert copy["Cache-Control"] == "no-store, private"
    assert AccessEvent.objects.filter(action="copy_opened").count() == 1


def test_the_page_says_that_the_copy_is_being_made_until_it_is_there():
    person = sign(ready())
    assert "Your copy is being made." in person.screen.text
    assert all_is_printed() == 1
    person.get("/p/sent/")
    assert "Your copy is being made." not in person.screen.text


def test_the_copy_is_made_at_once_when_it_is_asked_for_before_the_printer_came_to_it():
    person = sign(ready())
    first = person.client.get("/p/copy.pdf").content
    assert first.startswith(b"%PDF-")
    all_is_printed()
    assert person.client.get("/p/copy.pdf").content == first
    assert sorted(StoredPdf.objects.values_list("copy", "state")) == [
        ("patient", "ok"),
        ("provider", "ok"),
    ]


@pytest.mark.parametrize(
    ("failure", "words"),
    [(Busy(), "Several copies are being printed"), (RenderFailed("x"), "could not be made")],
)
def test_what_was_sent_stays_sent_whatever_happens_to_the_printer(failure, words, monkeypatch):
    def fail(_discussion, **_more):
        raise failure

    monkeypatch.setitem(conduct.PRINTERS, Copy.PATIENT, fail)
    person = sign(ready())
    assert person.at == "/p/sent/"
    response = person.client.get("/p/copy.pdf")
    assert (response.status_code, words in response.content.decode()) == (503, True)


def test_a_reopened_form_shows_its_answers_after_the_birth_date_and_is_sent_again():
    person = sign(ready())
    submission = person.visit.submission
    reopen(submission, by=a_user(), at=timezone.now())

    again = Person(person.visit).enter()
    again.get("/p/tasks/")
    assert "The clinic has reopened your answers" in again.screen.text
    again.get("/p/q/health/8/?from=check")
    again.get("/p/q/allergies/1/?from=check").say(has_allergy="dont_know")
    assert again.at == "/p/check/"
    sign(again)

    assert again.at == "/p/sent/"
    assert list(FrozenDiscussion.objects.values_list("revision", flat=True)) == [2, 1]
    assert person.get("/p/copy.pdf").response["Content-Type"].startswith("text/html")


def test_a_correction_finds_open_what_was_changed_and_what_is_still_to_answer():
    person = sign(ready())
    reopen(person.visit.submission, by=a_user(), at=timezone.now())
    again = Person(person.visit).enter().get("/p/check/")
    assert open_parts(again) == []

    again.get("/p/q/health/3/?from=check").say(infection_now="dont_know")
    assert open_parts(again) == ["Your health"]
    again.get("/p/q/allergies/1/?from=check").say(has_allergy="yes").get("/p/check/")
    assert open_parts(again) == ["Allergies and past reactions"]


def open_parts(person: Person) -> list[str]:
    return [fold.title for fold in person.response.context["folds"] if fold.is_open]


def test_who_corrected_an_answer_is_not_told_again_to_settle_what_rested_on_it():
    person = sign(ready("infection_now"))
    reopen(person.visit.submission, by=a_user(), at=timezone.now())
    again = Person(person.visit).enter()
    again.get("/p/tasks/")
    again.get("/p/q/health/3/?from=check").say(infection_now="no")
    sign(again)

    assert again.at == "/p/sent/"
    assert [point.withdrawn for point in FrozenDiscussion.objects.all()[0].read().holds] == [True]
    assert "To settle before any treatment" not in again.screen.text
    assert "Call the clinic before your visit if you are not well." not in again.screen.text


def test_the_statements_are_ticked_where_they_are_signed_and_nowhere_else():
    person = ready().get("/p/q/confirm/1/")

    assert person.at == "/p/tasks/"
    assert "Check and send" not in person.screen.links

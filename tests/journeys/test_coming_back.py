"""Stopping and coming back: nothing that was typed is lost, nothing unsent counts."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from intake.actions.answers.sheet import load_answers
from intake.core.limits import PATIENT_IDLE
from intake.core.questionnaire.answers import Chosen
from intake.models import Invitation, PageDraft
from tests.journeys.person import Person, date_fields
from tests.make.builders import a_link, a_submission, a_visit, patient_answers

pytestmark = pytest.mark.django_db
AWAY = timedelta(minutes=21)


def kept(visit) -> dict:
    return dict(load_answers(visit.submission).answers.top)


def test_what_is_right_is_saved_and_the_rest_stays_as_typed_when_put_aside():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/about_you/1/")
    fields = {"preferred_name": "Maria D.", "appointment_date-day": "31", "-later": "yes"}
    fields["appointment_date-month"] = "2"

    person.send(person.screen.main, **fields)

    assert person.screen.heading == "Your answers are saved"
    assert "Pages to finish" in person.screen.text
    assert kept(visit)["preferred_name"] == "Maria D."
    assert "appointment_date" not in kept(visit)
    person.get("/p/q/about_you/1/")
    assert person.screen.main.fields["appointment_date-day"] == ["31"]
    assert "There is a problem" not in person.screen.text


def test_a_page_put_aside_with_a_mistake_is_not_at_odds_with_itself():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/about_you/1/")
    february = {"appointment_date-month": "2", "appointment_date-year": "2027"}
    typed = {"preferred_name": "Maria D.", "appointment_date-day": "31", **february}
    person.send(person.screen.main, **typed, **{"-later": "yes"})

    person.get("/p/q/about_you/1/").say(appointment_date__day="28")

    assert person.at == "/p/q/about_you/2/"
    assert kept(visit)["appointment_date"] == date(2027, 2, 28)


def test_a_page_put_aside_with_nothing_right_on_it_is_not_at_odds_with_itself():
    person = Person().enter().get("/p/q/health/6/")
    person.send(person.screen.main, **{"other_conditions": ["none", "heart"], "-later": "yes"})

    person.get("/p/q/health/6/").say(other_conditions=["heart"])

    assert person.at == "/p/q/health/7/"


def test_nothing_is_left_to_settle_when_a_blank_page_is_put_aside():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/")

    person.send(person.screen.main, **{"-later": "yes"})

    assert person.at == "/p/later/"
    assert not PageDraft.objects.exists()


def test_answers_are_there_on_another_device():
    visit = a_visit()
    token = a_link(visit)
    phone = Person(visit, token=token).enter().get("/p/q/allergies/1/")
    phone.say(has_allergy="no")

    laptop = Person(visit, token=token).enter()

    assert laptop.at == "/p/tasks/"
    laptop.get("/p/q/allergies/1/")
    assert laptop.screen.main.fields["has_allergy"] == ["no"]


def test_a_page_left_unsent_is_shown_again_and_does_not_count():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/goals/5/")
    form = person.screen.main

    answer = person.client.post(form.draft, {**form.fields, "my_questions": "Will it hurt?"})

    assert answer.status_code == 204
    assert kept(visit) == {}
    person.get("/p/q/goals/5/")
    assert person.screen.main.fields["my_questions"] == ["Will it hurt?"]
    assert "What you typed here is kept, but it does not count yet" in person.screen.text


def test_a_draft_goes_when_its_page_is_continued_or_discarded():
    visit = a_visit()
    person = Person(visit).enter()
    for _ in range(2):
        form = person.get("/p/q/goals/5/").screen.main
        person.client.post(form.draft, {**form.fields, "my_questions": "Will it hurt?"})
    person.get("/p/q/goals/5/").send(person.screen.main)
    assert not PageDraft.objects.exists()
    assert kept(visit)["my_questions"] == "Will it hurt?"

    form = person.get("/p/q/goals/5/").screen.main
    person.client.post(form.draft, {**form.fields, "my_questions": "Never mind"})
    person.get("/p/q/goals/5/").send(person.screen.form_to("/discard/"))

    assert not PageDraft.objects.exists()
    assert person.screen.main.fields["my_questions"] == ["Will it hurt?"]


def test_no_draft_is_kept_when_a_page_was_changed_and_changed_back():
    person = Person().enter().get("/p/q/goals/5/")
    form = person.screen.main
    person.client.post(form.draft, {**form.fields, "my_questions": "Will it hurt?"})

    person.client.post(form.draft, {**form.fields, "my_questions": ""})

    assert not PageDraft.objects.exists()


def test_sending_waits_until_a_draft_is_settled():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/q/goals/5/")
    form = person.screen.main
    person.client.post(form.draft, {**form.fields, "my_questions": "Will it hurt?"})

    person.get("/p/sign/")

    assert person.at == "/p/check/"
    assert "Pages to finish" in person.screen.text
    assert person.screen.links["Your goals and questions"] == "/p/q/goals/5/"
    assert "Continue to sign" not in person.screen.text


def test_c35_a_page_posted_after_the_pause_is_shown_again_with_everything_typed():
    visit = a_visit()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        person = Person(visit).enter().get("/p/q/about_you/1/")
        form = person.screen.main
    with time_machine.travel(start + AWAY, tick=False):
        person.send(form, preferred_name="Maria Luisa")
        assert person.at == "/p/again/"
        assert "Maria" not in person.screen.text
        assert kept(visit) == {}

        birth = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}
        person.send(person.screen.forms[0], **birth)

        assert person.at == "/p/q/about_you/1/"
        assert person.screen.main.fields["preferred_name"] == ["Maria Luisa"]
        assert "You pressed Continue after the page had closed" in person.screen.text
        person.send(person.screen.main)
    assert kept(visit)["preferred_name"] == "Maria Luisa"


def test_a_page_posted_after_the_pause_is_kept_although_another_answer_closed_it_meanwhile():
    visit = a_visit()
    token, start = a_link(visit), timezone.now()
    with time_machine.travel(start, tick=False):
        phone = Person(visit, token=token).enter().get("/p/q/product/2/")
        form = phone.say(papers_seen="yes", source_type="fat").screen.main
    with time_machine.travel(start + AWAY, tick=False):
        laptop = Person(visit, token=token).enter()
        laptop.get("/p/q/product/2/").say(papers_seen="dont_know")

        phone.send(form, product_identity="told_only")

        assert "Everything you typed is kept" in phone.screen.text
        laptop.get("/p/q/product/2/").say(papers_seen="yes")
        assert "You pressed Continue after" in laptop.get("/p/q/product/3/").screen.text
        assert laptop.screen.main.fields["product_identity"] == ["told_only"]


def test_what_is_typed_in_the_last_moment_of_a_session_is_kept_too():
    visit = a_visit()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        form = (person := Person(visit).enter().get("/p/q/goals/5/")).screen.main
        stored = person.client.post(form.draft, {**form.fields, "my_questions": "Will it"})
    with time_machine.travel(start + AWAY, tick=False):
        answer = person.client.post(form.draft, {**form.fields, "my_questions": "Will it hurt?"})

    assert (answer.status_code, answer["X-Kept"], kept(visit)) == (204, "0", {})
    left = str(int(PATIENT_IDLE.total_seconds()))
    assert (stored["X-Left"], answer.get("X-Left")) == (left, None)  # it does not go on
    again = Person(visit).enter().get("/p/q/goals/5/")
    assert again.screen.main.fields["my_questions"] == ["Will it hurt?"]


def test_c33_the_way_back_after_a_pause_leads_to_our_own_pages_only():
    start = timezone.now()
    for planted in (
        "//evil.example/",
        "https://evil.example/",
        "/p/finish/",
        "/admin/",
        "\\\\evil",
    ):
        with time_machine.travel(start, tick=False):
            person = Person().enter()
        with time_machine.travel(start + AWAY, tick=False):
            answer = person.client.post(
                f"/p/again/?at={planted}",
                {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979},
            )
        assert (answer.status_code, answer["Location"]) == (302, "/p/tasks/")


def test_a_wrong_birth_date_after_a_pause_counts_on_the_link():
    visit = a_visit()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        person = Person(visit).enter()
    wrong = {"birth_date-month": 1, "birth_date-day": 1, "birth_date-year": 1980}
    with time_machine.travel(start + AWAY, tick=False):
        told = person.post("/p/again/", wrong).screen.text
        for _ in range(4):
            person.post("/p/again/", wrong)

    assert "Everything you typed is kept." in told
    assert person.response.status_code == 403
    assert person.screen.heading == "This link is locked"
    assert visit.invitations.get().locked_at is not None


def test_a_link_that_ended_while_the_birth_date_was_asked_for_again_is_said_to_have_ended():
    person = Person(a_visit()).enter().get("/p/q/goals/5/")
    ends = Invitation.objects.get().expires_at
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        person.get("/p/q/goals/5/")
    with time_machine.travel(ends, tick=False):
        person.send(person.screen.forms[0], **date_fields("birth_date", person.birth_date))

    assert (person.response.status_code, person.screen.heading) == (410, "This link has expired")


def test_c36_nothing_is_left_after_finishing_on_this_device():
    person = Person().enter().get("/p/later/")

    person.send(person.screen.form_to("/finish/"))

    assert person.response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert person.response.cookies["patient"].value == ""
    assert "What you saved is kept" in person.screen.text
    person.get("/p/tasks/")
    assert (person.response.status_code, person.screen.heading) == (403, "Open your link again")


def test_no_page_asks_for_answers_before_a_visit_that_is_over():
    ahead, over = (a_visit(day=timezone.localdate() + timedelta(days=n)) for n in (1, -1))
    for page in ("start", "tasks", "later"):
        words = "Send it before" if page == "start" else "before your visit on"
        assert words in Person(ahead).enter().get(f"/p/{page}/").screen.text
        assert words not in Person(over).enter().get(f"/p/{page}/").screen.text


def test_answers_of_questions_that_are_not_asked_any_more_come_back_with_the_question():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("penicillin_unknown_ingredients"))
    person = Person(visit).enter().get("/p/q/allergies/1/?from=check")

    person.say(has_allergy="no")

    assert person.at == "/p/check/"
    assert "answers that you gave before are no longer asked for" in person.screen.text
    person.get("/p/q/allergies/1/?from=check").say(has_allergy="yes")
    assert kept(visit)["has_allergy"] == Chosen(("yes",))
    assert "icillin" in person.get("/p/list/allergies_list/").screen.text


def test_a_question_that_comes_back_with_its_answer_is_not_asked_again():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person, heard = Person(visit).enter(), "/p/q/claims/1/?from=check"
    person.get(heard).say(claims_heard=["cure"])
    assert person.at == "/p/q/claims/2/"
    person.say(claims_source=["social_media"])
    for claims in (["none"], ["cure"]):
        person.get(heard).say(claims_heard=claims)
        assert person.at == "/p/check/"


def test_the_check_is_entered_where_an_answer_was_changed_and_not_at_the_top_of_its_page():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/q/health/3/?from=check")
    assert {"immune_status", "infection_now"} <= {*person.screen.main.fields}
    person.say(infection_now="dont_know")
    assert "changed=infection_now" in person.response.request["QUERY_STRING"]

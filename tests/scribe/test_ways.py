"""Where an entry from paper leads: what comes after what, and the way out of it."""

import re

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import reopen
from tests.journeys.person import Person
from tests.make.builders import BIRTH_DATE, a_visit, in_two_languages
from tests.scribe.paper import Scribe

pytestmark = pytest.mark.django_db


def test_a_language_that_the_version_has_no_words_in_is_said_and_nothing_is_begun(visit):
    scribe = Scribe().post(f"/p/type-in/{visit.reference}/", {"language": "es"})

    assert "This version has no words in that language. Look at the paper." in scribe.screen.text
    assert not models.Submission.objects.filter(visit=visit).exists()


def test_nothing_is_typed_in_for_a_visit_that_was_altered_in_the_database(visit):
    models.Visit.objects.update(binding=b"altered")
    scribe = Scribe().post(f"/p/type-in/{visit.reference}/", {})

    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert "was altered in the database, so nothing is typed in for it" in scribe.screen.text
    assert not models.Submission.objects.filter(visit=visit).exists()


def test_signing_is_that_of_the_paper_and_comes_after_everything_else(visit):
    scribe = Scribe().begin(visit)
    assert scribe.get("/p/sign-paper/").at == "/p/check/"

    scribe.type_small()

    assert scribe.get("/p/sign/").at == "/p/sign-paper/"
    assert scribe.get("/p/photos/").at == "/p/tasks/"


def test_a_paper_is_not_signed_for_another_patient_who_was_begun_with_meanwhile(visit):
    scribe = Scribe().begin(visit).type_small().get("/p/sign-paper/")
    form = scribe.screen.main
    scribe.begin(a_visit(name="Joe Park")).type_small()

    scribe.post("/p/sign-paper/", form.fields)

    assert (scribe.response.status_code, scribe.screen.heading) == (409, "Nothing was saved")
    assert not models.FrozenDiscussion.objects.exists()


def test_who_begins_with_another_paper_has_left_the_one_before(visit):
    scribe = Scribe().begin(visit).begin(a_visit(name="Joe Park"))

    ended = models.PatientSession.objects.order_by("pk").values_list("ended_at", flat=True)
    assert [at is not None for at in ended] == [True, False]
    assert "Joe Park" in scribe.get("/p/q/you/1/").screen.text


def test_signing_a_paper_begins_without_errors_and_says_what_is_missing(visit):
    scribe = Scribe().begin(visit).type_small().get("/p/sign-paper/")
    assert scribe.response.status_code == 200
    assert not scribe.screen.title.startswith("Error: ")
    assert "Without a signature it can't be sent." in scribe.screen.text
    assert "Who read aloud to the patient what was typed" in scribe.screen.text

    scribe.send(scribe.screen.main)

    assert scribe.response.status_code == 400
    for missing in (
        "Type the name that is signed on the paper.",
        "Enter the date beside the signature.",
        "Type who read the answers back to the patient.",
    ):
        assert missing in scribe.screen.text


def test_every_page_says_whose_paper_is_typed_in(visit):
    text = Scribe().begin(visit).get("/p/q/you/1/").screen.text
    born, day = (f"{each:%b} {each.day}, {each:%Y}" for each in (BIRTH_DATE, visit.date))
    assert f"From paper: Maria Delgado , born {born}, visit {visit.reference} on {day}." in text


def test_no_browser_offers_the_scribes_own_name_for_the_patients(visit):
    def offered(page: Person) -> list[str]:
        html = page.get("/p/q/you/1/").response.content.decode()
        return re.findall(r'name="full_name"[^>]* autocomplete="(\w+)"', html)

    assert offered(Person(a_visit()).enter()) == ["name"]
    assert offered(Scribe().begin(visit)) == ["off"]


def test_the_box_for_what_is_blank_stands_where_an_answer_is_needed_and_stays_ticked(visit):
    scribe = Scribe().begin(visit)
    assert "-blank" not in scribe.get("/p/q/visit/1/").screen.main.offered
    page = scribe.get("/p/q/you/1/").screen.main
    assert ("-blank" in page.offered, "-blank" in page.fields) == (True, False)

    scribe.say(**{"-blank": "yes"})

    assert scribe.get("/p/q/you/1/").screen.main.fields["-blank"] == ["yes"]


def test_a_patient_is_offered_no_box_for_what_was_left_blank_on_paper(visit):
    assert "-blank" not in Person(visit).enter().get("/p/q/you/1/").screen.main.offered


def test_who_leaves_off_comes_back_to_the_visit(visit):
    scribe = Scribe().begin(visit).post("/p/finish/", {})

    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert "You have begun" in scribe.screen.text


def test_what_was_typed_from_a_paper_stays_where_the_form_cannot_be_read(visit):
    scribe = Scribe().begin(visit)
    scribe.get("/p/q/you/1/").say(has_allergy="no")
    form = scribe.get("/p/q/you/1/").screen.main
    models.AnswerSheet.objects.update(content=b"altered")
    scribe.client.raise_request_exception = False
    scribe.send(form, has_allergy="yes")
    assert scribe.response.status_code == 500
    assert "Tell an administrator" in scribe.screen.text
    assert scribe.screen.links["Back"] == "/from-paper/"
    assert "Call the clinic" not in scribe.screen.text
    assert "What you typed is still here, on this page." in scribe.screen.text
    assert scribe.screen.main.fields["has_allergy"] == ["yes"]
    line = models.AccessEvent.objects.get(action="cannot_be_read")
    assert (line.user, line.visit_id) == (scribe.user, visit.pk)


def test_that_a_form_in_spanish_cannot_be_read_is_said_in_the_language_of_staff():
    in_two_languages()
    scribe = Scribe().begin(a_visit(day=timezone.localdate()), language="es")
    models.Patient.objects.update(name=b"altered")
    scribe.client.raise_request_exception = False
    page = scribe.get("/p/tasks/").response.content.decode()
    assert scribe.screen.heading == "What is stored here cannot be read"
    assert ('<html lang="en"' in page, [*scribe.screen.links]) == (
        True,
        ["Skip to main content", "Back"],
    )


def test_what_was_blank_on_the_paper_is_asked_of_the_patient_who_corrects_it_on_a_link(visit):
    scribe = Scribe().begin(visit).get("/p/q/you/1/").say(**{"-blank": "yes"})
    scribe.say(heard=["none"]).say().say(ready="yes").press_send()
    token = reopen(visit, reason="Wrong medicine", by=visit.provider, at=timezone.now())
    person = Person(token=token).enter().get("/p/check/")

    assert "Any allergy?" in person.screen.text.partition("Still to answer")[2]
    assert person.get("/p/sign/").at == "/p/check/"

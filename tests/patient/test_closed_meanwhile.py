"""A link that ended while she was typing: she is told, and what she typed is sent with the next."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from intake.actions.answers.sheet import load_answers
from intake.actions.visits.standing import restore, take_out
from intake.actions.visits.visits_and_links import reissue, revoke
from intake.models import Invitation, Photo, Standing, Visit, WhyNotPlanned
from tests.journeys.person import Person, sign
from tests.make.builders import a_link, a_user, a_visit, fall_asleep, patient_answers, say
from tests.make.files import a_photo, a_picture

pytestmark = pytest.mark.django_db
PAGE, PHOTOS = "/p/q/goals/5/", "/p/photos/"
TYPED = "Will it hurt?"
HERE = "What you typed just now is not saved. It is still here, on this page."
LATE = "The answers were already sent, so what you typed just now is not saved."
NO_PHOTO = "The answers were already sent, so nothing was added or removed."


def replaced(visit: Visit) -> str:
    return reissue(visit, by=a_user(), at=timezone.now())


def taken_back(visit: Visit) -> str:
    revoke(visit.invitations.get(), by=a_user(), at=timezone.now())
    return a_link(visit)


def cancelled(visit: Visit) -> str:
    how = {"by": a_user(), "at": timezone.now()}
    take_out(visit, Standing.CANCELLED, why=WhyNotPlanned.PATIENT, **how)
    restore(visit, **how)
    return a_link(visit)


REVOKED = (410, "This link no longer works", "The clinic has replaced or closed it.")
LET_OUT = (403, "Open your link again", "What you saved is still there.")
ENDINGS = {replaced: REVOKED, taken_back: REVOKED, cancelled: LET_OUT}


@pytest.fixture
def person():
    return Person(a_visit()).enter().get(PAGE)


@pytest.mark.parametrize("end", ENDINGS)
def test_what_she_typed_stands_beside_why_and_is_sent_once_a_link_is_open(person, end):
    visit, (status, heading, why) = Visit.objects.get(), ENDINGS[end]
    token = end(visit)
    person.say(my_questions=TYPED)
    assert (person.response.status_code, person.screen.heading) == (status, heading)
    assert why in person.screen.text and HERE in person.screen.text
    assert load_answers(visit.submission).answers.top == {}
    again, here = person.screen.main, person.at
    Person(token=token, client=person.client).enter()
    person.post(here, again.fields)
    assert load_answers(visit.submission).answers.top["my_questions"] == TYPED


@pytest.mark.parametrize("sent", ["page", "draft"])
def test_script_is_told_to_say_so_on_the_page_where_she_types(person, sent):
    form = person.screen.main
    replaced(Visit.objects.get())
    fields, at = {**form.fields, "my_questions": TYPED}, {"page": PAGE, "draft": form.draft}[sent]
    answer = person.client.post(at, fields, headers={"X-Turn": "script"})
    assert (answer.status_code, answer["X-Show"]) == (410, "yes")
    assert REVOKED[2] in answer.content.decode()


def test_nothing_is_offered_to_be_sent_again_where_nothing_was_typed(person):
    replaced(Visit.objects.get())
    assert person.send(person.screen.main).screen.forms == []
    assert HERE not in person.screen.text


@pytest.fixture
def submission(person):
    found = Visit.objects.get().submission
    say(found, patient_answers())
    return found


@pytest.fixture
def photo(submission):
    return a_photo(submission)


@pytest.fixture(params=["this", "another"])
def sent(request, person, submission):
    """From a second window of this browser or of another, while this one still shows a page."""
    token = a_link(submission.visit)
    other = Person(token=token, client=person.client if request.param == "this" else None)
    sign(other if request.param == "this" else other.enter())


@pytest.mark.parametrize("paused", [False, True])
def test_what_she_types_after_it_was_sent_stands_in_the_receipt(person, submission, sent, paused):
    before = load_answers(submission).answers
    if paused:
        fall_asleep()
    person.say(my_questions=TYPED)
    assert person.response.status_code == 409
    assert person.screen.heading.startswith("The answers were received on")
    assert LATE in person.screen.text and TYPED in person.screen.text
    assert "What else do you want to ask or tell your provider?" in person.screen.text
    assert load_answers(submission).answers == before


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("removed", [False, True])
def test_that_a_photo_came_after_it_was_sent_stands_in_the_receipt(
    person, photo, sent, removed, paused
):
    if paused:
        fall_asleep()
    path = f"{PHOTOS}{photo.pk}/remove/" if removed else PHOTOS
    chosen = SimpleUploadedFile("x.png", a_picture(), "image/png")
    person.post(path, {**person.screen.main.fields, "camera": chosen})
    assert person.response.status_code == 409
    assert person.screen.heading.startswith("The answers were received on")
    assert NO_PHOTO in person.screen.text
    assert [*Photo.objects.all()] == [photo]


def test_a_device_of_the_clinic_tells_the_next_patient_of_no_photo(person, photo, sent):
    Invitation.objects.update(is_on_device=True)
    person.post(PHOTOS, person.screen.main.fields)
    assert NO_PHOTO not in person.screen.text


@pytest.mark.parametrize("by", ["page", "draft"])
def test_script_says_beside_what_she_typed_that_it_was_sent(person, sent, by):
    form = person.screen.main
    fields, at = {**form.fields, "my_questions": TYPED}, {"page": PAGE, "draft": form.draft}[by]
    answer = person.client.post(at, fields, headers={"X-Turn": "script"})
    assert (answer.status_code, answer["X-Show"]) == (409, "yes")
    assert LATE in answer.content.decode()


def test_who_typed_nothing_after_it_was_sent_reads_the_receipt(person, sent):
    person.send(person.screen.main)
    assert person.response.status_code == 200 and LATE not in person.screen.text


@pytest.mark.parametrize("paused", [False, True])
def test_on_a_device_of_the_clinic_nothing_stands_for_the_next_patient(person, sent, paused):
    Invitation.objects.update(is_on_device=True)
    if paused:
        fall_asleep()
    person.say(my_questions=TYPED)
    assert TYPED not in person.screen.text


def test_a_page_of_another_visit_does_not_stand_in_this_ones_receipt(person, sent):
    fields = {**person.screen.main.fields, "my_questions": TYPED, "-visit": str(uuid4())}
    assert TYPED not in person.post(PAGE, fields).screen.text


def test_a_link_that_was_taken_back_after_it_was_sent_shows_no_receipt(person, sent):
    for link in Visit.objects.get().invitations.all():
        revoke(link, by=a_user(), at=timezone.now())
    person.say(my_questions=TYPED)
    assert (person.response.status_code, LATE in person.screen.text) == (410, False)

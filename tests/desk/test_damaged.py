"""What was damaged in the database, at the desk: said, typed again, and no page is taken away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, correct_contact
from intake.actions.visits.people import name_of
from intake.models import sealed
from tests.desk.pages import act, fresh, shown
from tests.journeys.person import Person
from tests.make.builders import a_visit
from tests.make.guards import alter_versions
from tests.make.staff import FRONT_DESK, a_member, signed_in

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def desk():
    a_member("provider", first_name="Ana", last_name="Ruiz")
    return signed_in(FRONT_DESK)


def damaged(**columns: bytes) -> models.Visit:
    """A visit of whom these columns were altered in the database."""
    visit = a_visit()
    known = Contact("m@example.org", "+12125550142", agreed=True)
    correct_contact(visit, known, by=visit.provider, at=timezone.now())
    models.Patient.objects.filter(pk=visit.patient_id).update(**columns)
    return visit


def test_a_name_that_cannot_be_read_is_typed_again(desk):
    visit = damaged(name=b"altered", surname=b"altered")
    page = shown(desk.get(reverse("desk:name", args=[visit.reference])))
    assert 'name="surname" value=' not in page
    act(desk, visit, "name", surname="Delgado", given="Maria")
    assert name_of(fresh(visit).patient).listed == "DELGADO, Maria"


def test_a_date_of_birth_that_cannot_be_read_is_typed_again(desk):
    visit = damaged(birth_date=b"altered")
    page = shown(act(desk, visit, "birth_date", born="Jul 14, 1979", why="mistyped"))
    assert "Date of birth corrected." in page and "Date of birth: Jul 14, 1979" in page


def test_what_cannot_be_read_is_said_where_a_deed_needs_it_and_nothing_is_changed(desk):
    visit = damaged(also_named=b"altered")
    page = shown(act(desk, visit, "name", surname="Okafor", given="Maria"))
    assert "can&#x27;t be read, so nothing was changed. Tell an administrator." in page
    assert name_of(fresh(visit).patient).listed == "DELGADO, Maria"


def test_page_of_a_visit_stands_whatever_of_it_cannot_be_read(desk):
    visit = damaged(**dict.fromkeys(("name", "surname", "birth_date", "also_named"), b"altered"))
    other = a_member("provider", first_name="Eva", last_name="Stone")
    act(desk, visit, "hand_on", provider=str(other.pk), reason="Dr. Ruiz is ill")
    act(desk, visit, "link")
    models.Reassignment.objects.update(reason=b"altered")
    models.Invitation.objects.update(token=b"altered")
    page = shown(desk.get(reverse("desk:visit", args=[visit.reference])))
    assert f"<h1>{visit.reference}</h1>" in page
    for words in ("Date of birth: can", "The reason can", "No link works right now."):
        assert words in page


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (models.Patient, "name"),
        (models.AnswerSheet, "content"),
        (models.PageDraft, "posted"),
    ],
)
def test_page_of_a_visit_says_that_the_patients_own_pages_do_not_open(desk, model, column):
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/goals/5/").say(my_questions="Will it hurt?")
    form = person.get("/p/q/goals/5/").screen.main
    person.client.post(form.draft, {**form.fields, "my_questions": "And when?"})
    address, said = reverse("desk:visit", args=[visit.reference]), "so the link only says to call"
    assert said not in shown(desk.get(address))
    model.objects.update(**{column: b"altered"})
    assert said in shown(desk.get(address))


def test_page_of_a_visit_stands_where_its_version_was_altered(desk):
    visit = a_visit()
    Person(visit).enter()
    alter_versions()
    page = shown(desk.get(reverse("desk:visit", args=[visit.reference])))
    assert "so the link only says to call" in page and "DELGADO, Maria" in page
    assert "Something recorded on this visit can&#x27;t be read." in page


def enter(desk, **more):
    row = {"surname": "Delgado", "given": "Maria", "born": "7/14/1979", "time": "9:00"}
    typed = {f"{box}-1": text for box, text in {**row, "day": f"{TOMORROW}", **more}.items()}
    return desk.post(reverse("desk:enter", args=[f"{TOMORROW}"]), typed)


def test_somebody_on_record_whose_name_cannot_be_read_is_asked_about_and_what_was_typed_stays(desk):
    known = damaged(name=b"altered", surname=b"altered")
    response = enter(desk)
    page = shown(response)
    assert (response.status_code, 'value="Delgado"' in page) == (400, True)
    assert "Name can&#x27;t be read, last visit" in page
    assert models.Visit.objects.count() == 1
    assert enter(desk, person=str(known.patient_id)).status_code == 302
    assert known.patient.visits.count() == 2


def test_a_number_given_on_entry_is_kept_beside_an_address_that_cannot_be_read(desk):
    known = damaged(mail=b"altered", phone=b"altered")
    response = enter(desk, contact="(212) 555-0143", person=str(known.patient_id))
    assert response.status_code == 302
    patient = fresh(known).patient
    assert (bytes(patient.mail), sealed.open(patient, "phone")) == (b"altered", "+12125550143")


def test_a_line_of_a_schedule_about_somebody_who_cannot_be_read_waits_and_the_others_are_taken(
    desk,
):
    known = damaged(name=b"altered", surname=b"altered")
    head = "Name,DOB,Date,Time,Provider\n"
    lines = (
        f"Maria Delgado,7/14/1979,{TOMORROW},9:00,Ruiz\nEva Okafor,1/2/1970,{TOMORROW},9:30,Ruiz\n"
    )
    schedule = {"pasted": head + lines, "questionnaire": known.questionnaire_id}
    address = reverse("desk:import")
    preview = shown(desk.post(address, schedule))
    assert "1 new, 1 unclear" in preview
    assert "the name on a record that fits can&#x27;t be read" in preview
    desk.post(address, {**schedule, "take": "yes"})
    entered = models.Visit.objects.exclude(pk=known.pk).get()
    assert name_of(entered.patient).listed == "OKAFOR, Eva"

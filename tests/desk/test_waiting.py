"""Lines of schedules that wait: counted on the day, completed in the preview, decided once."""

import json
import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.privacy.erase import erase_patient, purge
from intake.actions.privacy.export import export_patient
from intake.actions.privacy.verify_records import altered_records
from intake.actions.visits.people import name_of
from intake.actions.visits.schedule import Planned
from intake.actions.visits.waiting import decide, opened
from intake.core.desk.dates import FURTHEST
from intake.core.desk.seen import Seen, Unclear
from intake.core.documents.values import decode, encode
from intake.models import Standing
from tests.desk.lines import BORN, DAY, NO_BIRTH_DATE, a_line, came
from tests.desk.pages import shown
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import FRONT_DESK, PRIVACY, a_member, a_site, signed_in, works_at

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:waiting")
ODD_NAME = {"surname": "=SUM", "unclear": (Unclear.ODD_NAME,)}


@pytest.fixture
def ruiz():
    return a_member("provider", first_name="Ana", last_name="Ruiz")


@pytest.fixture
def desk(ruiz):
    a_version(SMALL)
    return signed_in(FRONT_DESK)


def posted(page, **typed: str) -> dict[str, str]:
    """The page's form with these boxes filled in, by the first part of their names."""
    html = page.content.decode()
    names = {name.split("-")[0]: name for name in re.findall(r'name="([a-z]+-[0-9a-f]+)"', html)}
    (read,) = re.findall(r'name="read" value="(\w+)"', html)
    site = re.findall(r'name="site" value="([\w-]+)"', html)[-1]
    hidden = dict(re.findall(r'type="hidden" name="([a-z]+-[0-9a-f]+)" value="([^"]*)"', html))
    filled = {names[name]: value for name, value in typed.items()}
    return {"take": "yes", "read": read, "site": site, **hidden, **filled}


def decided(desk, **typed: str):
    """What is typed is read back first; pressed again, it is taken."""
    read_back = desk.post(PAGE, posted(desk.get(PAGE), **typed))
    assert read_back.status_code == 200, shown(read_back)
    return shown(desk.post(PAGE, posted(read_back, **typed), follow=True))


def test_the_day_says_how_many_wait_and_only_at_their_site(desk):
    came(a_line(**NO_BIRTH_DATE), a_line(surname="Okafor", **NO_BIRTH_DATE))
    elsewhere = a_site("elsewhere")
    came(a_line(surname="Haddad", **NO_BIRTH_DATE), site=elsewhere)
    told = {elsewhere: "1 line of a schedule waits for you"}
    told[models.Site.objects.earliest("pk")] = "2 lines of schedules wait for you"
    for site, words in told.items():
        desk.post(reverse("desk:site"), {"site": site.key})
        assert words in shown(desk.get(reverse("desk:today"), follow=True))
        names = shown(desk.get(PAGE))
        assert ("HADDAD" in names, "DELGADO" in names) == (site == elsewhere, site != elsewhere)


@pytest.mark.parametrize(
    ("lacks", "typed"),
    [
        (NO_BIRTH_DATE, {"born": "7/14/1979"}),
        ({"birth_date": DAY + timedelta(1)}, {"born": "7/14/1979"}),
        ({"birth_date": date(1879, 7, 14)}, {"born": "7/14/1979"}),
        ({"day": None, "unclear": (Unclear.DAY,)}, {"day": f"{DAY}"}),
        ({"day": DAY + timedelta(FURTHEST)}, {"day": f"{DAY}"}),
        ({"day": DAY - timedelta(30)}, {"looked": "yes"}),
        ({"unclear": (Unclear.TIME,)}, {"time": "1:30 pm"}),
        ({"unclear": (Unclear.STANDING,)}, {"standing": "planned"}),
        (ODD_NAME, {"surname": "Delgado"}),
    ],
)
def test_a_line_is_completed_with_the_one_box_it_lacks(desk, lacks, typed):
    came(a_line(source_id="11", **lacks))
    assert "1 new" in decided(desk, **typed)
    visit, day = models.Visit.objects.get(), lacks["day"] if "looked" in typed else DAY
    assert (visit.date, visit.source) == (day, "clinic")
    (row,) = models.WaitingLine.objects.all()
    assert (row.decision, row.content) == ("taken", None)
    assert list(altered_records()) == []


def test_a_provider_nobody_knows_is_chosen(desk, ruiz):
    came(a_line(provider="Dr Gone"))
    assert "1 new" in decided(desk, provider=str(ruiz.pk))


def test_which_person_it_is_is_chosen(desk):
    one, _other = a_visit(name="Maria Delgado"), a_visit(name="Maria Delgado")
    came(a_line())
    assert "1 new" in decided(desk, person=str(one.patient_id))
    assert one.patient.visits.count() == 2


def test_somebody_else_is_entered_as_a_new_person(desk):
    a_visit(name="Maria Delgado"), a_visit(name="Maria Delgado")
    came(a_line())
    decided(desk, person="new")
    assert models.Patient.objects.count() == 3


def test_an_answered_visit_is_cancelled_only_when_somebody_looked(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    came(a_line(standing=Standing.CANCELLED))
    assert "look before you cancel" in shown(desk.get(PAGE))
    assert models.Visit.objects.get().standing == Standing.PLANNED
    assert "1 cancelled" in decided(desk, looked="yes")
    assert models.Visit.objects.get().standing == Standing.CANCELLED


def test_bad_input_gets_words_and_stays_in_its_box(desk):
    came(a_line(**NO_BIRTH_DATE))
    answer = desk.post(PAGE, posted(desk.get(PAGE), born="31/31/1979"))
    assert answer.status_code == 400
    assert "There is no such day" in shown(answer) and "31/31/1979" in shown(answer)
    two_ways = desk.post(PAGE, posted(desk.get(PAGE), born="5/6/24"))
    assert "can be read two ways" in shown(two_ways)
    assert not models.Visit.objects.exists() and models.WaitingLine.objects.get().content


@pytest.mark.parametrize(
    ("lacks", "typed", "why"),
    [
        ({"unclear": (Unclear.TIME,)}, {"time": "half past nine"}, "time"),
        (ODD_NAME, {"surname": "Delgado", "given": "Mar\u200bia"}, "given"),
        (ODD_NAME, {"surname": "Del\u200bgado"}, "surname"),
    ],
)
def test_what_a_box_can_not_take_is_said_at_that_box(desk, lacks, typed, why):
    came(a_line(**lacks))
    answer = desk.post(PAGE, posted(desk.get(PAGE), **typed))
    assert answer.status_code == 400
    assert re.findall(r'id="why-(\w+)-', answer.content.decode()) == [why]


def test_a_line_that_named_nobody_is_asked_for_the_date_of_birth_as_well(desk):
    came(a_line(surname="", given="", birth_date=None, unclear=(Unclear.NO_PERSON,)))
    answer = desk.post(PAGE, posted(desk.get(PAGE), surname="Okafor", given="Eva"))
    assert "OKAFOR, Eva" in shown(answer) and "the date of birth is missing" in shown(answer)
    decided(desk, surname="Okafor", given="Eva", born="1/2/1970")
    assert name_of(models.Patient.objects.get()).listed == "OKAFOR, Eva"


def test_what_is_left_out_is_not_asked_again_and_what_is_open_goes_on_waiting(desk):
    line, other = a_line(**NO_BIRTH_DATE), a_line(surname="Okafor", **NO_BIRTH_DATE)
    rows = came(line, other)
    out = {f"out-{rows[0].pk.hex}": "yes"}
    page = shown(desk.post(PAGE, posted(desk.get(PAGE)) | out, follow=True))
    assert "1 left out" in page
    assert [row.pk for row in came(line, other)] == [rows[1].pk]


def test_two_desks_decide_a_line_once(desk, ruiz):
    came(a_line(provider="Dr Gone"))
    first = desk.post(PAGE, posted(desk.get(PAGE), provider=str(ruiz.pk)))
    form = posted(first)
    for _desk in "12":
        desk.post(PAGE, form)
    assert models.Visit.objects.count() == 1


def test_a_line_that_another_desk_left_out_is_not_entered(ruiz, desk):
    (row,) = came(a_line(source_id="11", **NO_BIRTH_DATE))
    born = BORN["birth_date"]
    planned = Planned("", row.site, "Delgado", "Maria", birth_date=born, day=DAY, provider=ruiz)
    decide([], [row], by=ruiz, at=timezone.now())
    assert decide([(row, planned)], [], by=ruiz, at=timezone.now()) == []
    assert not models.Visit.objects.exists()


def test_what_was_said_earlier_takes_back_nothing_that_was_said_since(desk):
    now = timezone.now()
    came(a_line(source_id="11", told_at=now))
    came(a_line(source_id="11", at=time(9)))
    came(a_line(source_id="11", told_at=now - timedelta(hours=1), day=DAY + timedelta(1)))
    came(a_line(source_id="11", told_at=now - timedelta(hours=1), standing=Standing.CANCELLED))
    visit = models.Visit.objects.get()
    assert (visit.date, visit.standing, visit.source_at) == (DAY, Standing.PLANNED, now)


def test_a_line_that_can_not_be_opened_is_overtaken_by_a_newer_one_about_the_visit(desk):
    came(a_line(source_id="11", **NO_BIRTH_DATE))
    models.WaitingLine.objects.update(content=b"x")
    assert came(a_line(source_id="11")) == []
    assert models.WaitingLine.objects.get().decision == "overtaken"


def test_a_line_that_tells_no_moment_overtakes_one_that_does(desk):
    came(a_line(source_id="11", told_at=timezone.now(), **NO_BIRTH_DATE))
    assert came(a_line(source_id="11")) == []
    assert models.WaitingLine.objects.get().decision == "overtaken"


def test_markup_in_a_name_is_shown_as_text(desk):
    came(a_line(surname="<b>Delgado</b>", **NO_BIRTH_DATE))
    html = desk.get(PAGE).content.decode()
    assert "&lt;B&gt;DELGADO" in html and "<B>DELGADO" not in html


def test_a_line_that_can_not_be_opened_can_still_be_left_out(desk):
    came(a_line(**NO_BIRTH_DATE))
    models.WaitingLine.objects.update(content=b"x")
    page = desk.get(PAGE)
    assert "it can&#x27;t be read" in shown(page)
    desk.post(PAGE, posted(page, out="yes"))
    assert models.WaitingLine.objects.get().decision == "left_out"


def test_export_and_erasure_reach_the_lines_about_a_patient(desk):
    patient = a_visit(name="Maria Delgado").patient
    came(a_line(source_id="77", **NO_BIRTH_DATE), a_line(surname="Okafor", **NO_BIRTH_DATE))
    document = export_patient(patient, by=a_user(), at=timezone.now()).document
    assert '"source_id": "77"' in document and "Okafor" not in document
    erase_patient(patient, by=a_user(), at=timezone.now())
    assert models.WaitingLine.objects.count() == 1


def test_a_line_that_can_not_be_opened_keeps_nobody_from_export_and_erasure(desk):
    patient = a_visit(name="Maria Delgado").patient
    (damaged,) = came(a_line(surname="Okafor", **NO_BIRTH_DATE))
    models.WaitingLine.objects.update(content=b"x")
    came(a_line(source_id="77", **NO_BIRTH_DATE))
    assert '"source_id": "77"' in export_patient(patient, by=a_user(), at=timezone.now()).document
    erase_patient(patient, by=a_user(), at=timezone.now())
    assert models.WaitingLine.objects.get() == damaged


def test_lines_about_somebody_else_or_at_another_site_are_neither_handed_out_nor_erased(desk):
    """A part of a name with the birth date is hers; without it every word must be one of hers."""
    anna = a_visit(name="Anna Lindt")
    officer = works_at(a_member(PRIVACY), anna.site)
    hers = {"source_id": "hers", "surname": "Lindt", "given": "Anna", **NO_BIRTH_DATE}
    came(
        a_line(**hers),
        a_line(source_id="short", surname="Li", given="An", unclear=(Unclear.TIME,)),
        a_line(**{**hers, "source_id": "namesake", "birth_date": date(1990, 1, 2)}),
        a_line(source_id="li", surname="Li", given="An", **NO_BIRTH_DATE),
        a_line(source_id="nobody", surname="???", given="", **NO_BIRTH_DATE),
    )
    came(a_line(**{**hers, "source_id": "away"}), site=a_site("elsewhere"))
    document = export_patient(anna.patient, by=officer, at=timezone.now()).document
    told = {line["source_id"] for line in json.loads(document)["waiting_lines"]}
    assert told == {"hers", "short"}
    erase_patient(anna.patient, by=officer, at=timezone.now())
    left = {opened(row).source_id for row in models.WaitingLine.objects.all()}
    assert left == {"namesake", "li", "nobody", "away"}


def test_the_purge_takes_the_lines_about_whom_it_erases_at_every_site(desk):
    visit = a_visit(name="Maria Delgado")
    came(a_line(unclear=(Unclear.TIME,)), site=a_site("elsewhere"))
    assert models.WaitingLine.objects.count() == 1
    long_ago = timezone.now() - timedelta(days=60)
    models.Visit.objects.update(date=long_ago.date(), created_at=long_ago)
    assert [each.visit for each in purge(at=timezone.now())] == [visit]
    assert not models.WaitingLine.objects.exists()


def test_lines_go_two_weeks_later_once_decided_or_over(desk):
    came(
        a_line(**NO_BIRTH_DATE), a_line(surname="Okafor", day=DAY + timedelta(90), **NO_BIRTH_DATE)
    )
    list(purge(at=timezone.now() + timedelta(days=13)))
    assert models.WaitingLine.objects.count() == 2
    list(purge(at=timezone.now() + timedelta(days=16)))
    assert models.WaitingLine.objects.count() == 1


def test_a_line_that_can_not_be_opened_goes_two_weeks_later_whatever_its_day_was(desk):
    came(a_line(day=DAY + timedelta(90), **NO_BIRTH_DATE))
    models.WaitingLine.objects.update(content=b"x")
    list(purge(at=timezone.now() + timedelta(days=16)))
    assert not models.WaitingLine.objects.exists()


def test_a_line_is_kept_whole():
    seen = a_line(at=timezone.now().time(), told_at=timezone.now(), **NO_BIRTH_DATE)
    assert decode(Seen, encode(seen), "") == seen

"""The day at the desk: read in words, and typed into; nothing is kept that is still asked about."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.visits.standing import take_out
from intake.models import JobState, Standing, WhyNotPlanned
from tests.desk.pages import a_sent_visit, shown
from tests.make.builders import a_link, a_provider, a_sent_submission, a_version, a_visit
from tests.make.room import reopened
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, a_member, signed_in
from tests.provider.pages import words as read_words

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


@pytest.fixture
def provider():
    found = a_member("provider", first_name="Ana", last_name="Ruiz")
    a_version()
    return found


def typed(*rows: dict[str, str]) -> dict[str, str]:
    return {f"{name}-{at}": text for at, row in enumerate(rows, 1) for name, text in row.items()}


def maria(**more: str) -> dict[str, str]:
    day = f"{TOMORROW:%m/%d/%Y}"
    row = {"surname": "Delgado", "given": "Maria", "born": "7/14/1979", "day": day, "time": "1:30"}
    return {**row, **more}


def entered(desk, *rows: dict[str, str], on: date = TOMORROW):
    return desk.post(f"/desk/days/{on}/enter/", typed(*rows))


def test_the_desk_opens_on_today(desk):
    response = desk.get("/desk/")
    assert response["Location"] == f"/desk/days/{timezone.localdate()}/"


def test_a_day_leads_to_the_day_before_and_the_day_after(desk):
    page = desk.get("/desk/days/2030-03-01/").content.decode()
    led = re.findall(r'href="/desk/days/([\d-]+)/">(Day \w+)<', page)
    assert led == [("2030-02-28", "Day before"), ("2030-03-02", "Day after")]


def test_visits_typed_at_once_are_entered_and_read_back_with_the_month_in_letters(desk, provider):
    denise = maria(surname="Okafor", given="Denise", born="31-Dec-1968", day="", time="9")
    response = desk.post(f"/desk/days/{TOMORROW}/enter/", typed(maria(), denise), follow=True)
    visits = models.Visit.objects.order_by("time")
    assert [(v.date, v.time, v.provider) for v in visits] == [
        (TOMORROW, time(9), provider),
        (TOMORROW, time(13, 30), provider),
    ]
    assert "2 visits entered" in shown(response)
    assert "Dec 31, 1968 (5" in shown(response)
    assert "DELGADO</strong>, Maria" in shown(response)


def test_nothing_is_entered_while_one_row_has_a_problem_and_all_that_was_typed_stays(
    desk, provider
):
    response = entered(desk, maria(), maria(surname="Okafor", born="2/30/1968"))
    assert response.status_code == 400
    assert not models.Visit.objects.exists()
    assert "There is no such day" in shown(response)
    assert 'value="Okafor"' in shown(response) and 'value="Delgado"' in shown(response)


def test_what_was_chosen_in_a_row_stays_chosen_while_something_is_asked(desk, provider):
    other = a_version(SMALL).questionnaire
    chosen = {"provider": str(provider.pk), "questionnaire": str(other.pk)}
    posted = {**typed(maria(born="2/30/1968", **chosen)), "agreed": "yes"}
    page = shown(desk.post(f"/desk/days/{TOMORROW}/enter/", posted))
    for pk in chosen.values():
        assert f'<option value="{pk}" selected' in page
    assert 'name="agreed" value="yes" checked' in page


def test_rows_that_script_added_are_read_and_stand_there_again(desk, provider):
    many = [maria(surname=f"Okafor{chr(96 + n)}", time=f"{n}:00") for n in range(8, 20)]
    again = entered(desk, *many[:-1], maria(surname="Last", born="2/30/1968"))
    assert 'id="surname-12"' in shown(again) and 'id="surname-13"' not in shown(again)
    assert not models.Visit.objects.exists()
    entered(desk, *many)
    assert models.Visit.objects.count() == 12


def test_a_row_takes_the_day_that_stands_in_a_row_above_that_is_left_blank(desk, provider):
    entered(desk, {"day": maria()["day"]}, maria(day=""))
    assert models.Visit.objects.get().date == TOMORROW


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            {"given": "Mar\u200bia"},
            "First names: This name has a letter in it that nobody can see.",
        ),
        ({"time": "half past nine"}, "Time: write it like 9:00 or 1:30 pm."),
        ({"contact": "maria@"}, "Mail or mobile: This is no mail address."),
        ({"contact": "see notes"}, "Mail or mobile: This is no telephone number."),
        ({"provider": ""}, "Choose a provider."),
    ],
)
def test_what_can_not_be_read_in_a_row_is_said_under_it_and_nothing_is_entered(
    desk, provider, row, problem
):
    a_member("provider", first_name="Eva", last_name="Stone")
    page = shown(entered(desk, maria(**{"provider": str(provider.pk), **row})))
    assert page.count('<p class="error-line">') == 1
    assert f'<p class="error-line">{problem}' in page
    assert not models.Visit.objects.exists()


def test_what_was_read_otherwise_than_it_was_typed_is_told_beside_what_is_asked(desk, provider):
    typed = {"born": "14/7/1979", "contact": "(212) 055-0142", "time": "7"}
    page = shown(entered(desk, maria(**typed)))
    turned, doubtful = "day and month were turned round", "+12120550142 may not be a number"
    assert f"{turned} to make a date · {doubtful}: check it · born Jul 14, 1979" in page


def test_a_birth_date_of_two_readings_is_asked_about(desk, provider):
    row = maria(born="5/6/24")
    response = entered(desk, row)
    assert response.status_code == 400
    assert "May 6, 1924 (102 years)" in shown(response) and "May 6, 2024 (2 years)" in shown(
        response
    )
    entered(desk, {**row, "born_is": "1924-05-06"})
    assert models.Patient.objects.born_on(date(1924, 5, 6)).count() == 1


def test_an_answer_that_was_not_offered_counts_as_none(desk, provider):
    assert entered(desk, maria(born="5/6/24", born_is="1950-05-06")).status_code == 400
    assert not models.Visit.objects.exists()


def test_a_day_in_the_past_is_asked_about_once(desk, provider):
    past = timezone.localdate() - timedelta(days=3)
    row = maria(day=past.isoformat())
    assert "is in the past" in shown(entered(desk, row))
    entered(desk, {**row, "day_is": past.isoformat()})
    assert models.Visit.objects.get().date == past


def test_somebody_on_record_is_offered_and_taken_only_when_said(desk, provider):
    known = a_visit(name="Maria Delgado", provider=provider).patient
    response = entered(desk, maria(given="Marta"))
    assert "Somebody with this surname and date of birth was here before" in shown(response)
    assert models.Visit.objects.count() == 1
    entered(desk, maria(given="Marta", person="new"))
    assert models.Patient.objects.count() == 2
    entered(desk, maria(given="Marta", person=str(known.pk), day=str(TOMORROW + timedelta(days=9))))
    assert known.visits.count() == 2


def test_the_same_person_on_the_same_day_is_asked_about(desk, provider):
    known = a_visit(name="Maria Delgado", provider=provider, day=TOMORROW).patient
    row = maria(person=str(known.pk))
    assert "has a visit on that day already" in shown(entered(desk, row))
    entered(desk, {**row, "again": "same"})
    assert known.visits.count() == 1
    entered(desk, {**row, "again": "second"})
    assert known.visits.count() == 2


@pytest.mark.parametrize(
    "name",
    ["\u200b", "\u3164", "", "\U000e0041", "Del\u3164gado", "Del\u200bgado", "Del\u2800gado"],
)
def test_a_name_that_shows_nothing_is_refused(desk, provider, name):
    response = entered(desk, maria(surname=name))
    assert response.status_code == 400 and not models.Visit.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0026-01-01", "13/13/2026", "yesterday"])
def test_an_impossible_day_is_said_and_never_falls(desk, provider, day):
    assert entered(desk, maria(day=day)).status_code == 400
    assert desk.get(f"/desk/days/{day}/".replace("/13/13/", "/13-13-")).status_code in (200, 404)


def test_a_time_is_read_inside_opening_hours_or_asked(desk, provider):
    entered(desk, maria(time="1:30"))
    assert models.Visit.objects.get().time == time(13, 30)
    assert "Which time?" in shown(entered(desk, maria(surname="Okafor", time="7")))


def test_each_state_is_said_in_words_with_the_one_thing_to_do(desk):
    provider = a_provider()
    at = {"provider": provider, "day": TOMORROW}
    a_visit(name="Ana Expected", **at)
    a_link(a_visit(name="Ana Invited", **at))
    a_sent_submission(visit=a_visit(name="Ana Answered", **at))
    gone = a_visit(name="Ana Cancelled", **at)
    take_out(
        gone,
        Standing.CANCELLED,
        why=WhyNotPlanned.PATIENT,
        by=a_member(FRONT_DESK),
        at=timezone.now(),
    )
    page = shown(desk.get(f"/desk/days/{TOMORROW}/"))
    for words in ("No link yet", "Not opened", "Answered", "Cancelled", "1 needs you", "Undo"):
        assert words in page
    only = shown(desk.get(f"/desk/days/{TOMORROW}/?only=needs_you"))
    assert "EXPECTED" in only and "INVITED" not in only


AT_NOON = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
DONE, FAILED, SECOND = {"state": JobState.DONE}, {"state": JobState.FAILED}, {"perhaps_twice": True}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({}, "Is being sent"),
        ({**DONE, "code": "sent"}, "Sent, not opened mailed {at}"),
        ({**DONE, "code": "texted", **SECOND}, "Sent, not opened texted {at}, perhaps twice"),
        ({**FAILED, "code": "number_400"}, "Did not arrive the number takes no text messages"),
        ({**FAILED, "code": "later_429"}, "could not be handed over: nobody answered"),
        ({**FAILED, "code": "no_server"}, "could not be handed over: nobody answered"),
        ({**FAILED, "code": "CannotOpen"}, "it could not be made"),
    ],
)
def test_what_became_of_the_last_message_is_said_on_the_line_of_the_visit(desk, message, told):
    visit = a_visit(day=TOMORROW)
    settled = {"settled_at": AT_NOON} if message else {}
    when = {"asked_at": AT_NOON, "due_at": AT_NOON, **settled}
    models.Job.objects.create(kind="invitation", visit=visit, subject="1", **when, **message)
    at = f"{AT_NOON:%a, %b} {AT_NOON.day}, 12:00 pm"
    assert told.format(at=at) in read_words(desk.get(f"/desk/days/{TOMORROW}/").content.decode())


def test_answers_given_back_to_the_patient_are_being_corrected(desk):
    reopened(a_sent_submission(visit=a_visit(day=TOMORROW)), at=timezone.now())
    assert "Being corrected sent " in read_words(
        desk.get(f"/desk/days/{TOMORROW}/").content.decode()
    )


def test_a_day_of_sixty_costs_as_many_queries_as_a_day_of_one(desk, django_assert_max_num_queries):
    provider = a_provider()
    a_link(a_visit(name="Ana One", provider=provider, day=TOMORROW))
    with django_assert_max_num_queries(40) as one:
        desk.get(f"/desk/days/{TOMORROW}/")
    for number in range(6):
        a_link(a_visit(name=f"Ana Other{number}", provider=provider, day=TOMORROW))
    with django_assert_max_num_queries(40) as seven:
        desk.get(f"/desk/days/{TOMORROW}/")
    assert len(seven) == len(one)


def test_no_answer_reaches_the_desk(desk):
    visit = a_sent_visit()
    for address in (f"/desk/days/{visit.date}/", f"/desk/visits/{visit.reference}/"):
        page = desk.get(address).content.decode()
        assert "hold" not in page.casefold() and "allerg" not in page.casefold()


@pytest.mark.parametrize(
    "role", ["provider", "question editor", "privacy officer", "administrator"]
)
def test_no_other_role_comes_in(role):
    assert signed_in(role).get(f"/desk/days/{TOMORROW}/").status_code == 403


def test_every_message_stands_where_it_came_to(desk, settings):
    settings.MESSAGES_FROM, settings.TEXTS = "", None
    assert "This site sends no messages to patients." in shown(desk.get("/desk/messages/"))
    settings.MESSAGES_FROM = "visits@clinic.example"
    for name, message in (
        ("Ana Waiting", {}),
        ("Ana Failed", {**FAILED, "code": "no_server", "settled_at": AT_NOON}),
        ("Ana Arrived", {**DONE, "code": "sent", "settled_at": AT_NOON}),
    ):
        when = {"asked_at": AT_NOON, "due_at": AT_NOON, "subject": name}
        models.Job.objects.create(kind="invitation", visit=a_visit(name=name), **when, **message)
    page = shown(desk.get("/desk/messages/"))
    assert "This site sends no messages" not in page and "1 waits to be sent." in page
    parts = page.split('<section aria-labelledby="went">')
    named = [[name for name in ("WAITING", "FAILED", "ARRIVED") if name in part] for part in parts]
    assert named == [["FAILED"], ["ARRIVED"]]

"""Who looked at what: the privacy officer narrows the log, reads it in parts and saves it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.access_log import record, record_patient
from intake.actions.privacy.erase import erase_patient
from intake.actions.privacy.sealed_log import head
from intake.core.privacy.csv_cells import text_of
from tests.make.builders import a_user, a_visit
from tests.make.factor import let_in
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    PRIVACY,
    a_member,
    a_site,
    page,
    read,
    signed_in,
    works_at,
)
from tests.provider.pages import words

pytestmark = pytest.mark.django_db
LOG = page("accessevent", "changelist")
FILE = reverse("admin:intake_accessevent_file")
DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def officer():
    return signed_in(PRIVACY)


@pytest.fixture
def written():
    """What two people and a patient did on two visits, over three days."""
    ana, tom = a_user(first_name="Ana", username="ana"), a_user(first_name="Tom", username="tom")
    hers, his = a_visit(), a_visit()
    record("discussion_read", at=DAY, by=ana, visit=hers, detail="revision 1")
    record("copy_printed", at=DAY + timedelta(days=1), by=tom, visit=hers)
    record_patient("sent", at=DAY + timedelta(days=2), visit=his)
    return {"ana": ana, "tom": tom, "hers": hers, "his": his}


def shown(client, **asked) -> list[tuple[str, str, str]]:
    lines = client.get(LOG, asked).context["part"].lines
    return [(line.who, line.event.action, line.reference) for line in lines]


def saved(client, **asked) -> list[list[str]]:
    body = b"".join(client.get(FILE, asked).streaming_content).decode()
    return [[text_of(each) for each in row] for row in csv.reader(io.StringIO(body, newline=""))]


def test_everything_is_shown_newest_first_and_looking_is_a_line_itself(officer, written):
    assert shown(officer)[0][1] == "visit_created"
    first, *_others = shown(officer)
    assert first[1] == "log_read"
    event = models.AccessEvent.objects.filter(action="log_read").last()
    assert (event.user.groups.get().name, event.visit) == (PRIVACY, None)


def test_it_is_narrowed_by_person_visit_patient_action_and_days(officer, written):
    hers, his = written["hers"].reference, written["his"].reference
    by_ana = [("Ana", "discussion_read", hers)]
    assert shown(officer, who=written["ana"].pk) == by_ana
    assert shown(officer, who="patient") == [("Patient", "sent", his)]
    assert shown(officer, did="copy_printed") == [("Tom", "copy_printed", hers)]
    assert shown(officer, first="2026-03-04", last="2026-03-04") == by_ana
    assert shown(officer, first="2026-03-06", last="2026-03-06") == [("Patient", "sent", his)]
    of_hers = [("Tom", "copy_printed", hers), *by_ana]
    assert shown(officer, visit=hers.lower(), last="2026-03-07") == of_hers
    models.Visit.objects.filter(pk=written["his"].pk).update(patient=written["hers"].patient)
    record_patient("sent", at=DAY, visit=a_visit())
    both = shown(officer, visit=hers, whole="on", last="2026-03-07")
    assert [each[1] for each in both] == ["sent", "copy_printed", "discussion_read"]


def test_a_line_is_read_with_its_number_moment_person_deed_visit_and_detail(officer, written):
    line = models.AccessEvent.objects.get(action="discussion_read")
    response = officer.get(LOG, {"did": "discussion_read"})
    (row,) = re.findall(r"<tr>\s*<td>.*?</tr>", response.content.decode(), re.DOTALL)
    told = f"{line.sequence} 04-Mar-2026 {timezone.localtime(DAY):%H:%M:%S} Ana Read the discussion"
    assert words(row) == f"{told} {written['hers'].reference} revision 1"
    end = head()
    assert f"The log ends with line {end.sequence}, {end}." in read(response)


def test_what_narrows_the_log_is_labelled_and_goes_with_it_to_the_file_and_to_older_lines(officer):
    for number in range(51):
        record("looked", at=DAY, detail=str(number))
    response = officer.get(LOG, {"who": "system", "first": "2026-03-04"})
    page = response.content.decode()
    assert (
        f'href="?who=system&amp;first=2026-03-04&amp;before={response.context["part"].older}"'
        in (page)
    )
    assert f'formaction="{FILE}"' in page and f'<a href="{LOG}">Show everything</a>' in page
    assert re.findall(r"<label[^>]*>(.*?)</label>", page) == [
        "Who:",
        "What:",
        "Visit:",
        "All visits of this patient:",
        "From:",
        "To:",
    ]
    nothing = officer.get(LOG, {"who": "system", "first": "2026-03-05"})
    assert "No line matches." in read(nothing) and "Older lines" not in read(nothing)


def test_a_look_at_one_visit_is_a_line_of_that_visit(officer, written):
    for whose, did in (("hers", "copy_printed"), ("his", "sent")):
        visit = written[whose]
        officer.get(LOG, {"visit": visit.reference, "did": did})
        event = models.AccessEvent.objects.filter(action="log_read").latest("sequence")
        assert (event.visit, event.detail) == (visit, f"action {did}, visits {visit.pk}")


def test_officer_of_one_site_is_offered_the_people_of_that_site_alone():
    here, there = a_site("here"), a_site("there")
    pat = works_at(a_member(PRIVACY, username="pat"), here)
    works_at(a_member(FRONT_DESK, username="near"), here)
    works_at(a_member(FRONT_DESK, username="far"), there)
    page = let_in(Client(), pat).get(LOG).content.decode()
    assert [f"({name})" in page for name in ("pat", "near", "far")] == [True, True, False]


def test_what_an_erased_visit_left_is_found_by_its_reference(officer, written):
    erase_patient(written["hers"].patient, by=a_user(), at=timezone.now())
    reference = written["hers"].reference
    found = shown(officer, visit=reference)
    assert [each[1:] for each in found if each[1] == "copy_printed"] == [
        ("copy_printed", reference)
    ]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"visit": "EV-0000-0000"}, "visit"),
        ({"first": "2026-03-05", "last": "2026-03-04"}, "last"),
        ({"who": "0x"}, "who"),
        ({"did": "x' OR 1=1"}, "did"),
        ({"first": "yesterday"}, "first"),
    ],
)
def test_what_can_not_be_asked_is_said_and_nothing_is_shown(asked, field, officer, written):
    response = officer.get(LOG, asked)
    errors = response.context["form"].errors
    assert (list(errors), response.context["part"]) == ([field], None)
    for says in ("Please correct what is marked below.", errors[field][0]):
        assert says in read(response)
    assert officer.get(FILE, asked)["Content-Type"] == "text/html; charset=utf-8"


def test_older_lines_follow_without_a_gap_when_new_ones_come_meanwhile(officer):
    for number in range(120):
        record("looked", at=DAY, detail=str(number))
    seen, asked = [], {"who": "system"}
    while True:
        part = officer.get(LOG, asked).context["part"]
        seen += [line.event.detail for line in part.lines]
        record("looked", at=DAY + timedelta(hours=1), detail="later")
        if part.older is None:
            break
        asked = {"who": "system", "before": part.older}
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1" * 18])
def test_a_forged_place_to_go_on_from_breaks_nothing(before, officer):
    assert officer.get(LOG, {"before": before}).status_code == 200


def test_a_page_costs_the_same_with_many_lines(officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            officer.get(LOG)
        return len(found)

    queries()  # the log's first seal has no seal before it to ask for
    for _each in range(3):
        record("discussion_read", at=DAY, by=a_user(), visit=a_visit())
    few = queries()
    for _each in range(60):
        record("discussion_read", at=DAY, by=a_user(), visit=a_visit())
    assert queries() == few


def test_the_file_holds_what_was_narrowed_and_no_formula(officer, written):
    boss = a_user(first_name="=HYPERLINK(1)", username="+boss")
    record("denied", at=DAY + timedelta(days=9), by=boss, detail="@x")
    response = officer.get(FILE, {"who": boss.pk})
    body = b"".join(response.streaming_content).decode()
    assert '"\'=HYPERLINK(1)","\'+boss"' in body
    assert response["Content-Disposition"] == 'attachment; filename="access-log.csv"'
    head, row = saved(officer, who=boss.pk)
    assert head[2:8] == ["who", "user name", "did", "code", "visit", "detail"]
    assert row[1:8] == [
        "2026-03-13T12:00:00+00:00",
        "=HYPERLINK(1)",
        "+boss",
        "Was refused",
        "denied",
        "",
        "@x",
    ]
    assert models.AccessEvent.objects.filter(action="log_exported").count() == 2


def test_a_file_that_would_be_too_long_is_refused_in_words(officer, written, monkeypatch):
    monkeypatch.setattr("intake.actions.privacy.read_log.MOST_IN_FILE", 2)
    response = officer.get(FILE)
    assert "Choose fewer days" in response.content.decode()
    assert not models.AccessEvent.objects.filter(action="log_exported").exists()


@pytest.mark.parametrize("role", [EDITOR, FRONT_DESK, ADMINISTRATOR, "provider"])
def test_nobody_else_reads_the_log_rank_or_not(role):
    client = signed_in(role, is_superuser=True)
    assert [client.get(each).status_code for each in (LOG, FILE)] == [403, 403]
    assert LOG not in client.get("/admin/").content.decode()
    assert not models.AccessEvent.objects.filter(action__startswith="log_").exists()


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("asked", [{"last": "9999-12-31"}, {"first": "0001-01-01"}])
def test_the_first_and_the_last_day_there_is_narrow_nothing(
    officer, written, settings, zone, asked
):
    settings.TIME_ZONE = zone
    assert len(shown(officer, **asked)) == len(shown(officer)) - 1
    assert len(saved(officer, **asked)) == len(saved(officer)) - 1

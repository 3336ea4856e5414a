"""A folder of schedules: read as the desk reads them, each file once, nothing lost."""

import fcntl
import os
import stat
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, contact_of, correct_contact
from intake.management import folder as folders
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, a_member, a_site, works_at

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timedelta(days=5)
HEAD = "Name,DOB,Date,Time,Provider,Status,ID,Email,Mobile,Language\n"
MARIA = f"Maria Delgado,7/14/1979,{DAY},9:00,Ruiz,,11,m@example.org,(212) 555-0142,Spanish\n"
UNCLEAR = f"Ann None,,{DAY},9:00,Ruiz,,14,,,\n"


@pytest.fixture
def desk():
    a_member("provider", first_name="Ana", last_name="Ruiz")
    a_version(SMALL)
    return a_member(FRONT_DESK, username="lee")


@pytest.fixture
def inbox(tmp_path, desk):
    return tmp_path


def put(inbox, name: str, content: str | bytes, *, seconds_ago: float = 60):
    path = inbox / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    when = timezone.now().timestamp() - seconds_ago
    os.utime(path, (when, when))
    return path


def run(inbox, capsys, **more) -> str:
    call_command("import_day", str(inbox), source="clinic", by="lee", **more)
    return capsys.readouterr().out.strip()


def lying(inbox, place: str) -> list[str]:
    return sorted(os.listdir(inbox / place))


def test_clear_lines_are_entered_and_unclear_ones_wait_sealed(inbox, capsys):
    put(inbox, "day.csv", HEAD + MARIA + UNCLEAR)
    assert run(inbox, capsys) == "1 done, 0 refused, 0 left. 1 new, 1 unclear."
    visit = models.Visit.objects.get()
    assert (visit.source, visit.source_id, visit.created_by.username) == ("clinic", "11", "lee")
    contact = contact_of(visit.patient)
    assert (contact.mail, contact.phone, contact.agreed, contact.language) == (
        *("m@example.org", "+12125550142"),
        *(False, "es"),
    )
    (row,) = models.WaitingLine.objects.all()
    assert (row.source, row.site, row.decision) == ("clinic", visit.site, "")
    assert b"Ann" not in bytes(row.content)
    assert lying(inbox, "done") == ["day.csv"]
    assert stat.S_IMODE((inbox / "done").stat().st_mode) == 0o700
    assert models.LastRun.objects.filter(name="feed clinic").exists()
    (line,) = models.AccessEvent.objects.filter(action="schedule_taken")
    assert line.detail == "clinic: 1 new, 1 unclear"


def test_a_file_that_comes_again_enters_and_asks_nothing_twice(inbox, capsys):
    for _time in "123":
        put(inbox, "day.csv", HEAD + MARIA + UNCLEAR)
        run(inbox, capsys)
    assert models.Visit.objects.count() == models.WaitingLine.objects.count() == 1
    assert lying(inbox, "done") == ["day.csv", "day.csv-2", "day.csv-3"]


def test_each_kind_is_read_for_what_it_is_whatever_it_is_called(inbox, capsys):
    stamp = f"{DAY:%Y%m%d}"
    message = (
        "MSH|^~\\&|A|B|C|D|20261120083000||SIU^S12|1|P|2.5.1\r"
        f"SCH|1|F77|||||||||^^^{stamp}0900\r"
        "PID|1||7||Okafor^Denise||19681231||||||+12125550143||spa\rAIP|1||7^Ruiz^Ana\r"
    )
    put(inbox, "a.txt", message)
    put(inbox, "b.dat", HEAD + MARIA)
    event = f"UID:99\r\nSUMMARY:Ann Who\r\nDTSTART:{stamp}T100000\r\n"
    inside = f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n"
    put(inbox, "c", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n")
    put(inbox, "d", '{"resourceType": "Appointment", "id": "a1", "status": "booked"}')
    assert run(inbox, capsys) == "4 done, 0 refused, 0 left. 2 new, 2 unclear."
    languages = [visit.patient.language for visit in models.Visit.objects.all()]
    assert languages == ["es", "es"]


REFUSED = {
    "large.csv": (b"x" * 1_000_001, "larger than a schedule"),
    "picture.csv": (b"\x89PNG\r\n\0\0", "This is no text"),
    "hello.csv": ("hello world", "No column holds names"),
    "empty.csv": ("  \n", "There is nothing in it"),
    "broken.json": ('{"resourceType": "Bundle"', "This is no JSON"),
    "<script>alert(1)<script>": ("hello", "No column holds names"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_schedule_is_put_aside_with_the_reason_beside_it(inbox, capsys, name):
    content, words = REFUSED[name]
    put(inbox, name, content)
    put(inbox, "z.csv", HEAD + MARIA)
    assert run(inbox, capsys) == "1 done, 1 refused, 0 left. 1 new."
    assert lying(inbox, "refused") == [name, f"{name}.why.txt"]
    reason = (inbox / "refused" / f"{name}.why.txt").read_text()
    assert words in reason and "hello" not in reason


def test_forty_megabytes_are_refused_unread(inbox, capsys, monkeypatch):
    path = put(inbox, "huge.csv", b"")
    os.truncate(path, 40_000_000)
    os.utime(path, (0, 0))
    monkeypatch.setattr(folders.Folder, "_content", None)
    assert run(inbox, capsys).startswith("0 done, 1 refused")
    assert "larger" in (inbox / "refused" / "huge.csv.why.txt").read_text()


def test_a_link_is_not_followed(inbox, capsys, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text(HEAD + MARIA)
    (inbox / "day.csv").symlink_to(secret)
    assert run(inbox, capsys) == "0 done, 1 refused, 0 left. No line read."
    assert not models.Visit.objects.exists() and secret.exists()


def test_what_is_still_written_or_held_is_left_for_the_next_time(inbox, capsys):
    put(inbox, "fresh.csv", HEAD + MARIA, seconds_ago=1)
    put(inbox, "day.csv.part", HEAD + MARIA)
    put(inbox, ".hidden", HEAD + MARIA)
    with put(inbox, "held.csv", HEAD + MARIA).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert run(inbox, capsys) == "0 done, 0 refused, 2 left. No line read."
    put(inbox, "fresh.csv", HEAD + MARIA)
    assert run(inbox, capsys) == "2 done, 0 refused, 0 left. 1 new, 1 unchanged."
    assert (inbox / "day.csv.part").exists() and (inbox / ".hidden").exists()


@pytest.mark.parametrize("written", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(inbox, capsys, written):
    put(inbox, "day.csv", (HEAD + MARIA.replace("Delgado", "Muñoz")).encode(written))
    assert run(inbox, capsys).endswith("1 new.")


def test_two_runs_never_share_a_folder(inbox, capsys):
    put(inbox, "day.csv", HEAD + MARIA)
    held = folders.opened_folder(str(inbox), most_bytes=1000)
    with held, pytest.raises(CommandError, match="another run is at it"):
        run(inbox, capsys)
    assert run(inbox, capsys).startswith("1 done")


def test_a_link_in_the_place_of_done_is_refused(inbox, capsys, tmp_path_factory):
    (inbox / "done").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    put(inbox, "day.csv", HEAD + MARIA)
    with pytest.raises(CommandError, match="done is no folder"):
        run(inbox, capsys)


def test_a_newer_word_takes_the_place_of_a_line_that_waits(inbox, capsys):
    put(inbox, "1.csv", HEAD + MARIA.replace("7/14/1979", ""))
    run(inbox, capsys)
    put(inbox, "2.csv", HEAD + MARIA)
    assert run(inbox, capsys).endswith("1 new.")
    (row,) = models.WaitingLine.objects.all()
    assert (row.decision, row.content) == ("overtaken", None)


def test_only_somebody_of_the_desk_at_that_site_takes_schedules(inbox, capsys):
    elsewhere = a_site("elsewhere")
    with pytest.raises(CommandError, match="Say which site"):
        run(inbox, capsys)
    works_at(models.User.objects.get(username="lee"), elsewhere)
    here = models.Site.objects.exclude(pk=elsewhere.pk).get()
    with pytest.raises(CommandError, match="does not work at the desk of"):
        run(inbox, capsys, site=here.key)
    with pytest.raises(CommandError, match="No site is called so"):
        run(inbox, capsys, site="nowhere")
    a_member("provider", username="ruiz")
    with pytest.raises(CommandError, match="does not work at the desk of"):
        call_command("import_day", str(inbox), source="clinic", by="ruiz", site=here.key)
    with pytest.raises(CommandError, match="--from takes a short name"):
        call_command("import_day", str(inbox), source="pasted", by="lee")


def test_what_the_desk_took_away_does_not_come_back_with_a_schedule(inbox, capsys):
    visit = a_visit(name="Maria Delgado")
    at, by = timezone.now(), visit.provider
    correct_contact(visit, Contact("old@example.org", "+12125550199"), by=by, at=at)
    correct_contact(visit, Contact(phone="+12125550199"), by=by, at=at)
    put(inbox, "day.csv", HEAD + MARIA)
    run(inbox, capsys)
    patient = models.Patient.objects.get()
    assert contact_of(patient) == Contact(phone="+12125550199", language="es")


ODD = {
    "invisible": MARIA.replace("Maria", "Ma\u200bria"),
    "very long": MARIA.replace("Maria", "Maria " * 60),
    "born tomorrow": MARIA.replace("7/14/1979", "TOMORROW"),
    "born in 1700": MARIA.replace("7/14/1979", "1700-01-01"),
    "in ten years": MARIA.replace(f"{DAY}", f"{DAY + timedelta(days=3650)}"),
    "long ago": MARIA.replace(f"{DAY}", "2001-01-01"),
    "yesterday": MARIA.replace(f"{DAY}", f"{timezone.localdate() - timedelta(days=1)}"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_could_not_be_kept_or_is_past_waits_and_stops_nothing(inbox, capsys, what):
    plain = MARIA.replace("Delgado", "Okafor").replace(",11", ",12")
    odd = ODD[what].replace("TOMORROW", f"{timezone.localdate() + timedelta(days=1)}")
    put(inbox, "day.csv", HEAD + odd + plain)
    assert run(inbox, capsys) == "1 done, 0 refused, 0 left. 1 unclear, 1 new."


def test_a_number_longer_than_its_column_is_known_again(inbox, capsys):
    for _time in "12":
        put(inbox, "day.csv", HEAD + MARIA.replace(",11,", f",{'7' * 300},"))
        run(inbox, capsys)
    assert models.Visit.objects.get().source_id.startswith("sha256:")


def test_dates_of_which_nobody_knows_the_order_are_refused_until_it_is_said(inbox, capsys):
    soon = timezone.localdate().replace(day=1) + timedelta(days=32)
    line = f"Maria Delgado,3/4/1979,{soon:%m}/02/{soon:%Y},9:00,Ruiz,,11,,,\n"
    put(inbox, "day.csv", HEAD + line)
    assert run(inbox, capsys).startswith("0 done, 1 refused")
    assert "--dates" in (inbox / "refused" / "day.csv.why.txt").read_text()
    put(inbox, "day.csv", HEAD + line)
    assert run(inbox, capsys, dates="mdy").startswith("1 done")

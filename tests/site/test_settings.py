"""The site starts with good values only, and says what to do about the others."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from traceback import format_exception

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinicsite import environment as read
from clinicsite import keys
from clinicsite.mail import outgoing
from clinicsite.texts import outgoing_texts
from tests.environment import BASE, a_key
from tests.site.production import an_environment

SHORT = base64.b64encode(bytes(range(16))).decode()
WORDS = base64.b64encode(b"this is an example key, 32 bytes").decode()
ZEROS = base64.b64encode(bytes(32)).decode()


SHOW = "import clinicsite.settings as s; print(*s.SEALING_KEYS, s.SESSION_COOKIE_NAME, s.DEBUG)"


def start(environment: dict[str, str], show: str = SHOW) -> subprocess.CompletedProcess:
    """A fresh interpreter that reads the settings as the server does."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", show]
    return subprocess.run(
        command, cwd=BASE, env=kept | environment, capture_output=True, text=True, timeout=60
    )


def read_everything(values: dict[str, str]) -> None:
    environment = read.Environment(values)
    keys.secret_key(environment)
    keys.index_keys(environment, keys.sealing_keys(environment))
    hosts = read.allowed_hosts(environment)
    read.database(environment, BASE)
    read.time_zone(environment)
    read.keep_years(environment)
    read.clinic(environment, hosts)
    read.backup(environment)
    outgoing(environment)
    outgoing_texts(environment)


def test_production_starts_when_every_value_is_good():
    started = start(an_environment())
    assert (started.stdout, started.stderr) == ("2026 2025 __Host-session False\n", "")


def test_errors_are_mailed_to_whoever_is_told_of_them():
    told = {"INTAKE_ERROR_MAIL": "it@clinic.org", "INTAKE_MAIL_URL": "smtp+tls://mail.clinic.org"}
    show = (
        "import django, logging; django.setup();"
        " print([each.told for each in logging.root.handlers if hasattr(each, 'told')])"
    )
    at = {"DJANGO_SETTINGS_MODULE": "clinicsite.settings"}
    assert start(an_environment(**told) | at, show).stdout == "[['it@clinic.org']]\n"


def test_demonstration_starts_with_plain_cookies_and_has_no_debug_mode_either():
    asked = {"INTAKE_DEMONSTRATION": "1", "INTAKE_ALLOWED_HOSTS": None, "DEBUG": "True"}
    started = start(an_environment(**asked))
    assert (started.stdout, started.stderr) == ("2026 2025 session False\n", "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"INTAKE_SECRET_KEY": None}, "INTAKE_SECRET_KEY is missing"),
        ({"INTAKE_SEALING_KEYS": f"a:{SHORT}"}, "The sealing key 'a' has 16 bytes instead of 32"),
        ({"INTAKE_INDEX_KEY": WORDS}, "INTAKE_INDEX_KEY is not random"),
        ({"INTAKE_ALLOWED_HOSTS": "*"}, "INTAKE_ALLOWED_HOSTS holds '*'"),
        ({"DEBUG": "True"}, "DEBUG is set"),
    ],
)
def test_process_does_not_start_when_a_value_is_wrong(change, sentence):
    started = start(an_environment(**change))
    assert started.returncode != 0
    assert f"ImproperlyConfigured: {sentence}" in started.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"INTAKE_SECRET_KEY": "short"}, "too short or too plain"),
        ({"INTAKE_SECRET_KEY": "a" * 60}, "too short or too plain"),
        ({"INTAKE_SECRET_KEY": f"django-insecure-{a_key('x')}{a_key('y')}"}, "from an example"),
        ({"INTAKE_SECRET_KEY": f"demonstration-{a_key('x')}"}, "the demonstration's key"),
        ({"INTAKE_SEALING_KEYS": None}, "Set INTAKE_SEALING_KEYS"),
        ({"INTAKE_SEALING_KEYS": " , "}, "Set INTAKE_SEALING_KEYS"),
        ({"INTAKE_SEALING_KEY_FILES": "/etc/keys/2026"}, "Set INTAKE_SEALING_KEYS"),
        ({"INTAKE_SEALING_KEYS": a_key("without an id")}, "Give each sealing key an id"),
        ({"INTAKE_SEALING_KEYS": f"a b:{a_key('x')}"}, "Give each sealing key an id"),
        ({"INTAKE_SEALING_KEYS": "a:not base64!"}, "The sealing key 'a' is not base64"),
        ({"INTAKE_SEALING_KEYS": f"a:{ZEROS}"}, "not random"),
        ({"INTAKE_SEALING_KEYS": f"a:{WORDS}"}, "not random"),
        ({"INTAKE_SEALING_KEYS": f"a:{a_key('x')},a:{a_key('y')}"}, "'a' is used twice"),
        ({"INTAKE_SEALING_KEYS": f"a:{a_key('x')},b:{a_key('x')}"}, "Two sealing keys are the"),
        ({"INTAKE_SEALING_KEYS": f"demonstration:{a_key('x')}"}, "the demonstration's key"),
        ({"INTAKE_INDEX_KEY": None}, "INTAKE_INDEX_KEY is missing"),
        ({"INTAKE_INDEX_KEY": a_key("current")}, "INTAKE_INDEX_KEY is also a sealing key"),
        ({"INTAKE_INDEX_KEY_FILE": "/etc/keys/index"}, "are both set"),
        ({"INTAKE_INDEX_KEY": None, "INTAKE_INDEX_KEY_FILE": "/no/such"}, "cannot be read"),
        ({"INTAKE_ALLOWED_HOSTS": None}, "INTAKE_ALLOWED_HOSTS is missing"),
        ({"INTAKE_ALLOWED_HOSTS": "intake.clinic.org, *"}, "holds '*'"),
        ({"INTAKE_ALLOWED_HOSTS": ".clinic.org"}, "holds '.clinic.org'"),
        ({"INTAKE_ALLOWED_HOSTS": "https://clinic.org"}, "holds 'https://clinic.org'"),
        ({"DATABASE_URL": "sqlite:////tmp/intake.sqlite3"}, "emptied at a restart"),
        ({"DATABASE_URL": "sqlite:////var/../tmp/intake.sqlite3"}, "emptied at a restart"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "a database in memory"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/a.sqlite3"}, "does not exist"),
        ({"DATABASE_URL": "mysql://root@localhost/x"}, "DATABASE_URL is not understood"),
        ({"DATABASE_URL": "intake"}, "DATABASE_URL is not understood"),
        ({"DATABASE_URL": "postgres://u@db.clinic.org/x"}, "names another machine"),
        ({"INTAKE_PUBLIC_URL": "http://intake.clinic.org"}, "INTAKE_PUBLIC_URL"),
        ({"INTAKE_PUBLIC_URL": "https://elsewhere.org"}, "INTAKE_PUBLIC_URL"),
        ({"INTAKE_PUBLIC_URL": "https://intake.clinic.org/app"}, "INTAKE_PUBLIC_URL"),
        ({"INTAKE_TIME_ZONE": "Boston"}, "INTAKE_TIME_ZONE is 'Boston'"),
        ({"INTAKE_KEEP_YEARS": "0"}, "INTAKE_KEEP_YEARS is '0'"),
        ({"INTAKE_KEEP_YEARS": "ten"}, "INTAKE_KEEP_YEARS is 'ten'"),
        ({"INTAKE_OLD_INDEX_KEYS": a_key("index")}, "An old index key is in use a second time"),
        ({"INTAKE_OLD_INDEX_KEYS": a_key("old")}, "An old index key is in use a second time"),
        ({"INTAKE_OLD_INDEX_KEYS": SHORT}, "An old index key has 16 bytes instead of 32"),
        ({"INTAKE_BACKUP_RECIPIENT": "AGE-SECRET-KEY-1"}, "is not an age public key"),
        ({"INTAKE_WATCH_MINUTES": "half an hour"}, "INTAKE_WATCH_MINUTES is 'half an hour'"),
        ({"INTAKE_PAPER": "a5"}, "INTAKE_PAPER is 'a5'"),
        ({"INTAKE_CLINIC_LOCATION": "mars"}, "INTAKE_CLINIC_LOCATION is 'mars'"),
        ({"INTAKE_EMERGENCY_NUMBER": "help"}, "INTAKE_EMERGENCY_NUMBER is 'help'"),
        ({"INTAKE_DEMONSTRATION": "perhaps"}, "INTAKE_DEMONSTRATION is 'perhaps'"),
        ({"INTAKE_DEBUG": "0"}, "INTAKE_DEBUG is set"),
        ({"INTAKE_ALOWED_HOSTS": "x"}, "Did you mean INTAKE_ALLOWED_HOSTS?"),
    ],
)
def test_value_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(ImproperlyConfigured, match=".+") as refused:
        read_everything(an_environment(**change))
    assert sentence in str(refused.value)


def test_demonstration_is_refused_when_it_would_answer_other_machines():
    with pytest.raises(ImproperlyConfigured, match="answers on this one only"):
        read_everything(an_environment(INTAKE_DEMONSTRATION="1"))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "mysql://root:hunter2@localhost/x"),
        ("DATABASE_URL", "postgres://intake:hunter2/x@localhost/intake"),
        ("DATABASE_URL", "postgres://intake:hunter2@localhost:54320000/intake"),
        ("INTAKE_MAIL_URL", "smtp+tls://intake:hunter2/x@mail.clinic.org:587"),
        ("INTAKE_TEXTS_URL", "https://intake:hunter2/x@texts.example/send"),
    ],
)
def test_password_is_not_repeated_when_an_address_is_refused(name, address):
    sending = {"INTAKE_MESSAGES_FROM": "a@clinic.org", "INTAKE_TEXTS_FIELDS": "{to}{text}"}
    values = {"INTAKE_MAIL_URL": "smtp+tls://mail.clinic.org", "INTAKE_TEXTS_URL": "https://h"}
    with pytest.raises(ImproperlyConfigured, match=f"{name} is not understood") as refused:
        read_everything(an_environment(**sending, **values | {name: address}))
    assert "hunter2" not in "".join(format_exception(refused.value))


def test_key_is_not_repeated_when_it_is_refused():
    with pytest.raises(ImproperlyConfigured) as refused:
        read_everything(an_environment(INTAKE_SEALING_KEYS=a_key("pasted without an id")))
    assert a_key("pasted without an id") not in str(refused.value)


def test_first_sealing_key_is_current_and_old_ones_still_open():
    sealing = keys.sealing_keys(read.Environment(an_environment()))
    assert list(sealing) == ["2026", "2025"]
    assert {len(key) for key in sealing.values()} == {32}


def test_keys_come_from_files_named_after_their_ids(tmp_path: Path):
    (tmp_path / "2026").write_text(a_key("current") + "\n")
    (tmp_path / "2025").write_text(a_key("old") + "\n")
    (tmp_path / "index").write_text(a_key("index") + "\n")
    from_files = an_environment(
        INTAKE_SEALING_KEYS=None,
        INTAKE_SEALING_KEY_FILES=f"{tmp_path}/2026,{tmp_path}/2025",
        INTAKE_INDEX_KEY=None,
        INTAKE_INDEX_KEY_FILE=f"{tmp_path}/index",
    )
    environments = read.Environment(from_files), read.Environment(an_environment())
    assert keys.sealing_keys(environments[0]) == keys.sealing_keys(environments[1])
    assert keys.index_key(environments[0], {}) == keys.index_key(environments[1], {})


def test_remote_database_is_taken_when_its_wire_is_answered_for():
    url = "postgres://u:p@db.clinic.org/x?sslmode=verify-full"
    config = read.database(read.Environment(an_environment(DATABASE_URL=url)), BASE)
    assert config["OPTIONS"]["sslmode"] == "verify-full"
    assert config["CONN_HEALTH_CHECKS"] is True


def test_every_wait_for_postgresql_has_an_end():
    def waits(**said: str) -> dict:
        return read.database(read.Environment(an_environment(**said)), BASE)["OPTIONS"]

    assert waits()["connect_timeout"] == 5
    assert waits()["options"] == (
        "-c statement_timeout=8000 -c lock_timeout=5000"
        " -c idle_in_transaction_session_timeout=15000"
    )
    assert "statement_timeout=0 " in waits(INTAKE_STATEMENT_SECONDS="0")["options"]
    pooled = "postgres://u@localhost/x?pooled=1"
    assert waits(DATABASE_URL=pooled) == {"connect_timeout": 5}
    with pytest.raises(ImproperlyConfigured, match="whole seconds"):
        waits(INTAKE_STATEMENT_SECONDS="ten")


def test_sqlite_waits_for_other_writers_and_keeps_what_it_acknowledged():
    config = read.database(
        read.Environment(an_environment(DATABASE_URL=None, INTAKE_DEMONSTRATION="1")), BASE
    )
    assert config["OPTIONS"] == {
        "timeout": 10,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }


def test_database_of_this_machine_may_be_named_by_the_folder_of_its_socket():
    url = "postgres://intake@%2Fvar%2Frun%2Fpostgresql/intake"
    chosen = read.database(read.Environment(an_environment(DATABASE_URL=url)), BASE)
    assert (chosen["HOST"], chosen["NAME"]) == ("/var/run/postgresql", "intake")

"""What manage.py does with an environment that says nothing."""

import pytest

from clinicsite import shell


def test_command_that_keeps_nothing_gets_keys_of_its_own_when_nothing_is_set():
    values = {"HOME": "/home/someone"}
    shell.settle_environment(values, ["manage.py", "try_answers", "x.json"])
    assert values["INTAKE_DEMONSTRATION"] == "1"
    assert len(values["INTAKE_SECRET_KEY"]) >= 50
    assert values["DATABASE_URL"].endswith("never-opened.sqlite3")


def test_environment_is_left_alone_when_it_says_anything():
    for said in ({"INTAKE_ALLOWED_HOSTS": "intake.example"}, {"DATABASE_URL": "postgres:///x"}):
        values = dict(said)
        shell.settle_environment(values, ["manage.py", "try_answers", "x.json"])
        assert values == said


@pytest.fixture
def demonstration(tmp_path, monkeypatch):
    made = tmp_path / "demonstration.env"
    made.write_text("# keys\nINTAKE_SECRET_KEY=abc=def\n")
    monkeypatch.setattr(shell, "DEMONSTRATION_FILE", made)


@pytest.mark.parametrize("command", ["purge", "verify_access_log", "migrate"])
def test_demonstration_is_refused_to_a_command_that_was_not_told_to_use_it(command, demonstration):
    values = {"HOME": "/home/someone"}
    with pytest.raises(SystemExit) as refused:
        shell.settle_environment(values, ["manage.py", command])
    assert "say so: INTAKE_DEMONSTRATION=1" in str(refused.value.code)
    assert values == {"HOME": "/home/someone"}


def test_demonstration_is_used_by_a_command_that_is_told_so(demonstration):
    values = {"INTAKE_DEMONSTRATION": "1"}
    shell.settle_environment(values, ["manage.py", "purge"])
    assert values == {"INTAKE_SECRET_KEY": "abc=def", "INTAKE_DEMONSTRATION": "1"}


def test_other_commands_get_nothing_when_there_is_no_demonstration(tmp_path, monkeypatch):
    monkeypatch.setattr(shell, "DEMONSTRATION_FILE", tmp_path / "nothing.env")
    values = {}
    shell.settle_environment(values, ["manage.py", "migrate"])
    assert values == {}

"""What is installed from deploy/: every setting is documented, units and documents fit together."""

import re
import shutil
import subprocess

import pytest

from clinicsite.environment import KNOWN
from tests.environment import BASE

UNITS = BASE / "deploy" / "systemd"
INSTALL = (BASE / "docs" / "operate" / "install.md").read_text()


def test_every_setting_is_documented():
    told = (BASE / "docs" / "operate" / "settings.md").read_text()
    settings = {name for name in KNOWN if not name.endswith(("_FILE", "_FILES"))}
    assert {name for name in settings if name not in told} == set()


def test_sample_of_settings_names_only_what_exists():
    sample = (BASE / "deploy" / "env.sample").read_text()
    assert set(re.findall("INTAKE_[A-Z_]+", sample)) - set(KNOWN) == set()


def test_keys_of_a_clinic_in_containers_get_into_no_image_and_no_commit():
    compose = (BASE / "deploy" / "compose.yml").read_text()
    mounted = {*re.findall(r"\{file: (\w+)/", compose), *re.findall(r"\./(\w+):", compose)}
    own = {"env"} | mounted - {"pages"}
    assert own == {"env", "keys", "tls", "backups"}
    for name in (".dockerignore", ".gitignore"):
        kept_out = {line.strip("/") for line in (BASE / name).read_text().splitlines()}
        assert {f"deploy/{each}" for each in own} - kept_out == set(), name


def test_scripts_set_only_what_the_product_knows():
    """It refuses to start with a setting of its own kind that it does not know."""
    scripts = [path for path in (BASE / "deploy").iterdir() if path.is_file()]
    words = "\n".join(path.read_text() for path in scripts)
    assert set(re.findall(r"\bINTAKE_[A-Z_]+", words)) - set(KNOWN) == set()


def test_every_command_of_a_unit_exists():
    commands = {
        word
        for unit in UNITS.glob("*.service")
        for word in re.findall(r"^ExecStart=.*manage\.py (\w+)", unit.read_text(), re.MULTILINE)
    }
    ours = {
        path.stem
        for room in ("intake", "clinicsite")
        for path in (BASE / room / "management" / "commands").glob("*.py")
    }
    assert commands - ours == set()
    assert {"printer", "messages", "purge", "backup"} <= commands


def test_every_unit_that_the_document_enables_is_there():
    enabled = re.findall(r"(intake-[a-z]+(?:@\d)?\.(?:service|socket|timer))", INSTALL)
    there = {path.name for path in UNITS.iterdir()}
    assert {re.sub(r"@\d", "@", name) for name in enabled} - there == set()
    assert len(set(enabled)) >= 9


def test_every_timer_is_wanted_by_timers_and_starts_a_service_that_is_there():
    timers = {path.stem: path.read_text() for path in UNITS.glob("*.timer")}
    assert {name for name in timers if not (UNITS / f"{name}.service").exists()} == set()
    unwanted = {name for name, unit in timers.items() if "WantedBy=timers.target" not in unit}
    assert unwanted == set()
    assert len(timers) >= 6


def test_schedules_are_taken_from_a_folder_that_outlives_an_upgrade_and_may_be_written():
    """/srv/intake is a link to one release, and ``ProtectSystem=strict`` lets nothing be moved."""
    unit = (UNITS / "intake-schedules@.service").read_text()
    folder = re.search(r"import_day (\S+)", unit)[1]
    assert f"ReadWritePaths={folder}\n" in unit
    page = (BASE / "docs" / "operate" / "schedules.md").read_text()
    assert f"{folder.removesuffix('%i')}front-office" in page
    assert re.findall(r"/srv/intake/(?!deploy/|\.venv/)\S*", page + unit) == []
    options = re.search(r"EnvironmentFile=(\S+)%i", unit)[1]
    assert f">{options}front-office" in page and "systemctl enable --now intake-schedules@" in page


def test_no_page_and_no_unit_calls_the_command_by_a_path_that_it_is_not_installed_at():
    places = [*(BASE / "docs").rglob("*.md"), *(path for path in UNITS.iterdir())]
    called = re.findall(r"/usr/local/\w+/intake\b", "\n".join(path.read_text() for path in places))
    assert set(called) == {"/usr/local/sbin/intake"}
    # The wrapper becomes the right user itself, so a unit that already is one calls Python.
    assert not [path.name for path in UNITS.iterdir() if "sbin/intake" in path.read_text()]


def test_every_unit_and_page_that_a_cure_names_is_there():
    places = [*(BASE / "clinicsite").rglob("*.py"), *(BASE / "deploy").rglob("*.*")]
    places += (BASE / "docs" / "operate").glob("*.md")
    words = "\n".join(path.read_text() for path in places)
    there = {path.stem.removesuffix("@") for path in UNITS.iterdir()}
    named = re.findall(r"systemctl (?:[a-z-]+ )+['\"]?(intake[a-z-]*)", words)
    assert set(named) - there - {"intake-"} == set()
    pages = set(re.findall(r"docs/[a-z/-]+\.md", words))
    assert {page for page in pages if not (BASE / page).exists()} == set()
    assert len(set(named)) >= 5 and len(pages) >= 5


def test_whoever_is_told_to_stop_or_start_the_site_is_told_of_its_socket():
    """The socket alone would start the service again at the next request."""
    pages = "\n".join(path.read_text() for path in (BASE / "docs").rglob("*.md"))
    told = re.findall(r"systemctl (?:stop|start) [^`\n]*intake-web[^`\n]*", pages)
    alone = [
        each for each in told if not {"intake-web.socket", "intake-web.service"} < {*each.split()}
    ]
    assert alone == []
    assert len(told) >= 4


def test_order_of_keys_is_written_for_commands_and_services_alike(tmp_path):
    words = (BASE / "deploy" / "key-order").read_text()
    words = words.replace('[ "$(id -u)" = 0 ]', "true").replace("chgrp intake", "true")
    words = words.replace("/etc/", f"{tmp_path}/")
    keys = tmp_path / "intake" / "keys" / "sealing"
    keys.mkdir(parents=True)
    for name in ("2026", "2027"):
        (keys / name).write_text("x")

    def ordered(*names: str) -> int:
        command = ["sh", "-c", f"systemctl() {{ :; }}\n{words}", "key-order", *names]
        return subprocess.run(command, capture_output=True, check=False).returncode

    assert ordered("2026", "2028") == ordered() == 1
    assert ordered("2027", "2026") == 0
    assert (keys.parent / "order").read_text() == f"{keys}/2027,{keys}/2026\n"
    unit = tmp_path / "systemd" / "system" / "intake-.service.d" / "keys.conf"
    assert unit.read_text().splitlines()[1:] == [
        "[Service]",
        f"LoadCredential=2027:{keys}/2027",
        f"LoadCredential=2026:{keys}/2026",
        "Environment=INTAKE_SEALING_KEY_FILES=%d/2027,%d/2026",
    ]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_units_are_understood(tmp_path):
    folder = tmp_path / "system"
    shutil.copytree(UNITS, folder)
    common = folder / "intake-.service.d"
    common.mkdir()
    (folder / "intake-common.conf").rename(common / "common.conf")
    for unit in folder.glob("*.service"):
        # The programs are those of an installed clinic, which this machine is not.
        words = unit.read_text().replace("/srv/intake/.venv/bin/", "/usr/bin/env /")
        unit.write_text(words)
    units = [path for path in folder.glob("*.*") if path.is_file()]
    # Of a unit for several, as of printers, one is looked at.
    names = [f"{path}:{path.name.replace('@', '@one')}" for path in units]
    done = subprocess.run(
        ["systemd-analyze", "verify", *names],
        env={"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "intake" in line] == []


def test_pages_of_the_proxy_ask_nothing_of_the_product():
    for page in (BASE / "deploy" / "pages").glob("*.html"):
        words = page.read_text()
        assert re.findall('(?:href|src)="([^"]+)"', words) == ["/outage/outage.css"]
        assert 'lang="es"' in words

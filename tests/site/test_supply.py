"""What the product is made of is listed, compared with advisories, and no more is shipped."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from fnmatch import fnmatch

import pytest

from tests.environment import BASE
from tests.site.test_configuration import locked


def run(*command: object) -> subprocess.CompletedProcess:
    said = [str(each) for each in command]
    return subprocess.run(said, cwd=BASE, capture_output=True, text=True, check=False)


def test_c127_the_bill_of_materials_names_every_locked_package_and_is_up_to_date(tmp_path):
    made = tmp_path / "sbom.json"
    assert run(sys.executable, ".ci/sbom", made).returncode == 0
    assert made.read_text() == (BASE / "sbom.json").read_text(), "run .ci/sbom"
    bill = json.loads(made.read_text())
    python = [each for each in bill["components"] if each["purl"].startswith("pkg:pypi/")]
    extras = re.findall(r"^([a-z0-9-]+)\[", (BASE / "requirements.txt").read_text(), re.MULTILINE)
    assert {each["name"] for each in python} == {*locked("requirements.txt"), *extras}
    assert "libpango-1.0-0" in {each["name"] for each in bill["components"]}
    (ours,) = [each for each in bill["dependencies"] if each["ref"] == "exosome-intake"]
    assert len(ours["dependsOn"]) == len(
        re.findall(r"^[A-Za-z]", (BASE / "requirements.in").read_text(), re.MULTILINE)
    )


def advisory(package: str, **affected: object) -> dict:
    about = {"package": {"ecosystem": "PyPI", "name": package}, **affected}
    return {"id": "PYSEC-1", "aliases": ["CVE-1"], "summary": "Bad.", "affected": [about]}


def events(*events: dict[str, str]) -> list[dict]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


TOUCHES = {
    "every version so far": advisory("Django", ranges=events({"introduced": "0"})),
    "fixed in a later one": advisory(
        "Django", ranges=events({"introduced": "5.2"}, {"fixed": "5.2.999"})
    ),
    "this very version": advisory(
        "django_otp", versions=[locked("requirements.txt")["django-otp"]]
    ),
    "this one at last": advisory(
        "segno",
        ranges=events({"introduced": "0"}, {"last_affected": locked("requirements.txt")["segno"]}),
    ),
}
TOUCHES_NOT = {
    "fixed before": advisory("Django", ranges=events({"introduced": "0"}, {"fixed": "5.2.19"})),
    "another package": advisory("flask", ranges=events({"introduced": "0"})),
    "taken back": {**TOUCHES["every version so far"], "withdrawn": "2026-01-02T00:00:00Z"},
}


@pytest.mark.parametrize("what", [*TOUCHES, *TOUCHES_NOT])
def test_locked_versions_are_compared_with_advisories_offline(what, tmp_path):
    archive = tmp_path / "osv.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("PYSEC-1.json", json.dumps({**TOUCHES, **TOUCHES_NOT}[what]))
    done = run(sys.executable, ".ci/advisories", archive)
    assert (done.returncode, "PYSEC-1 (CVE-1) Bad." in done.stdout) == (
        (1, True) if what in TOUCHES else (0, False)
    ), done.stderr


NOT_SHIPPED = (
    "tests/conftest.py",
    "bench/__main__.py",
    "requirements-dev.txt",
    "intake/management/demonstration.py",
    "intake/management/demonstration_register.py",
    "intake/management/commands/load_demonstration.py",
)


def left_out(path: str) -> bool:
    rules = (BASE / ".dockerignore").read_text().split()
    return any(fnmatch(path, rule) or fnmatch(path, f"{rule}/*") for rule in rules)


def test_the_production_image_has_no_tests_and_no_demonstration(tmp_path):
    assert [path for path in NOT_SHIPPED if not left_out(path)] == []
    (shipped := tmp_path / "shipped").mkdir()
    for name in ("manage.py", "intake", "clinicsite", "templates", ".ci", "locale"):
        source = BASE / name
        ignored = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, shipped / name, ignore=ignored)
        else:
            shutil.copy(source, shipped / name)
    for path in NOT_SHIPPED:
        (shipped / path).unlink(missing_ok=True)
    command = [shipped / ".ci/production", sys.executable, shipped / "manage.py", "help"]
    known = run(*command, "--commands").stdout.split()
    assert {"purge", "printer"} <= set(known)
    assert "load_demonstration" not in known

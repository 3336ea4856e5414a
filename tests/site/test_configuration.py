"""How the product is built and configured: pinned, checked, shut off from the network."""

import os
import re
import socket
import subprocess
import tomllib
from itertools import pairwise

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.environment import BASE

LEAST = {"django": (5, 2, 19), "weasyprint": (70, 0), "django-otp": (1, 7, 5)}


def locked(name: str) -> dict[str, str]:
    """Package to version, for every package of a lock file."""
    text = (BASE / name).read_text()
    return dict(re.findall(r"^([a-z0-9_.-]+)==([^ \\;]+)", text, re.MULTILINE))


def test_c126_the_shipped_production_settings_pass_djangos_own_check():
    command = [".ci/production", ".venv/bin/python", "manage.py", "check", "--deploy"]
    if not (BASE / ".venv").exists():
        pytest.skip("there is no .venv here")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [*command, "--fail-level", "WARNING"], cwd=BASE, env=kept, capture_output=True, text=True
    )
    assert (done.returncode, "0 silenced" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_c127_every_package_is_pinned_with_hashes(name):
    lines = (BASE / name).read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(packages) > 10
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("package", LEAST)
def test_c127_no_package_is_older_than_what_was_measured(package):
    version = locked("requirements.txt")[package]
    assert tuple(map(int, version.split("."))) >= LEAST[package]


def test_c128_the_security_rules_of_the_linter_are_on_and_every_exception_says_why():
    rules = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in rules["select"]
    unexplained = [
        line
        for folder in ("intake", "clinicsite")
        for path in (BASE / folder).rglob("*.py")
        for before, line in pairwise(path.read_text().splitlines())
        if re.search(r"noqa: S\d+\s*$", line) and not re.search("# ", before)
    ]
    assert unexplained == []


@pytest.mark.parametrize("address", ["192.0.2.1", "198.51.100.7"])
def test_c130_tests_reach_no_other_machine(address):
    with socket.socket() as probe, pytest.raises(SocketConnectBlockedError):
        probe.connect((address, 80))

"""Keys are changed while a clinic is at work: stopped by force half way, and gone on with."""

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.clinic.server import Site, a_site
from tests.environment import BASE, TESTS, a_key

CHANGE_KEYS = Path(__file__).with_name("change_keys.py")
OLD, NEW = TESTS["INTAKE_SEALING_KEYS"], f"new:{a_key('another')}"


@contextmanager
def keys(site: Site, value: str):
    """What is started meanwhile has these keys."""
    site.more["INTAKE_SEALING_KEYS"] = value
    yield
    del site.more["INTAKE_SEALING_KEYS"]


def opened(site: Site) -> dict[str, list[str]]:
    """Digests of everything that opens, by the id of the key that it is sealed with."""
    return json.loads(site.run(CHANGE_KEYS, "read"))


def killed_half_way(site: Site) -> None:
    done = subprocess.run(
        [sys.executable, CHANGE_KEYS, "change and be killed"],
        cwd=BASE, env=site.environment, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_c113_a_rotation_killed_half_way_goes_on_and_the_old_key_can_go(tmp_path):
    with a_site(tmp_path) as site:
        site.make_visits(name="Maria Delgado", small=True, sent=True, answered=True, number=2)
        before = opened(site)
        assert list(before) == ["test"]
        with keys(site, f"{NEW},{OLD}"):
            killed_half_way(site)
            between = opened(site)
            assert sorted(between) == ["new", "test"]
            assert sorted(sum(between.values(), [])) == sorted(before["test"])
            said = site.run("manage.py", "rotate_keys")
        assert "The others can be removed" in said
        with keys(site, NEW):
            assert {key: sorted(all_) for key, all_ in opened(site).items()} == {
                "new": sorted(before["test"])
            }

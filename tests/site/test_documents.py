"""What the security documents name exists, and no line of the standard was left out."""

import re

import pytest

from tests.environment import BASE

NAMED = re.compile(r"\b(?:tests|intake|clinicsite|docs)/[\w/.-]+\.(?:py|js|md)\b")
LINES_OF_LEVEL_2 = 253


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/asvs.md", "docs/cases.md"])
def test_every_file_that_is_named_exists(name):
    named = set(NAMED.findall((BASE / name).read_text()))
    assert named
    assert [path for path in sorted(named) if not (BASE / path).exists()] == []


def test_every_line_of_the_standard_is_answered_once():
    rows = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (\w+) \| (.+) \|$", (BASE / "docs/asvs.md").read_text(), re.M
    )
    assert len({number for number, _answer, _words in rows}) == len(rows) == LINES_OF_LEVEL_2
    assert {answer for _number, answer, _words in rows} <= {"test", "doc", "reason", "none", "open"}


def test_every_test_named_by_a_case_is_listed():
    listed = set(re.findall(r"^\| C(\d+) \|", (BASE / "docs/cases.md").read_text(), re.M))
    named = {
        number
        for path in (BASE / "tests").rglob("test_*.py")
        for cases in re.findall(r"def test_((?:c\d+_)+)", path.read_text())
        for number in re.findall(r"c(\d+)_", cases)
    }
    assert named - listed == set()

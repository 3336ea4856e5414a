"""The documents keep up with the code: decisions are indexed, and what a page names exists."""

import importlib
import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
DECISIONS = sorted((BASE / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = sorted([*BASE.glob("*.md"), *(BASE / "docs").rglob("*.md")])


def title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0]


def test_each_decision_has_a_number_of_its_own_and_stands_in_the_index():
    index = (BASE / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    expected = []
    for page in DECISIONS:
        number = int(page.name[:4])
        words = title(page).removeprefix(f"# {number}. ")
        expected.append((f"[{number}]({page.name})", words))
    rows = [line.split(" | ") for line in index.splitlines() if line.startswith("| [")]
    assert [(row[0].removeprefix("| "), row[1]) for row in rows] == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page):
    if page.name == "CHANGELOG.md" or page.parent.name == "decisions":
        return  # they tell what was, too
    named = re.findall(
        r"`((?:intake|clinicsite|templates|tests|docs|deploy|fixtures|bench|\.ci)/[\w./-]+)`",
        page.read_text(encoding="utf-8"),
    )
    assert [path for path in named if not (BASE / path).exists()] == []


def test_modules_that_a_how_to_names_can_be_imported():
    pages = [path.read_text(encoding="utf-8") for path in (BASE / "docs" / "how-to").glob("*.md")]
    named = {
        path for text in pages for path in re.findall(r"`((?:intake|clinicsite)/\S+\.py)`", text)
    }
    assert len(named) > 20
    for path in sorted(named - {"clinicsite/settings.py"}):
        importlib.import_module(path.removesuffix(".py").replace("/", "."))

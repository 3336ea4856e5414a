"""The documents keep up with the code: decisions are indexed, and what a page names exists."""

import importlib
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

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


CALLED = re.compile(
    r"(?:manage\.py|(?:^ *|[`;] ?|sbin/)intake) ([a-z_]+)\b([^`\n;|#]*)", re.MULTILINE
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_a_page_names_exist(page):
    if page.name == "CHANGELOG.md":
        return
    there, wrong = get_commands(), []
    for name, rest in CALLED.findall(page.read_text(encoding="utf-8")):
        options = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
        if name not in there:
            wrong.append(name)
        elif options:
            parser = load_command_class(there[name], name).create_parser("manage.py", name)
            wrong += [f"{name} {each}" for each in options - {*parser._option_string_actions}]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_targets_of_make_that_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (BASE / "Makefile").read_text(), re.MULTILINE))
    words = page.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", words, re.MULTILINE)) - targets == set()


GUIDES = sorted((BASE / "docs").glob("*-guide.md"))
# By Django or by us, of words and of what they are about.
PUT_TOGETHER = {
    "add point",
    "add another answer to pick",
    "add another condition for asking",
    "in spanish",
    "answers in spanish",
    "typed in by , read back by , from paper signed on",
}
PARTS = {"before the talk", "during the talk", "after an addendum"}
AS_TYPED = str.maketrans("’“”", '\'""', "…")


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).translate(AS_TYPED).strip(" .").lower()


@pytest.fixture(scope="module")
def words_of_the_product() -> str:
    places = [
        path
        for room in ("templates", "intake", "clinicsite")
        for kind in ("*.html", "*.py", "*.js")
        for path in (BASE / room).rglob(kind)
    ]
    words = unescape("\n".join(path.read_text(encoding="utf-8") for path in places))
    return plain(re.sub(r'"\n\s*f?"', "", words))


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_buttons_and_pages_that_a_guide_names_are_called_so(page, words_of_the_product):
    """What is bold, slanted or quoted stands on a screen; bold with a point opens a part."""
    text = page.read_text(encoding="utf-8")
    named = [each for each in re.findall(r"\*\*([^*]+)\*\*", text) if each[-1] not in ".?"]
    named += re.findall(r'(?<!\*)\*([^*\n]+)\*(?!\*)|"([A-Z][^"\n]+)"', text)
    ours = {plain("".join(each)) for each in named} - PUT_TOGETHER - PARTS
    assert len(ours) > 3
    assert {each for each in ours if each not in words_of_the_product} == set()

"""The Spanish words that are served are those of the file that translators read, and are all."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

PO = settings.BASE_DIR / "locale" / "es" / "LC_MESSAGES" / "django.po"
PAIR = re.compile(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"\nmsgstr "(.*)"$', re.M)


def test_every_text_has_words_and_the_compiled_file_has_them_too():
    served = gettext.translation("django", PO.parents[2], ["es"])
    pairs = [
        tuple(text.replace('\\"', '"').replace("\\\\", "\\") for text in pair)
        for pair in PAIR.findall(PO.read_text(encoding="utf-8"))
    ]
    wrong = [
        source
        for context, source, words in pairs
        if not words
        or words != (served.pgettext(context, source) if context else served.gettext(source))
    ]
    assert len(pairs) > 250
    assert wrong == []


def test_every_blank_in_a_text_is_in_its_translation():
    blanks = re.compile(r"%\(\w+\)s|%d")
    for _context, source, words in PAIR.findall(PO.read_text(encoding="utf-8")):
        assert set(blanks.findall(words)) == set(blanks.findall(source)), source


def test_one_thing_has_one_word_and_nobody_is_told_to_be_a_man():
    other = re.compile(r"\bdispositivo|\bdoctor\b|\bsu médico\b|segur[oa]\.(?<!o segura\.)", re.I)
    said = [words for *_source, words in PAIR.findall(PO.read_text(encoding="utf-8"))]
    assert [words for words in said if other.search(words)] == []


PAGES = (
    "templates/intake/patient/*.html",
    "templates/clinic/**/*.html",
    "templates/intake/pdf/patient.html",
)
CODE = ("intake/patient", "intake/walking", "intake/forms", "intake/pdf/patient", "intake/display")
READ_BY_STAFF = Path("intake/patient/paper")
QUOTED = r"""(?:n?gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""


def sentences_of_pages() -> Iterator[str]:
    for path in (path for pages in PAGES for path in settings.BASE_DIR.glob(pages)):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from (ast.literal_eval(found) for found in re.findall(QUOTED, code))


def sentences_of_code() -> Iterator[str]:
    names = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "pgettext": 1}
    files = (path for folder in CODE for path in Path(folder).rglob("*.py"))
    for path in (path for path in files if READ_BY_STAFF not in path.parents):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if called in names:
                said = node.args[names[called]]
                if isinstance(said, ast.Constant):
                    yield said.value


def test_every_sentence_of_the_patients_pages_and_copy_is_in_the_file():
    ids = re.findall(r'^msgid((?: ?"(?:[^"\\]|\\.)*"\n)+)', PO.read_text(encoding="utf-8"), re.M)
    known = {"".join(map(ast.literal_eval, re.findall(r'"(?:[^"\\]|\\.)*"', one))) for one in ids}
    said = {*sentences_of_pages(), *sentences_of_code()}
    assert len(said) > 300
    assert said - known == set()

"""The Spanish words that are served are those of the file that translators read."""

import gettext
import re

from django.conf import settings

PO = settings.BASE_DIR / "locale" / "es" / "LC_MESSAGES" / "django.po"
PAIR = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.M)


def test_every_text_has_words_and_the_compiled_file_has_them_too():
    served = gettext.translation("django", PO.parents[2], ["es"])
    pairs = [
        tuple(text.replace('\\"', '"').replace("\\\\", "\\") for text in pair)
        for pair in PAIR.findall(PO.read_text(encoding="utf-8"))
    ]
    with_context = {"F j, Y", "l, F j", "g:i A"}
    wrong = [
        source
        for source, words in pairs
        if source not in with_context and (not words or served.gettext(source) != words)
    ]
    assert len(pairs) > 250
    assert wrong == []


def test_every_blank_in_a_text_is_in_its_translation():
    blanks = re.compile(r"%\(\w+\)s|%d")
    for source, words in PAIR.findall(PO.read_text(encoding="utf-8")):
        assert set(blanks.findall(words)) == set(blanks.findall(source)), source

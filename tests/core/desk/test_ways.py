"""Which way a message goes, and what fits into one text."""

import pytest

from intake.core.desk.reminders import Message
from intake.core.desk.ways import is_one_text, way_for

BOTH, MAIL, TEXT, NONE = (frozenset(ways) for ways in (["mail", "text"], ["mail"], ["text"], []))
TABLE = [
    # kind, ways that work, preferred, goes by
    (Message.INVITATION, BOTH, "mail", "mail"),
    (Message.INVITATION, BOTH, "text", "text"),
    (Message.INVITATION, TEXT, "mail", "text"),
    (Message.INVITATION, MAIL, "text", "mail"),
    (Message.INVITATION, NONE, "mail", ""),
    (Message.REMINDER, BOTH, "mail", "text"),
    (Message.REMINDER, BOTH, "text", "mail"),
    (Message.REMINDER, MAIL, "mail", "mail"),
    (Message.REMINDER, TEXT, "mail", "text"),
    (Message.REMINDER, NONE, "text", ""),
    (Message.LAST_CALL, BOTH, "text", "text"),
    (Message.LAST_CALL, BOTH, "mail", "mail"),
]


@pytest.mark.parametrize(("kind", "ways", "preferred", "goes_by"), TABLE)
def test_the_way_of_a_message(kind, ways, preferred, goes_by):
    assert way_for(kind, ways, preferred=preferred) == goes_by


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("a" * 160, True), ("a" * 161, False), ("Olé: ñ ü", True), ("Clínica", False), ("🙂", False)],
)
def test_a_text_of_160_plain_letters_is_one(words, is_one):
    assert is_one_text(words) is is_one

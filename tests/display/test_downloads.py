"""The name of a download is letters, digits and a few marks, whatever it is made from."""

import re

import pytest

from intake.display.downloads import file_named


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", 'a"; x=".pdf', "a\r\nX: y", "…/.hidden", "", "é" * 300, "a" * 900]
)
def test_a_name_ends_neither_quote_nor_line_nor_folder(name):
    said = file_named(name)
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}"', said), said

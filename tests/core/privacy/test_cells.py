"""Cells of CSV files: never a formula, and read back letter for letter."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.privacy.csv_cells import cell, text_of

SEPARATORS = re.compile(r"[;,|\t\r\n\v\f]")
FORMULA = re.compile(r" *[=+\-@\uff1d\uff0b\uff0d\uff20]")
NASTY = st.text(alphabet="=+-@\t\r\n;,|' \"aG\uff1d", max_size=10)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\uff1d1", "'\uff1d1"),
        (";=1", ";'=1"),
        ('a "quoted"\n=1', 'a "quoted"\n\'=1'),
        ("'=1", "''=1"),
        ("TGF-beta, 3 > 2", "TGF-beta, 3 > 2"),
        ("", ""),
    ],
)
def test_c93_what_could_begin_a_formula_is_text(text, kept):
    assert cell(text) == kept
    assert text_of(kept) == text


@given(NASTY)
def test_c93_no_part_of_a_cell_begins_a_formula(text):
    assert [part for part in SEPARATORS.split(cell(text)) if FORMULA.match(part)] == []


@given(NASTY | st.text())
def test_c93_a_file_gives_back_every_letter(text):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([cell(text), "end"])
    (read,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert [text_of(each) for each in read] == [text, "end"]

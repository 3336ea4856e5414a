"""Several copies in one file: each begins on a front, or has its page 1 alone."""

import pikepdf

from intake.pdf.day import Sheets, joined
from tests.pdf import prints

from .pages import opened, text_in


def test_each_part_begins_on_a_front_when_backs_stay_blank():
    parts = [("one", prints.patient().content), ("two", prints.provider().content)] * 2
    odd = prints.provider().pages % 2
    with opened(joined("A day", parts, Sheets(has_blank_backs=True))) as pdf:
        pages = len(pdf.pages)
        starts = [pdf.pages.index(pikepdf.Page(e.destination[0])) for e in pdf.open_outline().root]
        sizes = {tuple(page.mediabox) for page in pdf.pages}
    assert pages == 2 * (2 + prints.provider().pages + odd)
    assert [start % 2 for start in starts] == [0, 0, 0, 0]
    assert len(sizes) == 1


def test_page_1_only_leaves_out_everything_else():
    parts = [("one", prints.provider().content), ("two", prints.provider("robert").content)]
    content = joined("A day", parts, Sheets(only_first=True))
    with opened(content) as pdf:
        assert len(pdf.pages) == 2
    assert "All answers, as given" not in text_in(content)
    assert text_in(content).count("Decision go ahead") == 2


def test_parts_stand_in_their_order_and_the_same_parts_give_the_same_bytes():
    parts = [("one", prints.provider().content), ("two", prints.patient().content)]
    content = joined("A day", parts, Sheets(has_blank_backs=True))
    text = text_in(content)
    assert text.index("DELGADO, Maria") < text.index("What you told us")
    assert content == joined("A day", parts, Sheets(has_blank_backs=True))

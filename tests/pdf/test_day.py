"""Several copies in one file: each begins on a front, or has its page 1 alone."""

from datetime import UTC, date, datetime

import pikepdf

from intake.pdf.completeness import bare
from intake.pdf.day import Cover, CoverLine, Sheets, joined
from intake.pdf.html import page_html
from tests.pdf import prints

from .pages import opened, text_in, without_tags


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


def test_the_list_in_front_names_each_visit_and_how_it_is_to_be_kept():
    born = "14-Jul-1979"
    lines = (
        CoverLine("", "DELGADO, Maria", born, "EV-7F3K-29QD", "2 holds", "Sent"),
        CoverLine("09:30", "CHEN, Robert", born, "EV-8888-8888", "", "Not sent", "No copy"),
    )
    cover = Cover(date(2026, 12, 4), "Ann Okafor, MD", datetime(2026, 12, 4, 7, tzinfo=UTC), lines)
    told = without_tags(page_html("day.html", cover=cover))
    assert bare(told.partition(" Printed ")[2]) == bare(
        "04-Dec-2026 07:00 (UTC). Names patients: keep this list as you keep a chart."
        " Friday, December 4, 2026 Ann Okafor, MD 2 visits, 1 provider copy in this file"
        " Time Patient Holds State"
        f" no time DELGADO, Maria {born} · EV-7F3K-29QD 2 holds Sent"
        f" 09:30 CHEN, Robert {born} · EV-8888-8888 Not sent No copy"
    )

"""A listing on paper: what is kept about a patient, and who looked at it."""

from intake.core.privacy.listing import Listing, Part
from intake.pdf.completeness import bare
from intake.pdf.html import page_html
from tests.pdf.pages import without_tags

WHO = ("When", "Who")
LISTING = Listing(
    title="Who looked at your record",
    name="Maria Delgado",
    about=(("Born", "14-Jul-1979"),),
    parts=(
        Part("Visit 1", WHO, (("Monday", "Ann"), ("Tuesday", "Lee")), "Exosomes, version 7"),
        Part("Visit 2", WHO),
        Part("Visit 3", note="Not opened yet."),
    ),
    made="Riverside Clinic: access log 12. Printed by Pat Vos",
    notes=("It does not show what was told by telephone.",),
)


def test_every_part_stands_with_its_note_its_columns_and_its_rows_in_their_order():
    assert bare(without_tags(page_html("listing.html", listing=LISTING))) == bare(
        "Who looked at your record Maria Delgado"
        " Riverside Clinic: access log 12. Printed by Pat Vos"
        " Who looked at your record Maria Delgado Born 14-Jul-1979"
        " It does not show what was told by telephone."
        " Visit 1 Exosomes, version 7 When Who Monday Ann Tuesday Lee"
        " Visit 2 Nothing. Visit 3 Not opened yet."
    )

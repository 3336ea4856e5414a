"""That answers came from paper stands on page 1 and on every copy, within its budget of words."""

from dataclasses import replace
from datetime import date

import pytest

from intake.core.discussion.discussion import Discussion, FromPaper
from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.provider.counted import words_on_page_1
from tests.make.discussions import all_wrong, maria
from tests.make.talks_on_paper import a_talk, signed
from tests.pdf.pages import without_tags
from tests.pdf.prints import spanish, with_holds

PAPER = FromPaper("Kim Lee", "Ana Ruiz, MD", date(2026, 11, 20), ("Allergy", "Ready"))
LINE = (
    "Typed in by Kim Lee, read back by Ana Ruiz, MD, from paper signed on 20-Nov-2026."
    " Left blank there: 2."
)


def typed_in(discussion: Discussion, **header: object) -> Discussion:
    header = {"from_paper": PAPER, **header}
    return replace(discussion, header=replace(discussion.header, **header))


def sheet_of(discussion: Discussion, **talk: object) -> str:
    return next(provider_pages(discussion, **talk))


def read(html: str) -> str:
    return " ".join(without_tags(html).split())


@pytest.mark.parametrize("made", [maria, all_wrong, lambda: with_holds(maria(), 16)])
def test_page_1_has_the_line_and_no_more_words_than_before(made):
    html = sheet_of(typed_in(made()))

    assert LINE in read(html[: html.index('class="later"')])
    assert words_on_page_1(html) <= 410


def test_the_rest_of_the_sheet_and_the_record_name_what_was_left_blank():
    found = typed_in(maria())
    for html in (sheet_of(found), sheet_of(found, talk=a_talk(found, signed=signed()))):
        assert LINE in read(html)
        assert "Left blank on the paper: Allergy, Ready." in read(html)


def test_her_copy_says_it_in_her_language_and_that_she_corrected_it():
    once, later = typed_in(maria()), typed_in(maria(), revision=2)

    said = "Typed in by Kim Lee, read back by Ana Ruiz, MD, from the paper you signed on November"
    assert said in read(patient_html(once))
    assert "You corrected it since." not in read(patient_html(once))
    assert "You corrected it since." in read(patient_html(later))
    assert "del papel que usted firmó el" in read(patient_html(once, retelling=spanish()))


def test_a_later_revision_says_that_the_patient_corrected_what_was_typed_in():
    corrected = f"{LINE} Corrected by the patient since, in revision 2."
    assert corrected in read(sheet_of(typed_in(maria(), revision=2)))
    assert "Corrected by the patient" not in read(sheet_of(typed_in(maria())))


def test_what_came_by_a_link_says_nothing_of_paper():
    assert "Typed in" not in read(sheet_of(maria())) + read(patient_html(maria()))

"""Copies of all shipped patients and of extremes on both papers, measured in the finished PDF."""

import pytest

from intake.pdf.copies import patient_copy, provider_copy
from tests.make.shipped import DANGER, EVERYBODY, HARMLESS, PATIENTS, tried
from tests.make.talks_on_paper import WAIT, a_talk, signed
from tests.pdf import prints

from .measures import faults_of_patients, faults_of_record, faults_of_sheet, measured

TEN = (
    *("nothing_to_report", "penicillin_unknown_ingredients", "twenty_allergies", "pressured"),
    *("told_to_stop_usual_care", "knows_nothing", "says_it_in_person", "guardian_for_child"),
    *("unlicensed_person", "research_vial_and_reused_cells"),
)
PAPERS = ("letter", "a4")


def discussion(name):
    return prints.story(name) if name in prints.STORIES else tried(name).discussion


@pytest.mark.parametrize("name", prints.STORIES)
def test_an_extreme_keeps_sizes_pages_and_headings(name):
    assert faults_of_sheet(prints.provider(name).content) == []
    assert faults_of_patients(prints.patient(name).content) == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", prints.STORIES)
def test_an_extreme_on_both_papers_before_and_after_signing(name, paper):
    assert faults_of_sheet(prints.provider(name, "before", paper).content) == []
    assert faults_of_record(prints.provider(name, "signed", paper).content) == []
    for state in ("before", "open", "signed"):
        assert faults_of_patients(prints.patient(name, state, paper).content) == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", TEN)
def test_record_and_patient_copy_of_ten_patients(name, paper):
    talk = a_talk(discussion(name), signed=signed(WAIT))
    record = provider_copy(discussion(name), paper=paper, talk=talk).content
    assert faults_of_record(record) == []
    for each in (None, talk):
        copy = patient_copy(discussion(name), paper=paper, talk=each).content
        assert faults_of_patients(copy) == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", [path.stem for path in EVERYBODY])
def test_sheet_and_patient_copy_of_every_shipped_patient(name, paper):
    assert faults_of_sheet(provider_copy(discussion(name), paper=paper).content) == []
    assert faults_of_patients(patient_copy(discussion(name), paper=paper).content) == []


def test_the_dangerous_and_the_harmless_are_among_them():
    assert len(DANGER) > 15
    assert len(HARMLESS) > 15
    assert {*PATIENTS, *DANGER, *HARMLESS} == {*EVERYBODY}


def test_a_fault_is_found():
    """The measures themselves: type of 8 pt stands on the later pages of every sheet."""
    pages = measured(prints.provider().content)
    assert pages[0].least >= 9 > min(page.least for page in pages[1:])
    assert faults_of_patients(prints.provider().content)

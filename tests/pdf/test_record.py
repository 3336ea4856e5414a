"""The signed record: how each point ended, decision, signatures, and nothing to fill in."""

from dataclasses import replace

import pytest

from intake.core.talk.outcomes import outcomes_now
from intake.core.talk.together import SureAnswer, Together
from intake.pdf.completeness import Incomplete, check_words
from intake.pdf.copies import plain_text, provider_copy, provider_pages
from intake.pdf.endings import words_of
from tests.make.discussions import maria, robert
from tests.make.talks_on_paper import AT, HERE, LIFTED, WAIT, WANTS_TIME, a_talk, entries, signed
from tests.pdf.prints import ADDED, provider

from .pages import (
    foot_of_each_page,
    is_in,
    last_page_is_full_enough,
    page_in,
    text_in,
    without_tags,
)


def html_of(discussion, talk) -> str:
    return next(provider_pages(discussion, talk=talk))


def test_sheet_made_during_the_talk_says_on_each_page_that_it_is_not_signed():
    pdf = provider(state="open").content
    page = page_in(pdf, 1)
    assert "IN DISCUSSION - NOT SIGNED, printed 04-Dec-2026 10:12 (UTC-06:00)." in page
    assert "Asked by Ana Ruiz, MD, the patient said that nothing has changed: 04-Dec-2026" in page
    assert all("IN DISCUSSION - NOT SIGNED" in foot for foot in foot_of_each_page(pdf))
    text = text_in(pdf)
    assert is_in(f"Hold lifted: {LIFTED}", text)
    assert is_in(f"Wants time: {WANTS_TIME}", text)
    assert "Every point has an outcome." in text


def test_points_without_an_outcome_are_named():
    talk = replace(a_talk(maria()), outcomes=outcomes_now(maria(), entries(maria())[:3]))
    open_ones = [each.point.number for each in talk.outcomes.points if each.is_open]
    numbers = ", ".join(map(str, sorted(open_ones)))
    assert f"Without an outcome: {numbers}." in without_tags(html_of(maria(), talk))
    ended = without_tags(html_of(maria(), replace(talk, signed=signed(WAIT))))
    assert ended.count("no outcome recorded") >= 15


def test_record_has_no_box_and_no_line_to_write_on():
    html = html_of(maria(), a_talk(maria(), signed=signed(WAIT)))
    for blank in ('class="box"', 'class="ln', 'class="notes"', 'class="sg"', "Initials"):
        assert blank not in html
    assert "Nothing can be added by pen to this record." in without_tags(html)


def test_record_begins_with_the_decision_and_tells_holds_with_their_proof():
    page = page_in(provider(state="signed").content, 1)
    assert "SIGNED" in page
    assert f"1 hold stays, {len(maria().holds) - 1} holds lifted" in page
    assert "Wait until 20-Dec-2026, tests are back" in page
    assert "Reason: One hold stays: allergist first." in page
    assert is_in("Signed by Ana Ruiz, MD, Treating provider, on 04-Dec-2026 10:12", page)
    assert "“I have had this talk with the patient" in page
    assert is_in("Content a1b2 c3d4 e5f6 a7b8. Signature valid when printed.", page)
    assert is_in(f"Hold lifted {LIFTED} Ana Ruiz, MD, 04-Dec-2026 10:12", page)
    assert page.index("Wait until") < page.index("Holds") < page.index("Allergies:")


def test_record_tells_every_outcome_what_was_shown_and_what_was_not_written():
    text = text_in(provider(state="signed").content)
    for point in maria().points:
        assert is_in(point.title, text)
    assert is_in(f"Wants time {WANTS_TIME} Ana Ruiz, MD, 04-Dec-2026 10:12", text)
    assert is_in("A-1234-0O: read on the vial. 04-Dec-2026, Ana Ruiz, MD", text)
    assert "What matters none written" in text
    assert "no answer recorded" in text
    assert "Point 77, A point that went (revision 1): Discussed and understood Ana Ruiz" in text
    feet = foot_of_each_page(provider(state="signed").content)
    assert all("Signed, content a1b2 c3d4 e5f6 a7b8" in foot for foot in feet)


def test_addendum_has_a_page_of_its_own_and_leaves_the_record_as_it_was():
    printed = provider(state="added to")
    last = page_in(printed.content, printed.pages)
    assert "Addenda to the signed record" in last
    assert ADDED in last
    assert "“I add this to the signed record, which stays as it was.”" in last
    assert "All answers" not in last
    before = text_in(provider(state="signed").content)
    assert text_in(printed.content).partition(" Addenda to the signed record")[0] == before.strip()


def test_altered_content_is_called_not_valid_on_every_page():
    talk = a_talk(robert(), signed=signed(is_valid=False))
    pdf = provider_copy(robert(), paper="letter", talk=talk).content
    assert all("SIGNATURE NOT VALID FOR THIS CONTENT" in foot for foot in foot_of_each_page(pdf))
    assert "Signature valid" not in text_in(pdf)


def test_a_record_of_which_rows_do_not_open_says_how_many_and_that_its_decision_is_lost():
    lost = replace(signed(is_valid=False), decision=None)
    (html,) = provider_pages(maria(), talk=replace(a_talk(maria(), signed=lost), unreadable=2))
    told, sheet = without_tags(html), html_of(maria(), replace(a_talk(maria()), unreadable=2))
    for each in (told, without_tags(sheet)):
        assert "2 of the rows recorded about this talk cannot be read." in each
    assert "The decision cannot be read" in " ".join(told.split())
    whole = without_tags(html_of(maria(), a_talk(maria(), signed=signed())))
    assert "cannot be read" not in whole


def test_record_tells_how_sure_the_patient_said_to_be():
    together = Together(sure=(SureAnswer("sure", yes=True), SureAnswer("ratio", yes=False)))
    told = html_of(maria(), a_talk(maria(), signed=signed(replace(WAIT, together=together))))
    assert is_in("Do you feel sure about the best choice for you? yes", without_tags(told))
    assert is_in("risks matter most to you? no", without_tags(told))


def test_a_superseded_record_says_so_and_the_newer_one_names_it():
    older = replace(signed(WAIT), superseded="05-Dec-2026 09:00 by a later decision")
    newer = replace(signed(WAIT), earlier=("Go ahead, 04-Dec-2026",))
    html = without_tags(html_of(robert(), a_talk(robert(), signed=older)))
    assert html.count("SUPERSEDED") >= 2
    told = without_tags(html_of(robert(), a_talk(robert(), signed=newer)))
    assert "An earlier decision was signed and is superseded: Go ahead, 04-Dec-2026" in told


def test_pages_that_lost_a_note_are_refused():
    with pytest.raises(Incomplete):
        check_words(words_of(a_talk(maria())), ["Everything but the notes."])


def test_plain_text_tells_the_talk_when_no_page_can_be_printed():
    text = plain_text(maria(), a_talk(maria(), signed=signed(WAIT, ADDED)))
    for words in (LIFTED, WAIT.reason, ADDED, "A-1234-0O", "Signature valid"):
        assert words in text


def test_same_signed_record_gives_the_same_bytes():
    later = replace(
        a_talk(robert(), signed=signed(WAIT)), printed_at=AT.replace(hour=20).astimezone(HERE)
    )
    again = provider_copy(robert(), paper="letter", talk=later)
    assert again.content == provider("robert", "signed").content


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_no_record_ends_on_a_nearly_empty_page(paper):
    for name in ("maria", "robert"):
        printed = provider(name, "signed", paper)
        assert printed.pages <= 6
        assert last_page_is_full_enough(printed.content), name

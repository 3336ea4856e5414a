"""The signed record: how each point ended, decision, signatures, and nothing to fill in."""

import re
from dataclasses import replace

import pytest

from intake.core.discussion.discussion import LadderLine, Rank
from intake.core.talk.ladder import RungNow
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.core.talk.together import SureAnswer, Together
from intake.pdf.completeness import Incomplete, bare, check_words
from intake.pdf.copies import plain_text, provider_copy, provider_pages
from intake.pdf.endings import words_of
from intake.pdf.talk import TalkSoFar
from tests.make.discussions import all_wrong, maria, robert
from tests.make.talks_on_paper import (
    AT,
    HERE,
    LIFTED,
    WAIT,
    WANTS_TIME,
    a_talk,
    an_entry,
    entries,
    signed,
)
from tests.pdf.prints import ADDED, provider

from .pages import (
    foot_of_each_page,
    is_in,
    last_page_is_full_enough,
    lost,
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


SOURCE = LadderLine("source", "Source", ("A donor's cord",), (), Rank.TOLD, (8, 16))
NAME = LadderLine("name", "Product", (), ("Regen",), Rank.TOLD)
SHOWN = (
    RungNow("source", "Source", SOURCE, None, (), ("Cord, lot A12",), ("Its test is too old.",)),
    RungNow("name", "Product", NAME, None, (), (), ()),
    RungNow("lot", "Lot number", None, None, (), ("A12",), ("Past its last day.",), "They differ."),
    RungNow("ind", "IND number", None, None, (), (), ()),
)


def test_the_ladder_tells_patient_register_and_whoever_saw_it_apart():
    seen = next(each.verified for each in a_talk(maria()).rungs if each.verified)
    papers = replace(SOURCE, short="Papers", words=("Seen",), points=())
    rungs = (*SHOWN, RungNow("papers", "Papers", papers, seen, (), (), ()))
    talk = replace(a_talk(maria()), rungs=rungs)

    def told(talk: TalkSoFar, until: str) -> str:
        text = without_tags(html_of(maria(), talk)).partition("Verified at the visit")[2]
        return bare(text.partition(until)[0])

    said = "A-1234-0O: read on the vial. 04-Dec-2026, Ana Ruiz, MD"
    source = "Source 8 16 A donor's cord Cord, lot A12 Its test is too old."
    own, clarify = "Product “Regen” (Told, not seen)", "Please clarify. They differ."
    assert told(talk, "Who can settle it") == bare(
        f"{source} {own} Papers Seen {said} Lot number A12 Past its last day. IND number {clarify}"
    )
    assert told(replace(talk, signed=signed()), "The decision together") == bare(
        f"{source} not shown {own} nothing entered not shown Papers Seen nothing entered {said}"
        f" Lot number not asked A12 Past its last day. {clarify}"
    )


def test_boxes_beside_the_points_say_how_each_ended_while_the_talk_goes_on():
    html = html_of(maria(), a_talk(maria()))
    said = (
        "Show epinephrine here. lifted X stays Why Initials AR",
        "X lifted stays Why Tolerated penicillin in 2024; the record … Initials AR",
        "tick when told X 20 Benefit is not proven",
        "20, 21, 22, 23, 24, 25, 26, 27, 28, 29 Said to every patient: Discussed and understood"
        " (Ana Ruiz, MD, 04-Dec-2026 10:12)",
        "Recorded until now (UTC-06:00)",
        "other answers stand behind it now. They are kept and do not count.",
    )
    assert lost(html, *said) == []
    few = html_of(robert(), a_talk(robert()))
    assert lost(few, "X Understood", "For everyone X 13 No exosome product") == []
    waits = outcomes_now(robert(), [an_entry(1, robert().points[0], Outcome.WANTS_TIME)])
    assert lost(html_of(robert(), replace(a_talk(robert()), outcomes=waits)), "T Wants time") == []
    crowded = html_of(all_wrong(), a_talk(all_wrong()))
    boxes = re.findall(r'<span class="box">(X?)</span></span>', crowded)
    held = len(all_wrong().holds)
    assert boxes == ["", "X", *["X", ""] * (held - 1)]
    assert len(re.findall(r'<span class="ln">AR</span>', crowded)) == held


@pytest.mark.parametrize(
    ("outcome", "boxes"),
    [(Outcome.LIFTED, "X confirmed hold again"), (Outcome.STAYS, "confirmed X hold again")],
)
def test_a_withdrawn_hold_that_was_looked_at_says_so_on_sheet_and_record(outcome, boxes):
    first, *others = maria().points
    made = replace(maria(), points=(replace(first, withdrawn=True), *others))
    ended = outcomes_now(made, [an_entry(1, made.points[0], outcome)])
    sheet = html_of(made, replace(a_talk(made), outcomes=ended))
    assert lost(sheet, f"{boxes} Initials AR") == []
    record = html_of(made, replace(a_talk(made, signed=signed()), outcomes=ended))
    assert lost(record, f"HOLD WAS 1 {first.title}", "HOLD 2 ") == []


def test_the_record_says_what_is_not_written_chosen_or_cleared():
    ahead = signed(Decision(DecisionKind.GO_AHEAD, "All was shown."))
    html = html_of(robert(), a_talk(robert(), signed=ahead))
    said = (
        "Go ahead The patient chose to go ahead. This is not a clearance.",
        "Product and lot: none chosen.",
        "No hold fired. This is not clearance.",
        "(UTC-06:00), with password.",
        "Note, by whom, when (UTC-06:00)",
        f"13–{robert().points[-1].number} For everyone: Understood, Ana Ruiz, MD, 04-Dec-2026",
    )
    assert lost(html, *said) == []
    given = replace(a_talk(maria(), signed=signed()), product="Glow, lot A12", person="Kim Lee, RN")
    told = html_of(maria(), given)
    assert lost(told, "Product and lot: Glow, lot A12. Given by Kim Lee, RN.") == []
    assert lost(told, "How, on what proof (UTC-06:00) HOLD 1 Past anaphylaxis Hold stays") == []
    for not_on_a_record in ("Recorded until now", "CLINIC’S REGISTER"):
        assert not_on_a_record not in told
    open_ones = replace(given, outcomes=outcomes_now(maria(), []))
    nothing = f"HOLD 1 {maria().points[0].title} no outcome recorded nothing written"
    assert lost(html_of(maria(), open_ones), nothing) == []


def test_points_questions_and_earlier_decisions_stand_in_their_order():
    several = replace(signed(), earlier=("Wait, 03-Dec-2026", "Go ahead, 02-Dec-2026"))
    html = html_of(maria(), a_talk(maria(), signed=several))
    assert lost(html, *(f"is superseded: {each}" for each in several.earlier)) == []
    ended = html[html.index("How each point ended") :]
    marks = [int(each) for each in re.findall(r"<td><b>(\d+)</b></td>", ended)]
    held = [int(each) for each in re.findall(r"<i\s*>HOLD</i>(\d+)", html)]
    asked = [ended.index(ask.text) for ask in maria().questions_to_ask]
    assert (marks, held, asked) == (sorted(marks), sorted(held), sorted(asked))
    assert (len(marks), len(held), len(asked)) == (19, 4, 5)


def test_addenda_follow_each_other_and_one_that_cannot_be_read_says_so():
    talk = a_talk(maria(), signed=signed(WAIT, ADDED, ""))
    said = (
        "Written after the signature. The record before these lines is as it was signed."
        f" Addendum 1 {ADDED} Signed by",
        "Addendum 2 This addendum cannot be read. Signed by",
    )
    html = html_of(maria(), talk)
    assert lost(html, *said) == []
    assert html.index("Addendum 1") < html.index("Addendum 2")
    assert html.count('class="end"') == 1
    long = html_of(maria(), a_talk(maria(), signed=signed(WAIT, ADDED * 60)))
    assert long.count('class="end"') == 0, "it would drag the end of the record to another page"

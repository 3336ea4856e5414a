"""The talk on both copies: outcomes, verified facts, the decision and signatures, page by page."""

import re
from dataclasses import replace

import pytest

from intake.core.discussion.discussion import Place
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.pdf.completeness import Incomplete, check_words
from intake.pdf.copies import patient_copy, plain_text, provider_copy
from intake.pdf.patient.decided import in_plain_words
from intake.pdf.printer.text_of import pieces_of
from intake.pdf.talk import record_lines, words_of
from tests.make.discussions import maria, maria_who, robert
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
from tests.pdf.pages import is_in, page_in, text_in

ADDED = "She called on Monday: the allergist sees her next week."


@pytest.fixture(scope="module")
def in_discussion() -> bytes:
    return provider_copy(maria(), paper="letter", talk=a_talk(maria())).content


@pytest.fixture(scope="module")
def closed() -> bytes:
    talk = a_talk(maria(), signed=signed(WAIT, ADDED))
    return provider_copy(maria(), paper="letter", talk=talk).content


@pytest.fixture(scope="module")
def patients() -> bytes:
    talk = a_talk(maria(), signed=signed(WAIT, ADDED))
    return patient_copy(maria(), paper="letter", talk=talk).content


def foot_of_each_page(pdf: bytes) -> list[str]:
    return [
        " ".join(piece.text for piece in pieces if piece.top < 40)
        for _, _, pieces in pieces_of(pdf)
    ]


def test_copy_made_during_the_talk_says_on_each_page_that_it_is_not_signed(in_discussion):
    assert "IN DISCUSSION - NOT SIGNED, printed 04-Dec-2026 10:12 (UTC-06:00)." in page_in(
        in_discussion, 1
    )
    feet = foot_of_each_page(in_discussion)
    assert all("IN DISCUSSION - NOT SIGNED" in foot for foot in feet)
    assert all("Revision 1" in foot and "Digest" in foot for foot in feet)


def test_page_1_is_still_enough_with_the_talk_on_it(in_discussion):
    page = page_in(in_discussion, 1)
    assert "Mark: tick or X = understood" in page
    for point in (*maria().holds, *maria().at(maria().points[3].place)):
        assert point.title in page
    assert "Asked by Ana Ruiz, MD, the patient said that nothing has changed: 04-Dec-2026" in page


def test_each_outcome_stands_with_note_who_and_when(in_discussion):
    text = text_in(in_discussion)
    assert "Recorded by, when (UTC-06:00)" in text
    assert is_in(f"Hold lifted: {LIFTED} Ana Ruiz, MD, 04-Dec-2026 10:12", text)
    assert is_in("Hold stays Ana Ruiz, MD, 04-Dec-2026 10:12", text)
    assert is_in(f"Wants time: {WANTS_TIME} Ana Ruiz, MD, 04-Dec-2026 10:12", text)
    assert "Every point has an outcome." in text


def test_points_without_an_outcome_are_named():
    some = outcomes_now(maria(), entries(maria())[:3])
    talk = replace(a_talk(maria()), outcomes=some)
    text = plain_text(maria(), talk)
    assert text.count("Ana Ruiz, MD, 04-Dec-2026") >= 3
    numbers = ", ".join(str(n) for n in range(3, 31))
    printed = text_in(provider_copy(maria(), paper="a4", talk=talk).content)
    assert f"Without an outcome: {numbers}." in printed


def test_said_to_everyone_in_one_act_takes_one_line():
    lines = [line for line in record_lines(a_talk(robert())) if line.title.startswith("Said to")]
    assert [len(line.numbers) for line in lines] == [len(robert().at(Place.CHECKLIST))]


def test_outcomes_that_no_longer_apply_are_shown_as_such(in_discussion):
    text = text_in(in_discussion)
    assert "Outcomes that no longer apply" in text
    assert "Point 77, A point that went (revision 1): Discussed and understood Ana Ruiz" in text


def test_verified_facts_stand_on_the_ladder_and_blank_rungs_stay_empty(in_discussion):
    text = text_in(in_discussion)
    assert is_in("A-1234-0O: read on the vial 04-Dec-2026, Ana Ruiz, MD", text)
    assert "Certificate of the lot IND number License of the person who gives it" in text
    assert "Certificate of the lot" in text_in(provider_copy(robert(), paper="letter").content)


def test_signature_block_tells_who_role_when_meaning_content_and_validity(closed):
    text = text_in(closed)
    assert "SIGNED: Wait until 20-Dec-2026, tests are back. Ana Ruiz, MD" in page_in(closed, 1)
    assert "Reason: One hold stays: allergist first." in text
    assert is_in("Signed by Ana Ruiz, MD, Treating provider, on 04-Dec-2026 10:12", text)
    assert "“I have had this talk with the patient" in text
    assert is_in("Content a1b2 c3d4 e5f6 a7b8. Signature valid when printed.", text)
    assert "NOT SIGNED" not in text
    assert all("Signed, content a1b2 c3d4 e5f6 a7b8" in foot for foot in foot_of_each_page(closed))


def test_addendum_has_a_page_of_its_own_with_its_own_signature(closed):
    pages = [page_in(closed, number) for number in range(1, len(foot_of_each_page(closed)) + 1)]
    assert "Addenda to the signed record" in pages[-1]
    assert ADDED in pages[-1]
    assert "“I add this to the signed record, which stays as it was.”" in pages[-1]
    assert "All answers" not in pages[-1]
    assert ADDED not in " ".join(pages[:-1])


def test_content_before_the_addendum_is_the_same_as_without_it(closed):
    talk = a_talk(maria(), signed=signed(WAIT))
    before = text_in(provider_copy(maria(), paper="letter", talk=talk).content)
    after = text_in(closed).partition(" Addenda to the signed record")[0]
    assert after.replace(" Addenda: 1.", "") == before


def test_altered_content_is_called_not_valid_on_every_page():
    talk = a_talk(robert(), signed=signed(is_valid=False))
    pdf = provider_copy(robert(), paper="letter", talk=talk).content
    assert all("SIGNATURE NOT VALID FOR THIS CONTENT" in foot for foot in foot_of_each_page(pdf))
    assert "Signature valid" not in text_in(pdf)


def test_pages_that_lost_a_note_are_refused():
    with pytest.raises(Incomplete):
        check_words(words_of(a_talk(maria())), ["Everything but the notes."])


def test_patient_copy_says_what_was_decided_and_nothing_of_the_providers_notes(patients):
    page, text = page_in(patients, 1), text_in(patients)
    assert "What was decided Wait until 20-Dec-2026. What has to happen first: tests are back." in (
        page
    )
    assert is_in("Still to settle before any treatment: point 1.", page)
    assert is_in("Settled in the talk: points 2, 3.", page)
    assert "You want more time for:" in page
    assert "Signed by Ana Ruiz, MD, 04-Dec-2026 10:12 (UTC-06:00)." in page
    assert "Something was added to your record later" in page
    assert "In an emergency call 911" in text
    assert "(402) 555-0136" in text
    assert "hold" not in text.lower()
    for note in (LIFTED, WANTS_TIME, WAIT.reason, ADDED):
        assert not is_in(note, text)


def test_patient_copy_made_during_the_talk_decides_nothing():
    pdf = patient_copy(robert(), paper="letter", talk=a_talk(robert())).content
    assert "The talk is not finished. Nothing is decided yet." in page_in(pdf, 1)
    assert all("IN DISCUSSION - NOT SIGNED" in foot for foot in foot_of_each_page(pdf))


def test_withheld_answers_stay_off_the_signed_patient_copy():
    private = maria_who(feel_pressured={"unsaid": "declined"})
    talk = a_talk(private, signed=signed())
    assert "rushed or pushed" not in text_in(
        patient_copy(private, paper="letter", talk=talk).content
    )


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(DecisionKind.GO_AHEAD, "x"), "You can go ahead with the plan you talked about."),
        (Decision(DecisionKind.DECLINE, "x"), "Your provider will not give this treatment."),
        (
            Decision(DecisionKind.REFER_TO, "x", None, "Dr. Lee"),
            "See somebody else first: Dr. Lee.",
        ),
        (
            Decision(DecisionKind.WAIT_UNTIL, "x", None, "the hold is lifted"),
            "Wait. Ask your provider what this is about.",
        ),
    ],
)
def test_decision_is_told_in_plain_words(decision, words):
    told = in_plain_words(decision)
    assert told.startswith(words)
    assert not re.search(r"\bhold", told)


def test_plain_text_tells_the_talk_when_no_page_can_be_printed():
    text = plain_text(maria(), a_talk(maria(), signed=signed(WAIT, ADDED)))
    for words in (LIFTED, WAIT.reason, ADDED, "A-1234-0O", "Signature valid."):
        assert words in text


def test_same_signed_record_gives_the_same_bytes():
    talk = a_talk(robert(), signed=signed())
    later = replace(talk, printed_at=AT.astimezone(HERE))
    first, second = (
        provider_copy(robert(), paper="letter", talk=each).content for each in (talk, later)
    )
    assert first == second


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_signed_typical_copies_stay_short(paper):
    talk = a_talk(maria(), signed=signed())
    assert provider_copy(maria(), paper=paper, talk=talk).pages <= 5
    assert patient_copy(maria(), paper=paper, talk=talk).pages <= 3


def test_outcome_of_a_talk_about_a_hold_stands_beside_it():
    hold = robert().points[0]
    talk = replace(
        a_talk(robert()), outcomes=outcomes_now(robert(), [an_entry(1, hold, Outcome.DISCUSSED)])
    )
    assert "X Understood" in page_in(provider_copy(robert(), paper="letter", talk=talk).content, 1)

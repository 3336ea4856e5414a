"""What the patient takes along: two pages, plain words, nothing private, no staff shorthand."""

import re
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from intake.core.discussion.talking_points import Place
from intake.core.questionnaire.points import Severity
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.core.talk.together import Leaning, Option, Said, Together
from intake.display.traces import digest_of
from intake.pdf import copies
from intake.pdf.copies import Incomplete, patient_copy, patient_html, patient_text
from intake.pdf.patient.decided import in_plain_words
from intake.pdf.patient.view import ROOMS, spoken
from intake.pdf.printer.text_of import pieces_of
from tests.make.discussions import maria, maria_who, robert
from tests.make.shipped import tried
from tests.make.talks_on_paper import LIFTED, WAIT, WANTS_TIME, a_talk, signed
from tests.pdf import prints
from tests.pdf.prints import ADDED, STORIES, patient, provider

from .pages import is_in, lost, page_in, text_in, without_tags


@pytest.mark.parametrize("name", STORIES)
def test_always_two_pages_whatever_was_typed(name):
    assert patient(name).pages == 2


def test_a_copy_that_would_take_a_third_page_is_not_given_out(monkeypatch):
    monkeypatch.setattr(copies, "ROOMS", ROOMS[:1])
    with pytest.raises(Incomplete, match="more than two pages"):
        patient_copy(prints.story("much typed"), paper="letter")


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_after_the_talk_still_two_pages(paper):
    for name in ("maria", "robert", "seven holds"):
        assert patient(name, "signed", paper).pages == 2
    assert patient("much typed", "much written", paper).pages == 2


def test_allergies_that_find_no_room_are_counted():
    html = patient_html(prints.story("much typed"), room=ROOMS[-1])
    assert re.search(r"Severe: Wolf[^.]*…, and 8 more", without_tags(html))


def test_page_1_has_decision_warnings_what_was_told_and_questions_in_this_order():
    page = page_in(patient().content, 1)
    parts = (
        "Your talk before treatment",
        "Maria Delgado",
        "Friday, December 4, 2026, 9:30 AM",
        "Nothing is decided yet.",
        "If you ever have this treatment:",
        "Emergency: call 911 now",
        "Call the clinic the same day",
        "(402) 555-0136",
        "No answer? Go to the emergency room.",
        "What you told us",
        "Planned:",
        "Allergies: Severe: penicillin",
        "Medicines: “lisinopril",
        "Is something wrong here? Tell the clinic.",
        "Your questions",
        "A. ",
        "E. ",
        "To ask later",
    )
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert "Digest" not in page
    text = text_in(patient().content)
    assert is_in(maria().help_text.partition(". ")[0], text)
    assert is_in("FDA MedWatch: 1-800-FDA-1088, www.fda.gov/medwatch", page)


def test_another_emergency_number_is_told():
    other = replace(maria(), header=replace(maria().header, emergency_number="112"))
    assert "Emergency: call 112 now" in without_tags(patient_html(other))


def test_whoever_goes_ahead_is_told_now_and_with_the_lot():
    ahead = Decision(DecisionKind.GO_AHEAD, "All was shown.")
    talk = replace(a_talk(maria(), signed=signed(ahead)), lot="A12")
    text = without_tags(patient_html(maria(), talk=talk))
    assert "If you ever have this treatment" not in text
    assert "Say the lot: A12" in text
    assert "All was shown. You can change your mind at any time." in text
    waits = replace(a_talk(maria(), signed=signed(WAIT)), lot="A12")
    assert "A12" not in without_tags(patient_html(maria(), talk=waits))


@pytest.mark.parametrize("lot", ["X7" * 30, "GTIN-09506000134352-" * 3, "Lot 7 " * 10])
@pytest.mark.parametrize("phone", ["(402) 555-0136", "W402" * 10])
def test_the_longest_lot_and_number_stay_on_the_paper(lot, phone):
    made = replace(maria(), header=replace(maria().header, clinic_phone=phone))
    ahead = Decision(DecisionKind.GO_AHEAD, "All was shown.")
    talk = replace(a_talk(made, signed=signed(ahead)), lot=lot)
    content = patient_copy(made, paper="letter", talk=talk).content
    with PdfDocument(content) as printed:
        width, _height = printed[0].get_size()
        page = printed[0].get_textpage()
        ends = [page.get_charbox(each)[2] for each in range(page.count_chars())]
    assert max(ends) < width - 28
    for typed in (lot, phone):
        assert typed.replace(" ", "") in page_in(content, 1).replace(" ", "")


def test_points_keep_the_providers_numbers_and_at_most_ten_are_told_in_full():
    html = patient_html(maria())
    numbers = re.findall(r'<span class="num">(\d+)</span>', html)
    assert len(numbers) <= 10
    by_number = {str(point.number): point for point in maria().points}
    text = without_tags(html)
    for number in numbers:
        assert is_in(by_number[number].patient, text)
    for hold in maria().holds:
        assert str(hold.number) in numbers
    rest = [p for p in maria().points if p.place is Place.DISCUSS and str(p.number) not in numbers]
    told = text.partition("Your provider has more to talk about: points")[2][:80]
    assert all(re.search(rf"\b{point.number}\b", told) for point in rest)


def test_it_never_says_hold_and_carries_no_notes_for_providers():
    text = text_in(patient(state="added to").content)
    assert "hold" not in text.lower()
    for note in (LIFTED, WANTS_TIME, WAIT.reason, ADDED):
        assert not is_in(note, text)
    for point in maria().points:
        for talk in point.provider:
            assert talk == point.patient or talk not in text


def test_questions_have_room_to_write_until_they_are_answered():
    html = patient_html(maria())
    for letter, ask in zip("ABCDE", maria().questions_to_ask, strict=True):
        assert f"{letter}. {ask.text}" in without_tags(html)
    assert html.count('class="wl"') == 5
    after = patient_html(maria(), talk=a_talk(maria(), signed=signed(WAIT)))
    assert without_tags(after).count("not answered yet. Ask again:") == 5


def test_after_signing_it_says_what_was_decided_and_what_is_settled():
    page, text = (
        page_in(patient(state="added to").content, 1),
        text_in(patient(state="added to").content),
    )
    assert is_in("You will wait until 20-Dec-2026.", page)
    assert is_in("What has to happen first: tests are back.", page)
    assert "Signed by Ana Ruiz, MD, 04-Dec-2026 10:12 (UTC-06:00)." in page
    assert "Something was added to your record later" in page
    assert "What we talked about" in text
    assert text.count("Settled.") == len(maria().holds) - 1
    assert text.count("Not settled: this must be solved first.") == 1
    assert "To settle before any treatment" not in text


def with_a_withdrawn(place: int):
    """Maria after a correction that one of her holds does not rest on any more."""
    points = [replace(p, withdrawn=n == place) for n, p in enumerate(maria().points)]
    return points[place], replace(maria(), points=tuple(points))


def test_a_hold_that_a_correction_took_back_is_no_fact_on_her_copy():
    gone, made = with_a_withdrawn(1)
    standing = {str(point.number) for point in made.holds if point != gone}
    for talk in (None, a_talk(made), a_talk(made, signed=signed(WAIT))):
        html = patient_html(made, talk=talk)
        told = {*re.findall(r'<span class="num">(\d+)</span>', html)}
        assert (told & {str(gone.number), *standing}) == standing
        assert not is_in(gone.patient, without_tags(html))
    alone = without_tags(patient_html(replace(made, points=(gone,))))
    assert "To settle before any treatment" not in alone
    assert "more to talk about" not in alone


def test_a_withdrawn_hold_that_a_clinician_lets_stand_again_is_told():
    gone, made = with_a_withdrawn(0)
    text = without_tags(patient_html(made, talk=a_talk(made, signed=signed(WAIT))))
    assert is_in(f"{gone.patient} Not settled: this must be solved first.", text)


@pytest.mark.parametrize("place", [Place.FIRST, Place.CHECKLIST])
def test_a_hold_that_stands_again_and_what_its_point_is_raised_by_now_are_told_once(place):
    gone, made = with_a_withdrawn(0)
    now = {"severity": Severity.INFORM, "withdrawn": False, "digest": "below"}
    below = replace(gone, number=90, place=place, **now)
    both = replace(made, points=(gone, below, *made.points[1:]))
    text = without_tags(patient_html(both, talk=a_talk(both, signed=signed(WAIT))))
    assert text.count(gone.patient.partition(". ")[0]) == 1
    assert is_in(f"{gone.patient} Not settled: this must be solved first.", text)


def test_a_copy_made_during_the_talk_decides_nothing():
    html = without_tags(patient_html(robert(), talk=a_talk(robert())))
    assert "The talk is not finished. Nothing is decided yet." in html
    assert "IN DISCUSSION - NOT SIGNED" in html


def test_who_names_no_medicine_is_told_so():
    assert lost(patient_html(maria_who(medicines_list="")), "Medicines: left blank.") == []
    assert lost(patient_html(robert()), "Allergies: none that you know of.") == []


def test_what_is_private_is_left_off_and_no_sentence_says_so():
    private = maria_who(
        feel_pressured={"unsaid": "declined"},
        worries=["My husband reads my phone"],
        my_questions="Please ask me when I am alone.",
    )
    for talk in (None, a_talk(private, signed=signed(WAIT))):
        text = without_tags(patient_html(private, talk=talk))
        for kept in ("rushed", "husband", "alone", "in person", "private", "left off", "left out"):
            assert kept not in text
        assert "What you told us" in text
    assert "husband" not in patient_text(private)


def test_health_questions_go_to_the_own_doctor():
    html = patient_html(maria_who(asthma_control="dont_know", cancer_history="dont_know"))
    asked = maria_who(asthma_control="dont_know", cancer_history="dont_know").ask_own_doctor
    assert lost(html, f"Ask your own doctor {asked[0]}") == []
    assert "Ask your own doctor" not in patient_html(maria())


def test_every_page_says_whose_it_is():
    for _, _, pieces in pieces_of(patient().content):
        page = " ".join(piece.text for piece in pieces)
        assert "Maria Delgado" in page
        assert "EV-7F3K-29QD" in page


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(DecisionKind.GO_AHEAD, "x"), "You decided to go ahead."),
        (Decision(DecisionKind.DECLINE, "x"), "Your provider will not give this treatment."),
        (Decision(DecisionKind.REFER_TO, "x", None, "Dr. Lee"), "Dr. Lee"),
        (
            Decision(DecisionKind.WAIT_UNTIL, "x", None, "the hold is lifted"),
            "You will wait. Ask your provider what this is about.",
        ),
    ],
)
def test_decision_is_told_in_plain_words(decision, words):
    told = " ".join(in_plain_words(decision))
    assert words in told
    assert not re.search(r"\bhold", told)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DELGADO, Maria", "Maria Delgado"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Cher", "Cher"),
        ("DELGADO, ", "DELGADO, "),
        ("", ""),
    ],
)
def test_names_are_spoken_to_patients(name, said):
    assert spoken(name) == said


def test_who_answered_for_the_patient_stands_on_both_papers():
    who = "Hannah Lindqvist, Mother, 612-555-0143"
    discussion = tried("guardian_for_child").discussion
    assert discussion.header.answerer == who
    for text in (patient_text(discussion), text_in(provider("a helper").content)):
        assert is_in(who, text)
    assert "Answered by:" not in without_tags(patient_html(maria()))


def test_her_copy_has_her_words_her_answers_and_what_the_paper_is_not():
    ask, *_ = maria().questions_to_ask
    options = (Option.THIS, Option.WAIT)
    both = Together(options, "To walk.", Leaning.NOT_SURE, answers=(Said(ask.number, "Yes."),))
    talk = a_talk(maria(), signed=signed(replace(WAIT, together=both)))
    said = (
        "· Revision 1 · NOT CLINICALLY REVIEWED Signed Your talk",
        "the same day Call the clinic that day",
        f"You hope: “{maria().own_words.hope}”",
        *(f"“{worry}”" for worry in maria().own_words.worries),
        f"A. {ask.text} Yes. B. ",
        "Choices: this treatment, waiting What matters to you: To walk. You lean: not sure",
        "True for everyone We do not have good proof yet",
        f"You also want to ask “{maria().own_words.questions}”",
        "It is not medical advice, and it does not say whether a treatment is right for you. Do not"
        " start, stop, or change a medicine because of it. NOT CLINICALLY REVIEWED: no clinician"
        f" has reviewed this wording yet. Digest {digest_of(maria())} Signed a1b2 c3d4 e5f6 a7b8",
    )
    assert lost(patient_html(maria(), talk=talk), *said) == []

"""What stands on both copies of a typical discussion, and where."""

import re
from dataclasses import replace
from datetime import date

import pytest

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion, Place
from intake.core.questionnaire.questionnaire import Review
from intake.pdf.copies import patient_copy, provider_copy
from intake.pdf.html import page_html
from intake.pdf.patient.view import patient_view, spoken
from intake.pdf.provider.view import provider_view
from tests.make.discussions import maria, maria_who, robert
from tests.pdf.pages import is_in, page_in, text_in

FORBIDDEN = ("generally safe", "low risk", "no risk", "harmless", "eligible", "contraindicated")
"""Words that our own text must not use (content, Wording rules)."""


@pytest.fixture(scope="module")
def provider() -> bytes:
    return provider_copy(maria(), paper="letter").content


@pytest.fixture(scope="module")
def patient() -> bytes:
    return patient_copy(maria(), paper="letter").content


def provider_html(discussion: Discussion) -> str:
    return page_html("provider.html", copy=provider_view(discussion, "letter"))


def patient_html(discussion: Discussion) -> str:
    return page_html("patient.html", copy=patient_view(discussion))


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_typical_copies_have_four_and_three_pages(paper):
    assert provider_copy(maria(), paper=paper).pages <= 4
    assert provider_copy(robert(), paper=paper).pages <= 4
    assert patient_copy(maria(), paper=paper).pages <= 3


def test_page_1_tells_who_and_how_much(provider):
    page = page_in(provider, 1)
    for told in ("DELGADO, Maria", "14-Jul-1979", "(47y)", "04-Dec-2026", "09:30", "EV-7F3K-29QD"):
        assert told in page
    assert "3 holds 7 to discuss first 2 claims heard 11 unknown to ask the clinic" in page
    assert "NOT CLINICALLY REVIEWED" in page


def test_page_1_holds_each_hold_with_all_answers_that_fired_it(provider):
    page = page_in(provider, 1)
    assert "Hold for clinician review (3)" in page
    for hold in maria().holds:
        assert hold.title in page
        for because in hold.decisive:
            assert because.short in page
            assert is_in(because.words, page)


def test_page_1_holds_allergies_worries_discuss_first_claims_and_unknowns(provider):
    page = page_in(provider, 1)
    assert "Allergies: Known allergies" in page
    for said in ("“penicillin”", "“shellfish, I think”", "Takes: “lisinopril 10 mg, vitamin D"):
        assert said in page
    for worry in (*maria().own_words.worries, maria().own_words.hope):
        assert f"“{worry}”" in page
    for point in (*maria().at(Place.FIRST), *maria().at(Place.CLAIM)[1:]):
        assert point.title in page
    assert "Asked, no answer: Batch test report" in page
    assert page.index("Hold for") < page.index("Allergies:") < page.index("In the patient’s")
    assert page.index("Discuss first") < page.index("Patient has heard") < page.index("Still unk")


def test_following_pages_hold_the_rest_in_the_order_of_the_design(provider):
    text = text_in(provider)
    parts = (
        "Product and credentials: who has shown what",
        "More on the points of page 1",
        "Please clarify (1)",
        "Discuss (8)",
        "Who can settle it, and quick checks to go over again",
        "Said to every patient",
        "All answers, as given",
        "Evidence behind these points",
        "Decision and sign-off",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Made from patient answers that have not been checked." in text


def test_every_talking_point_is_printed(provider):
    text = text_in(provider)
    for point in maria().points:
        if point.place in (Place.CHECKLIST, Place.CLAIM):
            continue
        for talk in point.provider:
            for sentence in re.split(r"(?<=[.!?]) (?=[A-Z'\"])", talk):
                assert is_in(sentence, text), sentence


def test_answers_hidden_behind_a_plus_stand_in_the_trace_on_page_2(provider):
    page = page_in(provider, 2)
    assert is_in("Also answered: What happened (“penicillin”): “Swelling of the lips", page)


def test_evidence_is_listed_with_its_dates(provider):
    text = text_in(provider)
    assert "Read 21-Nov-2026, review by 21-May-2027 unless another date is given" in text
    for line in maria().evidence:
        assert line.evidence.key in text


def test_overdue_evidence_is_under_review():
    late = replace(maria(), evidence=tuple(replace(e, is_overdue=True) for e in maria().evidence))
    assert provider_html(late).count("Under review.") > 40
    assert "Under review." not in provider_html(maria())


def test_every_page_says_whose_it_is_and_which_page(provider):
    from intake.pdf.printer.text_of import pieces_of

    for number, (_, _, pieces) in enumerate(pieces_of(provider), 1):
        page = " ".join(piece.text for piece in pieces)
        assert "DELGADO, Maria" in page
        assert "14-Jul-1979" in page
        assert "EV-7F3K-29QD" in page
        assert f"Page {number} of 4" in page
        assert "Revision 1" in page
        assert "version 7" in page


def test_no_hold_is_said_in_words_and_is_not_clearance():
    page = page_in(provider_copy(robert(), paper="letter").content, 1)
    assert "No holds" in page
    assert "No hold fired. This is not clearance." in page
    unknown, asked = robert().dont_know_count, robert().asked_count
    assert f"{unknown} of {asked} answers are “I don’t know”" in page


def test_reviewer_takes_the_place_of_the_stamp():
    review = Review("Ann Reyes, MD", "allergist", date(2026, 10, 1))
    reviewed = replace(maria(), header=replace(maria().header, review=review))
    for html in (provider_html(reviewed), patient_html(reviewed)):
        assert "NOT CLINICALLY REVIEWED" not in html
        assert "Ann Reyes, MD" in html
        assert "01-Oct-2026" in html


def test_changes_since_the_last_revision_are_told():
    from tests.make.discussions import ALLERGIES, FACTS, MARIA, SENT, answers_from_json
    from tests.make.shipped import shipped

    answers = {**MARIA, "hope": "To dance.", "lot_testing": "told_only"}
    given = answers_from_json(
        shipped(), {"answers": answers, "rows": {"allergies_list": ALLERGIES}}
    )
    second = discuss(shipped(), given, FACTS, Edition(7, 2, SENT), maria())
    text = text_in(provider_copy(second, paper="letter").content)
    assert "Changed since revision 1" in text
    assert (
        "Hopes for: “I want to walk my dog again without my knee hurting.” became “To dance.”"
        in text
    )
    assert "went (was Hold for clinician review)" in text


def test_what_will_be_said_in_person_is_for_the_provider_only():
    private = maria_who(feel_pressured={"unsaid": "declined"})
    assert "will say it in person:" in provider_html(private)
    assert "Do you feel rushed or pushed to decide?" in provider_html(private)
    assert "rushed or pushed" not in patient_html(private)


def test_unknown_declined_blank_and_no_are_told_apart():
    html = provider_html(
        maria_who(
            cancer_history={"unsaid": "declined"},
            infection_now="dont_know",
            cells_reused="no",
            hope=None,
        )
    )
    answers = re.sub(r"<[^>]+>|\s+", " ", html[html.index("All answers") :])
    answers = re.sub(r"\s+", " ", answers)
    assert "Have you ever had cancer? I will say it in person" in answers
    assert "Have you been sick in the last 2 weeks? I don't know" in answers.replace("&#x27;", "'")
    assert "What do you hope will be different after the treatment? Left blank" in answers


def test_patient_copy_has_the_numbers_of_the_provider_copy(patient):
    text = text_in(patient)
    for point in maria().points:
        if point.place is not Place.CLAIM or point.number == maria().claims_heading:
            assert point.title in text
        assert re.search(rf"\b{point.number}\b", text)
        assert is_in(point.patient, text)


def test_patient_copy_never_says_hold_and_carries_no_notes_for_providers(patient):
    text = text_in(patient).lower()
    assert "hold" not in text
    for point in maria().points:
        for talk in point.provider:
            assert talk == point.patient or talk.lower() not in text


def test_patient_copy_has_five_questions_with_room_to_write():
    html = patient_html(maria())
    for letter, ask in zip("ABCDE", maria().questions_to_ask, strict=True):
        assert f"{letter}. {ask.text}" in html
    assert html.count('class="wl"') == 10


def test_patient_copy_says_when_and_whom_to_call(patient):
    text = page_in(patient, 1)
    assert maria().help_text in text
    assert "In an emergency call 911" in text
    # The clinic's number may ring in an empty office: who answers at night is written down.
    assert "(402) 555-0136 . Day or night:" in text
    assert "Visit Friday, December 4, 2026, 9:30 AM" in text
    other = replace(maria(), header=replace(maria().header, emergency_number="112"))
    assert "call 112" in patient_html(other)


def test_patient_copy_sends_health_questions_to_the_own_doctor():
    html = patient_html(maria_who(asthma="dont_know", cancer_history="dont_know"))
    assert "Ask your own doctor about:" in html
    assert "Asthma" in html
    assert "Ask your own doctor about:" not in patient_html(maria())


@pytest.mark.parametrize("word", FORBIDDEN)
def test_our_own_words_keep_the_wording_rules(word):
    bare = replace(robert(), points=(), sections=(), questions_to_ask=(), help_text="")
    for html in (provider_html(bare), patient_html(bare)):
        assert word not in html.lower()


def test_no_template_misspells_a_name():
    for discussion in (maria(), robert(), maria_who(has_allergy="no")):
        assert "[no such name" not in provider_html(discussion)
        assert "[no such name" not in patient_html(discussion)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DELGADO, Maria", "Maria Delgado"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Cher", "Cher"),
        ("", ""),
    ],
)
def test_names_are_spoken_to_patients(name, said):
    assert spoken(name) == said

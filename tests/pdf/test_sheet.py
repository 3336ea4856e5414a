"""The pages after page 1 of the working sheet, and what stands on every page."""

import re
from dataclasses import replace
from datetime import date

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.discussion.talking_points import Place
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.questionnaire import Review
from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.printer.text_of import pieces_of
from tests.make.discussions import ALLERGIES, FACTS, MARIA, SENT, maria, maria_who, robert
from tests.make.shipped import shipped
from tests.pdf.prints import provider

from .pages import is_in, last_page_is_full_enough, text_in, without_tags


def sheet_html(discussion: Discussion) -> str:
    return next(provider_pages(discussion))


def test_following_pages_hold_the_rest_in_their_order():
    text = text_in(provider().content)
    parts = (
        f"Holds in full ({len(maria().holds)})",
        "Discuss first, in full",
        "Heard, and what is known",
        "Please clarify (1)",
        "Discuss (",
        "tick when told",
        "What was shown",
        "Who can settle it",
        "All answers, as given",
        "Evidence behind these points",
        "Sign-off",
        "Made from patient answers that have not been checked.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_every_word_to_say_and_every_answer_behind_a_point_is_printed():
    text = text_in(provider().content)
    for point in maria().points:
        if point.place is Place.CHECKLIST:
            continue
        for talk in point.provider:
            for sentence in re.split(r"(?<=[.!?]) (?=[A-Z'\"])", talk):
                assert is_in(sentence, text), sentence
        for because in point.because:
            assert is_in(because.short, text)


def test_evidence_is_listed_with_its_dates_and_labels_speak_of_the_product_only():
    text = text_in(provider().content)
    assert re.search(r"Read \d\d-\w{3}-\d{4}, review by \d\d-\w{3}-\d{4} unless another", text)
    for line in maria().evidence:
        assert line.evidence.key in text
    cards = without_tags(sheet_html(maria()))
    for point in maria().points:
        if point.kind.value in ("gap", "clarify") and point.knowledge:
            after = cards[cards.index("in full") :].partition(point.title)[2][:30]
            assert not after.strip().startswith(point.knowledge.label)


def test_overdue_evidence_is_under_review():
    late = replace(maria(), evidence=tuple(replace(e, is_overdue=True) for e in maria().evidence))
    assert sheet_html(late).count("Under review.") > 40
    assert "Under review." not in sheet_html(maria())


def test_every_page_says_whose_it_is_and_which_page():
    printed = provider()
    for number, (_, _, pieces) in enumerate(pieces_of(printed.content), 1):
        page = " ".join(piece.text for piece in pieces)
        assert "DELGADO, Maria" in page
        assert "14-Jul-1979" in page
        assert "EV-7F3K-29QD" in page
        assert f"Page {number} of {printed.pages}" in page
        assert "Revision 1" in page
        assert "version 7" in page


def test_reviewer_takes_the_place_of_the_stamp():
    review = Review("Ann Reyes, MD", "allergist", date(2026, 10, 1))
    reviewed = replace(maria(), header=replace(maria().header, review=review))
    for html in (sheet_html(reviewed), patient_html(reviewed)):
        assert "NOT CLINICALLY REVIEWED" not in html
        assert "Ann Reyes, MD" in html
        assert "01-Oct-2026" in html


def test_changes_since_the_last_revision_are_told():
    answers = {**MARIA, "hope": "To dance.", "lot_testing": "told_only"}
    given = answers_from_json(
        shipped(), {"answers": answers, "rows": {"allergies_list": ALLERGIES}}
    )
    second = discuss(shipped(), given, FACTS, Edition(7, 2, SENT), maria())
    text = without_tags(sheet_html(second))
    assert text.count("Changed since revision 1") == 2
    assert (
        "Hopes for: “I want to walk my dog again without my knee hurting.” became “To dance.”"
        in text
    )


def test_what_will_be_said_in_person_is_for_the_provider_only():
    private = maria_who(feel_pressured={"unsaid": "declined"})
    assert "To say in person, when alone:" in without_tags(sheet_html(private))
    assert "Do you feel rushed or pushed to decide?" in sheet_html(private)
    assert "rushed or pushed" not in patient_html(private)


def test_unknown_declined_blank_and_no_are_told_apart():
    html = sheet_html(
        maria_who(
            cancer_history={"unsaid": "declined"},
            infection_now="dont_know",
            hope=None,
        )
    )
    answers = without_tags(html[html.index("all-answers") :])
    assert "Have you ever had cancer? I will say it in person" in answers
    assert "take antibiotics? I don't know" in answers
    assert "What do you hope will be different after the treatment? Left blank" in answers
    assert re.search(r"No to: [^“]*Similar treatment before", answers)


def test_no_template_misspells_a_name():
    for discussion in (maria(), robert(), maria_who(has_allergy="no")):
        assert "[no such name" not in sheet_html(discussion)
        assert "[no such name" not in patient_html(discussion)


def test_no_line_ends_with_a_space_of_the_template():
    """WeasyPrint breaks a line that fits but for the space after it behind its first word."""
    for html in (sheet_html(maria()), patient_html(maria())):
        assert not re.search(r"\s(</(b|i|span|bdi)>)*</(p|li|td|th|h2)>", html)


def test_no_sheet_ends_on_a_nearly_empty_page():
    for name in ("maria", "robert", "sixty points"):
        assert last_page_is_full_enough(provider(name).content), name


FORBIDDEN = ("generally safe", "low risk", "no risk", "harmless", "eligible", "contraindicated")
"""Words that our own text must not use (content, Wording rules)."""


def test_our_own_words_keep_the_wording_rules():
    bare = replace(robert(), points=(), sections=(), questions_to_ask=(), help_text="")
    for html in (sheet_html(bare), patient_html(bare)):
        assert not [word for word in FORBIDDEN if word in html.lower()]
        assert "exosome product is approved" not in html.lower()

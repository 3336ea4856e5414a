"""The pages after page 1 of the working sheet, and what stands on every page."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import (
    AnswerChange,
    Changes,
    Discussion,
    PointChange,
    QuickCheckLine,
    Rank,
    Said,
    Unknown,
)
from intake.core.discussion.in_words import plain_date
from intake.core.discussion.talking_points import Place, Standing
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.points import Reading, Severity
from intake.core.questionnaire.questionnaire import Review, Settles
from intake.display.traces import digest_of
from intake.pdf.completeness import bare
from intake.pdf.copies import patient_html, provider_pages
from intake.pdf.photos import PrintedPhoto
from intake.pdf.printer.text_of import pieces_of
from intake.pdf.provider.view import known
from tests.make.discussions import ALLERGIES, FACTS, MARIA, SENT, maria, maria_who, robert
from tests.make.shipped import shipped
from tests.make.talks_on_paper import a_talk
from tests.pdf.prints import provider

from .pages import is_in, last_page_is_full_enough, lost, text_in, without_tags


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


def test_each_source_stands_with_its_publisher_its_stars_and_dates_of_its_own():
    html = sheet_html(maria())
    read = [line.evidence for line in maria().evidence]
    (usual, _), *_ = Counter((e.read_on, e.review_by) for e in read).most_common()
    said, general = [], []
    for e in read:
        if e.reading is Reading.GENERAL:
            general.append(e.key)
            continue
        stars = {Reading.ABSTRACT: "*", Reading.SECONDARY: "**"}.get(e.reading, "")
        days = f"Read {plain_date(e.read_on)}, review by {plain_date(e.review_by)}."
        of_its_own = "" if (e.read_on, e.review_by) == usual else days
        said.append(f"{e.key}{stars} {e.publisher}. {e.source}. {e.published}. {of_its_own}")
    without = "General knowledge without a source; a clinician must confirm it."
    said += ["* abstract only. ** at second hand.", " ".join([*general, without])]
    assert lost(html, *said) == []
    assert {len(e.key) for e in read} == {3} and general and len(said) > 40


def test_a_card_has_its_number_what_is_known_its_sources_and_what_an_answer_is_about():
    html = sheet_html(maria())
    heads = [
        f"{p.number} {p.title} {' · '.join(filter(None, (known(p), ' '.join(p.evidence))))}"
        for p in maria().points
    ]
    assert lost(html, *heads, "Kind (“penicillin”): “A medicine”") == []


def test_answers_behind_a_point_lead_to_the_answers_which_name_their_points():
    cards, answers = sheet_html(maria()).split('id="all-answers"')
    led = re.findall(r'<a href="#([^"]+)">[^<]{4,}</a>', cards)
    assert len(led) > 20
    assert [anchor for anchor in led if f'id="{anchor}"' not in answers] == []
    said = (
        "consent form? I have not seen one yet 18",
        "No to: Talked to an independent doctor 18 Feels rushed",
        "Are you 18 years old or older? Yes (from the visit)",
    )
    assert lost(answers, *said) == []


def test_an_answer_that_a_name_on_a_list_ticked_says_which():
    first, *others = maria().sections
    ticked = replace(first.said[0], listed=("metoprolol 50",))
    made = replace(maria(), sections=(replace(first, said=(ticked,)), *others))
    assert lost(sheet_html(made), "(ticked for “metoprolol 50” on the patient's list)") == []


def test_who_can_settle_it_names_each_fact_its_row_and_its_points():
    kept = Said("pressed", "Do you feel rushed?", "Rushed", Standing.DECLINED, points=(3,))
    unknown = (
        Unknown("worst", "Worst time", Rank.UNKNOWN, Settles.PROVIDER, about="bees"),
        Unknown("cancer", "Cancer", Rank.UNKNOWN, Settles.OWN_DOCTOR),
        Unknown("papers", "Product papers", Rank.UNKNOWN, Settles.CLINIC, points=(1, 2)),
    )
    checks = (
        QuickCheckLine("one", "Quick check: Is it approved?", "Yes", is_unsure=False),
        QuickCheckLine("two", "Quick check: Is it proven?", "I'm not sure", is_unsure=True),
    )

    def told(**of_it: object) -> str:
        nothing = {"unknowns": (), "withheld": (), "quick_checks": ()}
        text = without_tags(sheet_html(replace(maria(), **{**nothing, **of_it})))
        return bare(text.partition("Who can settle it")[2].partition("All answers, as given")[0])

    settling = (
        "The clinic: Product papers 1 2 The patient’s own doctor: Cancer"
        " You, in the talk: Worst time (“bees”)"
    )
    alone = "To say in person, when alone: Do you feel rushed? 3"
    again = "Quick check: Is it approved? “Yes” (wrong) Now:"
    unsure = "Quick check: Is it proven? “I'm not sure” (unsure) Now:"
    assert told(unknowns=unknown) == bare(settling)
    assert told(withheld=(kept,)) == bare(alone)
    assert told(quick_checks=checks) == bare(again + unsure)
    assert told() == ""


def test_photos_stand_as_what_nobody_has_checked_each_over_its_caption():
    photos = PrintedPhoto("1. Label", b"jpeg"), PrintedPhoto("2. Cannot be read", b"")
    html = next(provider_pages(maria(), photos=photos))
    said = "Nobody has checked them, and no point was raised by them. 1. Label 2. Cannot be read"
    assert lost(html, f"Photos that the patient sent {said}") == []
    assert re.findall(r'<img src="([^"]+)" alt="([^"]+)"', html) == [(photos[0].source, "1. Label")]


def test_the_end_says_for_whom_which_version_and_what_the_paper_is_not():
    head = maria().header
    ended = without_tags(sheet_html(maria())).partition(" Sign-off ")[2]
    assert bare(ended) == bare(
        "Decision and reason Provider: name, license, signature Date and time"
        " Patient: we had this talk (not consent to treatment) Date and time"
        " Made from patient answers that have not been checked. Points come from fixed rules set by"
        " the clinic, not from clinical judgment, and may miss things. A point that is not listed"
        " is not a finding of safety. The clinician is responsible for history, exam, consent and"
        " the decision. For Ann Okafor, MD. Riverside Clinic. Answered by: “I am the patient”."
        f" Sent 01-Dec-2026 01:12 (UTC). Questionnaire version 7, content {head.content_version}."
        " NOT CLINICALLY REVIEWED: no clinician is recorded as having reviewed this wording and"
        " these rules."
    )
    open_talk = next(provider_pages(maria(), talk=a_talk(maria())))
    assert lost(open_talk, "Sign-off IN DISCUSSION - NOT SIGNED Decision and reason") == []


def test_overdue_evidence_is_under_review():
    late = replace(maria(), evidence=tuple(replace(e, is_overdue=True) for e in maria().evidence))
    assert sheet_html(late).count("Under review.") > 40
    assert "Under review." not in sheet_html(maria())


def test_every_page_says_whose_it_is_and_which_page():
    printed = provider()
    for number, (_, _, pieces) in enumerate(pieces_of(printed.content), 1):
        page = " ".join(piece.text for piece in pieces)
        who = ("DELGADO, Maria", "14-Jul-1979", "Visit  04-Dec-2026", "EV-7F3K-29QD")
        which = ("Revision 1", "version 7", "NOT CLINICALLY REVIEWED")
        for words in (*who, *which, f"Page {number} of {printed.pages}"):
            assert is_in(words, page), words
        assert is_in(f"Digest {digest_of(maria())}", page) is (number > 1)


def test_reviewer_takes_the_place_of_the_stamp():
    review = Review("Ann Reyes, MD", "allergist", date(2026, 10, 1))
    reviewed = replace(maria(), header=replace(maria().header, review=review))
    for html in (sheet_html(reviewed), patient_html(reviewed)):
        assert "NOT CLINICALLY REVIEWED" not in html
        assert lost(html, "reviewed by Ann Reyes, MD, allergist,") == []
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


def test_what_came_went_or_changed_is_told_from_before_to_now():
    answers = AnswerChange("Cancer", "", "No", ""), AnswerChange("Worst", "bees", "", "Severe")
    points = (
        PointChange(3, "Asthma", None, Severity.HOLD),
        PointChange(4, "Cancer now", Severity.HOLD, None),
        PointChange(5, "Drip", Severity.DISCUSS, Severity.DISCUSS_FIRST),
    )
    hold, less, more = (s.label for s in (Severity.HOLD, Severity.DISCUSS, Severity.DISCUSS_FIRST))
    html = sheet_html(replace(maria(), changes=Changes(1, answers, points)))
    told = (
        "Changed since revision 1: Cancer, Worst. gone: 4",
        "Cancer: No became not asked or blank Worst (“bees”): nothing became Severe"
        f" Point 3, Asthma: came as {hold} Point 4, Cancer now: went (was {hold})"
        f" Point 5, Drip: {less} became {more}",
    )
    assert lost(html, *told) == []
    nothing = sheet_html(replace(maria(), changes=Changes(1, (), ())))
    assert lost(nothing, "Changed since revision 1 Nothing.") == []


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

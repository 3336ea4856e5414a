"""Page 1 of the working sheet: its order, its budget of words, and what is never left out."""

import re
from dataclasses import replace
from statistics import median

import pytest

from intake.core.discussion.talking_points import Place
from intake.core.questionnaire.facts import By
from intake.display.matters import discuss_first
from intake.pdf.copies import provider_pages
from intake.pdf.printer.text_of import pieces_of
from intake.pdf.provider.budget import KEPT_TALKS, PLENTY, SHARES, cuts
from intake.pdf.provider.first_page import clause, first_page
from tests.make.discussions import all_wrong, maria, maria_who, robert
from tests.make.shipped import PATIENTS, tried
from tests.make.talks import a_discussion, a_point
from tests.make.talks_on_paper import a_talk
from tests.pdf.prints import STORIES, provider, story

from .pages import is_in, lost, page_in, without_tags

MOST, TYPICAL = 410, 340


def first_of(html: str) -> str:
    return without_tags(html[html.index('<div class="first-page">') : html.index('class="later"')])


def words_of_first_page(name: str) -> int:
    """As few as the finished page has: the foot adds about 20."""
    return len(first_of(next(provider_pages(tried(name).discussion))).split()) + 20


def test_shipped_patients_have_as_few_words_on_page_1_as_promised():
    counted = [words_of_first_page(path.stem) for path in PATIENTS]
    assert median(counted) <= TYPICAL
    assert max(counted) <= MOST


@pytest.mark.parametrize("name", STORIES)
def test_page_1_ends_on_page_1_within_its_words_whatever_was_typed(name):
    pdf = provider(name).content
    _, _, pieces = next(iter(pieces_of(pdf)))
    assert sum(len(piece.text.split()) for piece in pieces) <= MOST
    page = page_in(pdf, 1)
    assert "Decision" in page
    assert "Initials" in page
    for hold in story(name).holds:
        assert is_in(hold.title, page) or is_in(hold.short[1:], page)
        assert is_in(" ".join(hold.talk.split()[:3]).rstrip(",;:."), page)
        assert any(is_in(because.short, page) for because in hold.decisive)


def test_page_1_keeps_the_order_of_the_talk():
    page = page_in(provider().content, 1)
    told = ("DELGADO, Maria", "14-Jul-1979", "(47y)", "04-Dec-2026", "09:30", "EV-7F3K-29QD")
    parts = (
        *told,
        "Hopes:",
        "HOLD",
        "Allergies: Known allergies",
        "SEVERE “penicillin”",
        "Takes: “lisinopril 10 mg, vitamin D",
        "Discuss first",
        "Worries, asks",
        "Asks: “Can my sister come in the room with me?”",
        "For everyone",
        "Decision",
    )
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert f"{len(maria().holds)} holds" in page
    assert "NOT CLINICALLY REVIEWED" in page


def test_the_case_names_what_a_needle_has_to_know():
    told = maria_who(
        route=["joint"],
        medicines_risk=["blood_thinner"],
        other_conditions=["implant", "man_made_joint"],
    )
    page = first_of(next(provider_pages(told)))
    assert ", side not recorded ·" in page
    assert "Blood thinner, implant, man-made joint at the site." in page
    usual = first_of(next(provider_pages(maria())))
    assert "side not recorded" not in usual
    assert "Blood thinner" not in usual


def test_a_sheet_has_a_line_of_the_register_before_any_talk_and_after_a_choice():
    assert "Clinic’s register: no product chosen" in first_of(next(provider_pages(maria())))
    chosen = replace(a_talk(maria()), product="Glow, lot A12")
    assert "CLINIC’S REGISTER Glow, lot A12" in first_of(next(provider_pages(maria(), talk=chosen)))


def test_no_evidence_code_and_no_knowledge_label_stands_on_page_1():
    page = page_in(provider().content, 1)
    assert not re.search(r"\b[EG]\d\d\b", page)
    assert "Not studied" not in page
    assert "Plausible" not in page


def test_no_hold_is_no_clearance_and_much_unknown_says_more():
    page = page_in(provider("robert").content, 1)
    unknown = f"{robert().not_known_count} of {robert().asked_count}"
    assert f"Too little is known to clear anything. {unknown} answers are not known." in page
    assert f"{unknown} not known" in page
    few = first_of(next(provider_pages(tried("nothing_to_report").discussion)))
    assert "No hold fired. This is not clearance." in few
    assert "nothing raised" not in few
    assert "0 holds" in few


def test_a_withdrawn_hold_counts_and_asks_to_be_confirmed():
    first, *others = maria().points
    went = replace(first, withdrawn=True)
    page = first_of(next(provider_pages(replace(maria(), points=(went, *others)))))
    assert "3 holds · 1 hold withdrawn" in page
    assert "HOLD WAS" in page
    assert "confirmed" in page
    assert "hold again" in page


def test_a_withdrawn_hold_leaves_the_row_to_what_its_point_is_raised_by_now():
    hold, below = a_point(1, Place.HOLD, row="x"), a_point(2, Place.FIRST, row="x")
    assert discuss_first(a_discussion(hold, below)) == ()
    (row,) = discuss_first(a_discussion(replace(hold, withdrawn=True), below))
    assert row.points == (below,)


@pytest.mark.parametrize(
    ("by", "mark"), [(By.REGISTER, "CLINIC’S REGISTER"), (By.VERIFIED, "VERIFIED")]
)
def test_a_fact_of_the_clinic_is_marked_as_such(by, mark):
    first, *others = maria().points
    because = tuple(replace(each, by=by) for each in first.because)
    theirs = replace(first, because=because)
    assert mark in first_of(next(provider_pages(replace(maria(), points=(theirs, *others)))))
    assert mark not in first_of(next(provider_pages(maria())))


def test_what_is_kept_for_the_room_names_no_topic_and_keeps_free_words_off():
    private = maria_who(pregnancy_status={"unsaid": "declined"})
    page = first_of(next(provider_pages(private)))
    ((number,),) = (said.points for said in private.withheld)
    assert f"See alone: 1 thing to say in person · point {number} " in page
    assert "regnan" not in page
    assert "To say in person" in page
    for words in private.own_words.worries:
        assert words not in page
    assert "regnan" in without_tags(next(provider_pages(private)))


def test_many_unknowns_of_one_group_share_a_row():
    rows = [row.matter for row in first_page(tried("knows_nothing").discussion)[0].first]
    assert any(len(matter.points) >= KEPT_TALKS for matter in rows)
    assert any([point.key for point in matter.points] == ["cancer"] for matter in rows), (
        "not known about cancer is a matter of its own"
    )


def test_every_point_to_discuss_first_has_a_row_and_each_number_stands_once():
    for path in PATIENTS:
        discussion = tried(path.stem).discussion
        page, _ = first_page(discussion)
        rows = [row.matter for row in (*page.holds, *page.first)]
        numbers = [n for matter in (*rows, *page.moved) for n in matter.numbers]
        assert len(numbers) == len(set(numbers)), path.stem
        wanted = {p.number for place in (Place.HOLD, Place.FIRST) for p in discussion.at(place)}
        assert wanted <= set(numbers), path.stem


def test_cutting_follows_the_order_of_the_clinic():
    found = list(cuts(7))
    assert [cut.lists_everyone for cut in found] == [True] + [False] * (len(found) - 1)
    assert [cut.talks for cut in found][:6] == [99, 7, 6, 5, 4, 4]
    firsts = [
        next(n for n, cut in enumerate(found) if not getattr(cut, name))
        for name in ("traces", "names_facts", "names_mild", "names_also")
    ]
    assert firsts == [5, 6, 7, 8]
    last = len(found) - len(SHARES)
    assert [cut.talks for cut in found][last - 12 : last - 7] == [4, 3, 2, 1, 0]
    assert [cut.rows for cut in found][last - 7 : last] == [6, 5, 4, 3, 2, 1, 0]
    assert [cut.share for cut in found] == [PLENTY] * last + [*SHARES]


def test_no_cut_takes_a_hold_its_cause_or_its_talk_and_none_a_severe_allergy():
    whole = first_page(all_wrong())[0].holds
    last = len(list(cuts(len(discuss_first(all_wrong()))))) - 1
    for skip in range(last - len(SHARES), last + 1):
        page, _ = first_page(all_wrong(), skip=skip, spare=999 if skip == last else 0)
        assert [row.matter.numbers for row in page.holds] == [row.matter.numbers for row in whole]
        assert all(row.talk and (row.because or row.named) for row in page.holds)
        assert page.allergies[0].lines
    assert page.cut.share == SHARES[-1]


@pytest.mark.parametrize(
    ("talk", "most", "told"),
    [
        ("Ask the team. It can be fatal.", 6, "Ask the team."),
        ("Get the full list: serum, antibiotics, gelatin.", 5, "Get the full list: serum…"),
        (
            "See alone. No human safety data were found at all.",
            6,
            "See alone. No human safety data…",
        ),
        ("Short.", 6, "Short."),
    ],
)
def test_a_talk_is_shortened_at_the_end_of_a_sentence_or_clause(talk, most, told):
    assert clause(talk, most) == told


def test_severe_allergies_come_first_and_what_nobody_knows_before_medium():
    page = page_in(provider("twenty allergies").content, 1)
    places = [
        page.index(part) for part in ("SEVERE “Contrast dye", "Not known (1):", "Medium (7):")
    ]
    assert places == sorted(places)
    assert "Mild" in page


LONG_LIST = [f"Herb {number} drops twice a day" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (LONG_LIST[:4], "Takes: " + ", ".join(f"“{line}”" for line in LONG_LIST[:4])),
        (
            [*LONG_LIST, "metoprolol 50"],
            "Takes: “metoprolol 50” (beta blocker: not ticked), “Herb 1 drops twice a day”,"
            " “Herb 2 drops twice a day”, “Herb 3 drops twice a day”, +3 more",
        ),
    ],
)
def test_medicines_beyond_the_room_are_counted_and_those_that_matter_come_first(lines, told):
    page = first_of(next(provider_pages(maria_who(medicines_list=lines))))
    assert told in re.sub(r"(?<=\() | (?=[,)])", "", " ".join(page.split()))


def test_a_child_under_two_has_its_age_in_months():
    born = replace(maria().header, birth_date=replace_year(maria(), 2026), age=0)
    assert "(4 months)" in first_of(next(provider_pages(replace(maria(), header=born))))


def replace_year(discussion, year):
    return discussion.header.birth_date.replace(year=year)


def test_page_1_names_what_leads_the_talk_and_counts_what_is_further_on():
    said = (
        "product not named (nothing shown) For joint or back pain. Hopes:",
        "Past anaphylaxis Anaphylaxis ever: “Yes” Told by a doctor: “To carry epinephrine” +7 Get",
        "emergency room visit; 6 to 10 years ago, Within 1 hour, confirmed: Yes. Mild: 1, page 2",
        "Discuss first 11–13 Heard: “It is approved by the FDA”",
        "2 more: page 2 Worries, asks",
        "and 1 more, page 2 Asks:",
        "On page 2: to clarify 1, clinic to show 2, also discuss 3",
        "For everyone: points 20–29, page 2",
        "Decision go ahead other product wait refer no treatment Time Initials",
    )
    assert lost(next(provider_pages(maria())), *said) == []
    goal = {"codes": ["joint_back_pain", "other"], "text": "my skin"}
    own = maria_who(worries=[], medicines_list="", treatment_goal=goal)
    asks = "Worries, asks Asks: “Can my sister"
    told = next(provider_pages(own))
    assert lost(told, "something else; “my skin”.", "Medicines: left blank", asks) == []
    named = next(provider_pages(tried("nothing_to_report").discussion))
    quiet = ("0 of 50 answers are not known.", "Says no to: Anaphylaxis ever,", "· “Halvorsen CX-4")
    assert lost(named, *quiet, "Also discuss: from birth tissue 1 For everyone 2 No") == []
    assert lost(next(provider_pages(maria(), talk=a_talk(maria()))), "first (6): page 2") == []


def test_so_many_holds_that_they_are_listed_keep_whose_fact_it_is_and_what_went():
    first, second, *others = story("seven holds").points
    theirs = replace(second, because=tuple(replace(b, by=By.VERIFIED) for b in second.because))
    went = (replace(first, withdrawn=True), theirs, *others)
    html = next(provider_pages(replace(story("seven holds"), points=went)))
    marks = ("WAS 1 Past anaphylaxis", "VERIFIED Reacted to (blood", "“Exosomes, stem cells …” +3")
    assert lost(html[html.index("Finding, cause") : html.index('class="later"')], *marks) == []
    row = maria().points[4]
    fact = replace(row, because=tuple(replace(b, by=By.VERIFIED) for b in row.because))
    points = tuple(fact if point is row else point for point in maria().points)
    html = next(provider_pages(replace(maria(), points=points)))
    assert lost(html, f"5 {row.title} VERIFIED") == []

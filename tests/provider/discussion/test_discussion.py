"""The discussion page: what stands on it, in which order, and how its parts lead to each other."""

import re
from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.submit import reopen, send
from intake.core.discussion.discussion import Place
from intake.core.questionnaire.answers import Chosen
from intake.core.questionnaire.questionnaire import Settles
from intake.core.talk.outcomes import outcomes_now
from intake.provider.discussion.cards import sheet_of
from intake.provider.discussion.sources import sources
from tests.make.builders import a_submission, a_user, a_visit, an_entry, say
from tests.make.providers import a_provider, events, signed_in
from tests.make.values import DISCUSS, discussed, evidence, point, questionnaire, said
from tests.provider.pages import (
    a_sent_visit,
    address,
    answers_of,
    page_of,
    part,
    row_of,
    talk_of,
    words,
)

pytestmark = pytest.mark.django_db


def test_parts_stand_in_the_order_of_the_paper():
    page = page_of(a_sent_visit("told_to_stop_usual_care"))
    assert re.findall(r'<h2 id="([^"]*)"', page.partition("<dialog")[0]) == [
        "holds",
        "allergies",
        "own-words",
        "first",
        "claims",
        "ladder",
        "discuss",
        "unknowns",
        "everyone",
        "checks",
        "answers",
        "evidence",
        "about",
    ]


def test_no_hold_is_said_to_be_no_clearance_when_the_patient_knows_nothing():
    visit = a_sent_visit("knows_nothing")
    discussion = visit.submission.discussions.get().read()
    assert words(part(page_of(visit), "holds")) == (
        "No hold fired. This is not clearance. "
        f"{discussion.dont_know_count} of {discussion.asked_count} answers are “I don’t know”. "
        "What is not known could not raise a hold. A licensed clinician still decides."
    )


def test_hold_stands_with_the_answer_that_fired_it_and_all_there_is_to_say():
    holds = words(part(page_of(a_sent_visit("pregnant")), "holds"))
    assert holds.startswith("Hold for clinician review 1 Nothing goes on while one of these stays")
    assert "Pregnancy or breastfeeding Hold for clinician review" in holds
    assert "Pregnancy, breastfeeding : “ Pregnant, or I might be ”" in holds
    assert "Not studied" in holds


def test_the_top_counts_what_the_clinic_can_settle_and_nobody_else():
    visit = a_sent_visit("knows_nothing")
    unknowns = visit.submission.discussions.get().read().unknowns
    asked = [each for each in unknowns if each.settles is Settles.CLINIC]
    assert len(asked) != len(unknowns) - len(asked)
    assert f"{len(asked)} unknown to ask the clinic" in words(page_of(visit))


def test_what_decided_a_point_is_not_told_again_among_what_was_answered_beside_it():
    visit = a_sent_visit("told_to_stop_usual_care")
    sheet = signed_in(visit.provider).get(address(visit, "all/")).context["sheet"]
    cards = [*sheet.holds, *sheet.first, *sheet.claims, *sheet.clarify, *sheet.discuss]
    assert any(card.besides for card in cards)
    assert not [card.point.key for card in cards if {*card.because} & {*card.besides}]


def test_every_point_stands_once_in_its_own_part():
    visit = a_sent_visit("told_to_stop_usual_care")
    discussion, page = visit.submission.discussions.get().read(), page_of(visit)
    parts = {
        Place.HOLD: "holds",
        Place.FIRST: "first",
        Place.CLAIM: "claims",
        Place.DISCUSS: "discuss",
        Place.CHECKLIST: "everyone",
    }
    shown = {
        place: sorted(
            map(int, re.findall(r'<li(?:\s+class="point")?\s+id="p(\d+)"', part(page, name)))
        )
        for place, name in parts.items()
    }
    assert shown == {place: sorted(p.number for p in discussion.at(place)) for place in parts}


@pytest.mark.parametrize(
    "patient", ["told_to_stop_usual_care", "twenty_allergies", "says_it_in_person"]
)
def test_every_link_on_the_page_leads_somewhere(patient):
    page = page_of(a_sent_visit(patient))
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)


def test_answer_leads_to_the_points_it_raised_and_they_lead_back():
    page = page_of(a_sent_visit("pregnant"))
    answer = re.search(r'<div id="(a\d+)">\s*<dt>\s*Are you pregnant.*?</div>', page, re.DOTALL)
    number = re.search(r'href="#p(\d+)"', answer[0])[1]
    point = re.search(rf'<li class="point" id="p{number}">.*?</li>', page, re.DOTALL)
    assert f'href="#{answer[1]}"' in point[0]


def test_each_source_names_the_points_that_rest_on_it():
    read = [evidence(key, review_by=date(2027, 1, 1)) for key in ("E1", "E2")]
    resting = {"one": ("E1",), "two": ("E2", "E1"), "three": ()}
    points = [point(key, always=DISCUSS, evidence=keys) for key, keys in resting.items()]
    made = discussed(questionnaire(points=points, evidence=read), said())
    assert {each.key: each.points for each in sources(made)} == {"E1": (1, 2), "E2": (2,)}


def test_page_holds_every_answer():
    visit = a_sent_visit("twenty_allergies")
    discussion, page = visit.submission.discussions.get().read(), page_of(visit)
    answers = part(page, "answers")
    said = [said for section in discussion.sections for said in section.said]
    assert len(re.findall(r'<div id="a\d+">', answers)) == len(said)
    assert answers.count('<h3 class="entry">') == 20


def test_banner_names_the_patient_with_the_surname_first():
    visit = a_sent_visit("knows_nothing", name="Maria Delgado")
    models.Visit.objects.filter(pk=visit.pk).update(time=time(9, 30))
    page = talk_of(visit)
    strip = re.search(r'<header class="strip".*?</header>', page, re.DOTALL)[0]
    age = visit.submission.discussions.get().read().header.age
    assert words(strip).startswith(
        f"DELGADO, Maria Born 14-Jul-1979 ({age}y) Allergies: Patient is not sure 0 holds"
    )
    assert f"09:30 {visit.reference}" in words(page)


@pytest.mark.parametrize(
    ("patient", "state"),
    [
        ("knows_nothing", "Allergies: Patient is not sure"),
        ("pregnant", "Allergies: Patient says none known"),
        ("penicillin_unknown_ingredients", "SEVERE: Amoxicillin +1"),
        ("optional_left_blank", "Allergies: Known allergies: Codeine"),
    ],
)
def test_banner_is_never_silent_about_allergies(patient, state):
    page = talk_of(a_sent_visit(patient))
    banner = re.search(r'<p class="strip-allergies.*?</p>', page, re.DOTALL)[0]
    assert words(banner) == state


def test_banner_counts_the_allergies_it_does_not_name():
    page = talk_of(a_sent_visit("twenty_allergies"))
    banner = words(re.search(r'<p class="strip-allergies.*?</p>', page, re.DOTALL)[0])
    assert banner.startswith("SEVERE: ")
    assert banner.endswith("+19")


def test_worries_stand_word_for_word():
    visit = a_sent_visit("penicillin_unknown_ingredients")
    own = words(part(page_of(visit), "own-words"))
    assert "Biggest worry “ My throat closing up again like in 2009 ”" in own


def test_claim_stands_beside_what_is_known_of_it():
    visit = a_sent_visit("told_to_stop_usual_care")
    discussion, claims = visit.submission.discussions.get().read(), part(page_of(visit), "claims")
    heard = [p for p in discussion.at(Place.CLAIM) if p.number != discussion.claims_heading]
    assert heard
    for claim in heard:
        assert f"“{claim.title}”" in words(claims)
        assert claim.provider[0].split(".")[0] in words(claims)


def test_each_claim_stands_once_where_no_point_heads_them():
    visit = a_sent_visit("told_to_stop_usual_care")
    sent = visit.submission.discussions.get().read()
    discussion = replace(sent, claims_heading=None, ladder=())
    sheet = sheet_of(discussion, outcomes_now(discussion, ()), ())
    assert sheet.heading is None
    assert [card.point for card in sheet.claims] == list(discussion.at(Place.CLAIM))


def test_what_will_be_said_in_person_is_a_prompt_for_the_provider():
    page = page_of(a_sent_visit("says_it_in_person"))
    assert "The patient will say it in person" in words(part(page, "unknowns"))


def test_words_of_the_patient_are_shown_letter_for_letter():
    odd = '<script>alert("1")</script> {{ 7*7 }} &lt; p\u0435nicillin'
    page = page_of(a_sent_visit(answers=answers_of("knows_nothing", worries=(odd,))))
    shown = (
        "<bdi>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; {{ 7*7 }} &amp;lt; p\u0435nicillin"
        '</bdi> <span class="odd">unusual letters</span>'
    )
    assert shown in part(page, "own-words")
    assert "<script>alert" not in page


def test_reading_is_recorded_with_the_revision():
    visit = a_sent_visit()
    page_of(visit)
    talk_of(visit)
    assert events(visit.provider) == [
        ("answers_read", visit.reference, "revision 1"),
        ("discussion_read", visit.reference, "revision 1"),
    ]


def test_last_revision_stays_current_while_the_patient_corrects():
    visit = a_sent_visit()
    reopen(visit.submission, by=a_user(), at=timezone.now())
    assert "The patient is correcting these answers. This is revision 1" in words(talk_of(visit))


def test_correction_says_what_changed():
    visit = a_sent_visit("pregnant")
    reopen(visit.submission, by=a_user(), at=timezone.now())
    session = an_entry(visit).session
    submission = session.invitation.visit.submission
    say(submission, answers_of("pregnant", pregnancy_status=Chosen(("no",))))
    send(submission, session=session, signature="Maria", at=timezone.now())
    page = page_of(visit)
    assert "This is a correction. Since revision 1, 1 answer and 1 point changed." in words(page)
    assert words(part(page, "changes")) == (
        "Changed since revision 1 Answer Before Now "
        "Pregnancy, breastfeeding Before Pregnant, or I might be "
        "Now No, or it does not apply to me "
        "Point 1, Pregnancy or breastfeeding: went (was Hold for clinician review)"
    )
    assert "Withdrawn by correction: confirm." in row_of(visit, 1)
    assert "Changed since revision 1: 1 answer" in words(talk_of(visit))
    assert events(visit.provider)[0] == ("answers_read", visit.reference, "revision 2")


@pytest.mark.parametrize("part", ["", "all/", "decision/", "both.pdf", "patient.pdf"])
def test_nothing_is_shown_when_the_document_was_altered(caplog, part):
    visit = a_sent_visit()
    models.FrozenDiscussion.objects.update(document=b"altered")
    response = signed_in(visit.provider).get(address(visit, part))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Nothing is shown rather than something wrong" in page
    assert f"Tell an administrator now, and give them the reference {visit.reference}." in words(
        page
    )
    assert '<a class="back" href="/provider/">' in page
    assert "Maria" not in page
    assert events(visit.provider) == [("cannot_be_read", visit.reference, "")]


@pytest.mark.parametrize("is_opened", [False, True])
def test_no_answer_is_shown_before_the_patient_sends(is_opened):
    visit = a_visit(provider=a_provider())
    if is_opened:
        a_submission(visit=visit, answers=answers_of("stopped_at_lunch"))
    page = page_of(visit)
    assert "There is nothing to discuss from yet" in page
    assert ("At section 7 of 7" in page) is is_opened
    assert words(re.search(r'<p class="banner-allergies.*?</p>', page, re.DOTALL)[0]) == (
        "Allergies: Not answered"
    )
    texts = [
        text
        for answer in answers_of("stopped_at_lunch").top.values()
        for text in (answer if isinstance(answer, tuple) else [answer])
        if isinstance(text, str) and len(text) > 8
    ]
    assert texts
    assert not [text for text in texts if text in page]
    assert events(visit.provider) == [("visit_read", visit.reference, "")]


def test_queries_are_few_and_the_same_for_any_patient(django_assert_max_num_queries):
    visits = [a_sent_visit("nothing_to_report"), a_sent_visit("twenty_allergies")]
    for visit in visits:
        client = signed_in(visit.provider)
        with django_assert_max_num_queries(20):
            client.get(address(visit))

"""What differs is told in words, and what it would change is counted without showing anybody."""

import pytest

from intake import models
from intake.actions.catalog.import_draft import import_draft
from tests.make.builders import (
    a_draft,
    a_sent_submission,
    a_version,
    a_visit,
    patient_answers,
    reworded,
)
from tests.make.room import a_room
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import EDITOR, FRONT_DESK, a_small_draft, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    a_version(SMALL)
    return a_small_draft()


def difference(client, draft, **states):
    response = client.get(page("questionnaire", "difference", draft.pk), states)
    return " ".join(response.content.decode().split())


def test_nothing_differs_before_anything_is_changed(draft):
    assert "Nothing differs." in difference(signed_in(EDITOR), draft)


def test_draft_that_was_never_published_is_compared_with_nothing():
    text = difference(signed_in(EDITOR), a_small_draft())
    assert "Nothing was published yet" in text
    assert "Nothing differs" not in text


def test_what_was_sent_is_not_denied_while_the_draft_can_not_be_read(draft):
    visit = a_visit(version=models.Version.objects.get())
    a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    models.TriggerCondition.objects.all().delete()
    text = difference(signed_in(EDITOR), draft)
    assert "It can be counted once the draft can be compared." in text
    assert "Nobody has sent" not in text


def test_rewording_is_told_word_by_word_with_a_link(draft):
    question = models.Question.objects.get(key="has_allergy")
    models.Question.objects.filter(pk=question.pk).update(text="Any bad allergy?")
    text = difference(signed_in(EDITOR), draft)
    assert f'<a href="{page("question", "change", question.pk)}">Any bad allergy?</a>' in text
    assert "Reworded: Question" in text
    assert "Any <ins>bad </ins>allergy?" in text


def test_new_option_order_rule_and_evidence_are_told_in_words(draft):
    heard = models.Question.objects.get(key="heard")
    heard.options.create(position=9, code="sure", text="It always helps")
    models.Question.objects.filter(key="minutes").update(position=9)
    models.Trigger.objects.filter(severity="discuss").update(severity="hold")
    models.Evidence.objects.filter(key="E1").update(reading="abstract")
    text = difference(signed_in(EDITOR), draft)
    for words in (
        "Reworded: Options",
        "<ins> It always helps</ins>",
        "Moved to another place",
        "Changed: Raised by",
        "Hold for clinician review",
        "Changed: What was read",
        "<ins>Its abstract only</ins>",
    ):
        assert words in text


def test_new_point_is_told_with_all_that_is_special_about_it(draft):
    models.Point.objects.create(
        questionnaire=draft, key="new", kind="gap", title="Dose not shown", knowledge="reported"
    )
    text = difference(signed_in(EDITOR), draft)
    assert '<p class="what">New</p>' in text
    assert "Title: Dose not shown" in text


def test_any_two_versions_are_compared(draft):
    a_version(reworded(SMALL, "has_allergy", "Second wording?"))
    a_version(reworded(SMALL, "has_allergy", "Third wording?"))
    text = difference(signed_in(EDITOR), draft, before="2", after="3")
    assert "<del>Second</del><ins>Third</ins> wording?" in text
    assert "from version 2 to version 3" in text


@pytest.mark.parametrize("odd", ["", "99", "x", "-1", "1 OR 1=1"])
def test_odd_states_fall_back_to_the_usual_ones(draft, odd):
    assert "from version 1 to the draft" in difference(signed_in(EDITOR), draft, before=odd)


def test_draft_that_can_not_be_read_says_what_to_mend(draft):
    models.TriggerCondition.objects.all().delete()
    text = difference(signed_in(EDITOR), draft)
    assert "A trigger needs at least one condition" in text
    response = signed_in(EDITOR).post(page("questionnaire", "replay", draft.pk))
    assert "A trigger needs at least one condition" in response.content.decode()


def test_markup_in_a_difference_is_shown_letter_for_letter(draft):
    models.Question.objects.filter(key="heard").update(text="<script>alert(1)</script> heard?")
    assert "<script>alert(1)" not in difference(signed_in(EDITOR), draft)


def test_replay_counts_who_would_gain_and_lose_a_point_and_shows_nobody():
    version = a_version()
    draft = a_draft()
    for name in ("pregnant", "nothing_to_report", "knows_nothing"):
        visit = a_visit(version=version, name="Zora Canary")
        a_sent_submission(visit=visit, answers=patient_answers(name))
    a_room()  # sent on another questionnaire
    models.Point.objects.filter(key="pregnancy_breastfeeding").delete()
    models.Trigger.objects.filter(point__key="cancer").update(severity="inform")
    client = signed_in(EDITOR)
    text = client.post(page("questionnaire", "replay", draft.pk)).content.decode()
    text = " ".join(text.split())
    assert "over 3 of 3 sent questionnaires, from version 1 to the draft" in text
    assert "<strong>1 of 3</strong> would lose <em>Pregnancy or breastfeeding<" in text
    assert "<strong>1 of 3</strong> would see <em>Cancer" in text
    assert "Canary" not in text
    line = models.AccessEvent.objects.get(action="answers_replayed")
    assert (line.actor, line.user) == ("system", None)
    assert line.detail.startswith("exosome_pretreatment 3 for user ")


def test_replay_is_asked_for_by_a_button_and_counts_altered_answers_apart(draft):
    sent = a_sent_submission(visit=a_visit(), answers=SMALL_ANSWERS)
    models.FrozenDiscussion.objects.filter(pk=sent.pk).update(answers=b"garbage")
    client = signed_in(EDITOR)
    assert client.get(page("questionnaire", "replay", draft.pk)).status_code == 405
    text = client.post(page("questionnaire", "replay", draft.pk)).content.decode()
    assert "1 could not be read" in text


@pytest.mark.parametrize("roles", [(FRONT_DESK,), ("provider",), ()])
def test_others_see_no_difference_and_count_nobody(draft, roles):
    client = signed_in(*roles)
    address = page("questionnaire", "difference", draft.pk)
    assert client.get(address).status_code in (302, 403, 404)
    assert client.post(page("questionnaire", "replay", draft.pk)).status_code in (302, 403, 404)
    assert not models.AccessEvent.objects.filter(action="answers_replayed").exists()


def test_identical_import_differs_in_nothing(draft):
    import_draft(SMALL, by=None, at=draft.versions.get().published_at)
    assert "Nothing differs." in difference(signed_in(EDITOR), draft)

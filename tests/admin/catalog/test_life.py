"""A version comes back into the draft, a questionnaire is duplicated, retired, taken up again."""

import pytest
from django.urls import reverse

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from intake.actions.visits.visits_and_links import QuestionnaireRetired
from tests.make.builders import a_sent_submission, a_submission, a_version, a_visit, reworded
from tests.make.small import REVIEW, SMALL, SMALL_ANSWERS
from tests.make.staff import EDITOR, FRONT_DESK, a_small_draft, page, signed_in

pytestmark = pytest.mark.django_db


def seen_on(shown):
    return {"standing": shown.context["form"]["standing"].value()}


def press(client, draft, shown):
    """The button of a page that asks whether to retire or to bring back."""
    field = shown.context["form"]["is_back"]
    posted = {field.html_name: field.value()}
    return client.post(page("questionnaire", "retire", draft.pk), posted, follow=True)


def test_version_is_restored_into_the_draft_after_the_difference_was_seen():
    version, draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    models.Question.objects.filter(key="heard").update(text="Something else?")
    address = page("version", "restore", version.pk)
    shown = client.get(address)
    assert "Reworded: Question" in shown.content.decode()
    assert compile_draft(draft) != SMALL
    done = client.post(address, seen_on(shown), follow=True)
    assert "The draft is version 1 again" in done.content.decode()
    assert compile_draft(draft) == SMALL
    line = models.AccessEvent.objects.get(action="version_restored")
    assert line.detail == "small version 1"
    assert draft.versions.count() == 1


def test_version_is_restored_over_a_draft_that_can_not_be_read():
    version, draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    models.TriggerCondition.objects.all().delete()
    address = page("version", "restore", version.pk)
    shown = client.get(address)
    assert "so the two can't be compared" in shown.content.decode()
    client.post(address, seen_on(shown))
    assert compile_draft(draft) == SMALL


@pytest.mark.parametrize("damaged", [False, True])
def test_hours_of_work_on_the_draft_are_not_lost_to_a_page_opened_before(damaged):
    version, _draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    if damaged:
        models.TriggerCondition.objects.all().delete()
    address, heard = (
        page("version", "restore", version.pk),
        models.Question.objects.filter(key="heard"),
    )
    shown = client.get(address)
    heard.update(text="Hours of work?")
    refused = client.post(address, seen_on(shown))
    assert "The draft was changed since you looked" in refused.content.decode()
    assert heard.get().text == "Hours of work?"
    client.post(address, seen_on(refused))
    assert heard.get().text == SMALL.by_key["heard"].text


def test_duplicate_is_a_questionnaire_of_its_own_that_nobody_reviewed():
    draft, client = a_small_draft(), signed_in(EDITOR)
    draft.example_patients.create(name="Ana")
    columns = {"reviewer_name": REVIEW.name, "reviewed_on": REVIEW.on, "reviewed_sha256": "x"}
    models.Questionnaire.objects.filter(pk=draft.pk).update(**columns)
    client.post(page("questionnaire", "duplicate", draft.pk), {"title": " A second one "})
    made = models.Questionnaire.objects.get(slug="a_second_one")
    document = compile_draft(made)
    assert (document.sections, document.points) == (SMALL.sections, SMALL.points)
    assert (made.title, document.review, made.versions.count()) == ("A second one", None, 0)
    assert [each.name for each in made.example_patients.all()] == ["Ana"]
    assert compile_draft(draft) == SMALL


def test_duplicate_needs_a_title_that_can_be_seen():
    draft, client = a_small_draft(), signed_in(EDITOR)
    response = client.post(page("questionnaire", "duplicate", draft.pk), {"title": "\u200b"})
    assert response.context["form"].errors == {"title": ["Write a title."]}
    assert models.Questionnaire.objects.count() == 1


def test_draft_that_can_not_be_read_is_not_duplicated():
    draft, client = a_small_draft(), signed_in(EDITOR)
    models.TriggerCondition.objects.all().delete()
    response = client.post(page("questionnaire", "duplicate", draft.pk), {"title": "Second"})
    assert "before this is mended" in response.content.decode()
    assert models.Questionnaire.objects.count() == 1


def test_retired_questionnaire_takes_no_visit_and_those_begun_finish():
    version, draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    entered, begun = a_visit(version=version), a_visit(version=version)
    a_submission(visit=begun)
    client.post(page("questionnaire", "retire", draft.pk))
    with pytest.raises(QuestionnaireRetired):
        a_visit(version=version)
    day = signed_in(FRONT_DESK).get(reverse("desk:today"), follow=True)
    assert day.context["questionnaires"] == []
    for visit in (entered, begun):
        assert a_sent_submission(visit=visit, answers=SMALL_ANSWERS).submission.sent_at


def test_retired_questionnaire_is_taken_up_again():
    version, draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    for _ in range(2):
        shown = client.get(page("questionnaire", "retire", draft.pk))
        press(client, draft, shown)
    assert a_visit(version=version).questionnaire == draft
    told = models.AccessEvent.objects.filter(action__startswith="questionnaire_").order_by("pk")
    assert [each.action for each in told] == ["questionnaire_retired", "questionnaire_taken_up"]


def test_second_press_on_retire_does_not_bring_it_back():
    draft, client = a_small_draft(), signed_in(EDITOR)
    shown = client.get(page("questionnaire", "retire", draft.pk))
    press(client, draft, shown)
    second = press(client, draft, shown)
    assert "was retired already. Nothing was changed." in second.content.decode()
    draft.refresh_from_db()
    assert draft.retired_at
    assert models.AccessEvent.objects.filter(action__startswith="questionnaire_").count() == 1


def test_c52_patient_in_the_middle_of_version_7_finishes_on_7():
    for number in range(1, 8):
        seventh = a_version(reworded(SMALL, "has_allergy", f"Wording {number}?"))
    visit = a_visit(version=seventh)
    a_submission(visit=visit)
    a_version(reworded(SMALL, "has_allergy", "Wording 8?"))
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    assert frozen.submission.version == seventh
    assert frozen.read().header.version == 7


@pytest.mark.parametrize("what", ["duplicate", "retire"])
@pytest.mark.parametrize("roles", [(FRONT_DESK,), ("provider",), ()])
def test_others_change_nothing(roles, what):
    draft, client = a_small_draft(), signed_in(*roles)
    posted = client.post(page("questionnaire", what, draft.pk), {"title": "Second"})
    assert posted.status_code in (302, 403, 404)
    assert models.Questionnaire.objects.get().retired_at is None


def test_others_restore_nothing():
    version = a_version(SMALL)
    draft, client = a_small_draft(), signed_in(FRONT_DESK)
    models.Question.objects.filter(key="heard").update(text="Something else?")
    said = seen_on(signed_in(EDITOR).get(page("version", "restore", version.pk)))
    assert client.post(page("version", "restore", version.pk), said).status_code in (302, 403, 404)
    assert compile_draft(draft) != SMALL

"""Rows are added at their end, and the words of each are edited: voices, what an answer says."""

import json

import pytest

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.example_patients import keep_example_patient
from intake.admin.catalog.evidence import BEFORE_READ
from intake.admin.catalog.outline.additions import MOST_ENTRIES
from intake.admin.catalog.questions import NONE_TAKEN, TURNED_ROUND
from intake.core.editing.twice_and_voices import twice_and_voices
from tests.make.staff import errors, filled, page

pytestmark = pytest.mark.django_db
LONG = "what_the_clinic_told_you_about_the"


def save(client, model, row, /, **changes):
    address = page(model, "change", row.pk)
    return client.post(address, {**filled(client.get(address)), **changes})


WORDS = {
    "short": "Allergic to latex",
    "title": "A latex allergy that closed her throat",
    "talk": "Take gloves without latex and have epinephrine in the room.",
    "patient": "You told us that latex made your throat close.",
    "ask": "Do you treat me without latex?",
    "lift": "Gloves without latex\nEpinephrine in the room",
    "row": "latex",
}


def test_trigger_is_added_last_to_its_point_and_leads_back_to_it(client, draft):
    point = models.Point.objects.get(key="allergy")
    address = f"{page('trigger', 'add')}?point={point.pk}"
    assert address in client.get(page("point", "change", point.pk)).content.decode()
    posted = filled(client.get(address)) | {"severity": "inform", "behavior": "any"}
    response = client.post(address, posted)
    assert response["Location"] == page("point", "change", point.pk)
    assert [each.severity for each in point.triggers.all()] == ["hold", "discuss", "inform"]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("At home", "at_home"),
        ("What the clinic told you about the donors and the tests", LONG),
        ("Überempfindlichkeitsreaktionsvorgeschichte", "uberempfindlichkeitsreaktionsvorgeschich"),
        ("3 days later", "k_3_days_later"),
        ("Проба", "key"),
    ],
)
def test_section_is_added_last_with_a_key_made_of_its_words(client, draft, title, key):
    address = f"{page('section', 'add')}?questionnaire={draft.pk}"
    client.post(address, filled(client.get(address)) | {"title": title})
    assert [each.key for each in draft.sections.all()] == ["you", "visit", key]


@pytest.mark.parametrize(
    ("model", "name"), [("section", "title"), ("question", "text"), ("point", "title")]
)
def test_words_in_which_nothing_can_be_seen_are_asked_for_again(client, draft, model, name):
    row = getattr(models, model.capitalize()).objects.first()
    before = getattr(row, name)
    response = save(client, model, row, **{name: "\u200b"})
    assert response.context["adminform"].form.errors == {name: ["This field is required."]}
    row.refresh_from_db()
    assert getattr(row, name) == before


@pytest.mark.parametrize(
    ("key", "said", "complaint"),
    [
        ("minutes", {"minimum": "50", "maximum": "2"}, {"maximum": [TURNED_ROUND]}),
        ("worries", {"max_answers": "0"}, {"max_answers": [NONE_TAKEN]}),
        ("substance", {"max_length": "0"}, {"max_length": [NONE_TAKEN]}),
    ],
)
def test_limits_that_no_answer_keeps_are_refused_in_words(client, draft, key, said, complaint):
    before, row = compile_draft(draft), models.Question.objects.get(key=key)
    response = save(client, "question", row, **said)
    assert response.context["adminform"].form.errors == complaint
    assert compile_draft(draft) == before


def test_evidence_is_read_again_after_it_was_read(client, draft):
    row = models.Evidence.objects.get(key="E1")
    response = save(client, "evidence", row, read_on="2030-01-02", review_by="2030-01-01")
    assert response.context["adminform"].form.errors == {"review_by": [BEFORE_READ]}
    same = save(client, "evidence", row, read_on="2030-01-02", review_by="2030-01-02")
    assert same.status_code == 302


def test_group_is_added_with_room_for_entries_and_holds_no_other_group(client, draft):
    outline, words = (
        page("questionnaire", "outline", draft.pk),
        {"text": "Each visit", "short": "Visit"},
    )
    group = models.Question.objects.get(key="allergies")
    refused = client.post(f"{outline}?add=in-{group.pk}", words | {"kind": "group"})
    says = ["A group holds no other groups."]
    assert refused.context["addition"].form.errors == {"kind": says}
    client.post(f"{outline}?add=last-{group.section_id}", words | {"kind": "group"})
    made = models.Question.objects.get(key="each_visit")
    assert (made.min_rows, made.max_rows) == (0, MOST_ENTRIES)


def test_words_of_a_trigger_reach_the_document(client, draft):
    row = models.Trigger.objects.get(severity="hold")
    assert save(client, "trigger", row, **WORDS, about_person="on").status_code == 302
    point = next(each for each in compile_draft(draft).points if each.key == "allergy")
    trigger = next(each for each in point.triggers if each.severity.code == "hold")
    assert {name: getattr(trigger, name) for name in WORDS} == {
        **WORDS,
        "lift": ("Gloves without latex", "Epinephrine in the room"),
    }
    assert trigger.about_person


@pytest.mark.parametrize("name", ["title", "short"])
def test_a_point_shows_which_of_its_triggers_has_words_of_its_own(client, draft, name):
    row = models.Trigger.objects.get(severity="hold")
    save(client, "trigger", row, **{name: WORDS[name]})
    text = client.get(page("point", "change", row.point_id)).content.decode()
    assert WORDS[name] in text
    the_others, a_blank_row = row.point.triggers.exclude(pk=row.pk).count(), 1
    assert text.count("as the point says") == the_others + a_blank_row


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"short": "one two three four five six seven"}, "It has 7 words, 6 at most."),
        ({"ask": "why " * 15}, "It has 15 words, 14 at most."),
        ({"lift": "One way"}, "Write 2 ways, one on each line, or none."),
        ({"lift": "a b c d e f g h\nTwo"}, "“a b c d e f g h” has 8 words, 7 at most."),
        ({"lift": "One\nTwo", "severity": "inform"}, "Only a hold is lifted."),
    ],
)
def test_words_over_their_budget_are_refused_in_words(client, changes, complaint):
    row = models.Trigger.objects.get(severity="hold")
    response = save(client, "trigger", row, **changes)
    assert complaint in errors(response)
    row.refresh_from_db()
    assert not any(getattr(row, name) for name in WORDS)


def test_count_and_grade_stand_there_without_script(client):
    row = models.Trigger.objects.get(severity="hold")
    save(client, "trigger", row, **WORDS)
    text = " ".join(client.get(page("trigger", "change", row.pk)).content.decode().split())
    assert "3 of 6 words" in text
    assert "9 of 30 words · school grade" in text
    assert 'data-words="6"' in text


def test_why_voice_and_question_for_the_doctor_are_edited(client, draft):
    row = models.Question.objects.get(key="has_allergy")
    said = {
        "why": "Some products hold traces of it.",
        "voice_text": "Does {name} have any allergy?",
        "ask_doctor": "Am I allergic to anything?",
    }
    assert save(client, "question", row, **said).status_code == 302
    question = compile_draft(draft).by_key["has_allergy"]
    assert (question.why, question.ask_doctor) == (said["why"], said["ask_doctor"])
    assert question.voice.text == said["voice_text"]


def test_what_an_answer_says_besides_is_edited_on_its_own_page(client, draft):
    row = models.Option.objects.get(question__key="heard", code="cure")
    unsure = models.Question.objects.filter(options__code="dont_know").first()
    changes = {"voice_text": "They say it is a cure", "answers_for": [unsure.key]}
    response = save(client, "option", row, **changes, entry_name="Cure")
    assert errors_of(response) == ["An entry needs a name and a kind."]
    response = save(client, "option", row, **changes, entry_name="Cure", entry_kind="other")
    assert response["Location"] == page("question", "change", row.question_id)
    row.refresh_from_db()
    assert (row.answers_for, row.voice_text) == (unsure.key, "They say it is a cure")
    assert save(client, "option", row, answers_for=["no_such_question"]).status_code == 200


def errors_of(response):
    return [word for each in response.context["adminform"].form.errors.values() for word in each]


def test_two_questions_with_one_text_and_a_missing_voice_are_told(draft):
    one = models.Question.objects.get(key="minutes")
    models.Question.objects.filter(key="dose").update(text=one.text.upper())
    models.Question.objects.filter(key="has_allergy").update(voice_text="Has {name} an allergy?")
    found = {(each.place, each.about) for each in twice_and_voices(compile_draft(draft))}
    assert ("question:dose", "twin") in found
    assert ("question:full_name", "voice") in found
    assert ("question:has_allergy", "voice") not in found


def test_the_clinics_side_of_an_example_patient_is_kept_and_changed(client, draft):
    told = {"name": "Ana", "answers": {"full_name": "Ana", "has_allergy": "yes"}}
    kept = keep_example_patient(draft, {**told, "visit": {"date": "2026-12-01"}})
    address = page("examplepatient", "change", kept.pk)
    opened = client.get(address)
    assert json.loads(opened.context["form"].initial["beside"]) == {"visit": {"date": "2026-12-01"}}
    posted = {"name": "Ana", "_opened_on": opened.context["opened_on"]}
    wrong = client.post(address, {**posted, "beside": '{"clinics": {}}'})
    assert wrong.context["form"].errors == {"beside": ["Not known here: clinics."]}
    beside = {"visit": {"date": "2026-12-02"}, "clinic": {"lapsed": ["lot"]}}
    assert client.post(address, {**posted, "beside": json.dumps(beside)}).status_code == 302
    kept.refresh_from_db()
    assert kept.beside == beside


def test_names_are_for_review_until_somebody_reviewed_the_questionnaire(client, draft):
    names = page("listedname", "changelist")
    draft = models.Questionnaire.objects.filter(pk=draft.pk)
    draft.update(reviewer_name="", reviewer_role="", reviewed_on=None, reviewed_sha256="")
    assert ">For review<" in client.get(names).content.decode()
    draft.update(reviewer_name="Dr. Ada Okoye", reviewed_on="2026-11-02", reviewed_sha256="x")
    listed = client.get(names).content.decode()
    assert (">Dr. Ada Okoye<" in listed, ">For review<" in listed) == (True, False)

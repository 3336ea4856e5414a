"""Documents come in after their difference was seen, all or nothing, and go out byte for byte."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from intake.core.documents.codec import questionnaire_to_json
from tests.make.builders import a_version, reworded
from tests.make.small import SMALL
from tests.make.staff import EDITOR, FRONT_DESK, a_small_draft, page, signed_in

pytestmark = pytest.mark.django_db

IMPORT = page("questionnaire", "import")


def chosen(client, content):
    text = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("document.json", text, "application/json")
    return client.post(IMPORT, {"document": file})


def confirmed(client, response):
    return client.post(IMPORT, {"read": response.context["read"]}, follow=True)


def exported(client, draft):
    return client.get(page("questionnaire", "export", draft.pk)).content


def complaints(response):
    return [each for errors in response.context["form"].errors.values() for each in errors]


def test_c92_export_import_export_gives_the_same_bytes():
    draft, client = a_small_draft(), signed_in(EDITOR)
    first = exported(client, draft)
    assert first.decode() == questionnaire_to_json(SMALL)
    confirmed(client, chosen(client, first))
    assert exported(client, models.Questionnaire.objects.get()) == first


def test_c88_import_shows_the_difference_and_keeps_nothing_before_it_is_confirmed():
    draft, client = a_small_draft(), signed_in(EDITOR)
    hostile = reworded(SMALL, "has_allergy", "Any <script>alert(1)</script> аllergy?")
    response = chosen(client, questionnaire_to_json(hostile))
    text = response.content.decode()
    assert "<script>alert(1)" not in text
    assert "Reworded: Question" in text
    assert "Letters of mixed scripts in “аllergy?”: “а” is Cyrillic small letter a." in text
    assert compile_draft(draft) == SMALL
    assert "was imported into the draft" in confirmed(client, response).content.decode()
    assert compile_draft(draft) == hostile


def test_import_of_an_unknown_key_makes_a_new_questionnaire():
    client = signed_in(EDITOR)
    response = chosen(client, questionnaire_to_json(replace(SMALL, key="other", title="Other")))
    assert "This makes a new questionnaire" in response.content.decode()
    assert not models.Questionnaire.objects.exists()
    confirmed(client, response)
    assert models.Questionnaire.objects.get().slug == "other"


def test_versions_and_test_patients_stay_when_a_document_comes_in():
    version, draft, client = a_version(SMALL), a_small_draft(), signed_in(EDITOR)
    draft.example_patients.create(name="Ana")
    confirmed(client, chosen(client, questionnaire_to_json(reworded(SMALL, "heard", "What?"))))
    assert version.read() == SMALL
    assert draft.example_patients.get().name == "Ana"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "This is not a JSON document in UTF-8."),
        (b"", "The file is empty."),
        ("hello", "document: not JSON at line 1, column 1"),
        ("[" * 40 + "]" * 40, "document: nested deeper than 32 levels"),
        ('{"schema": 3}', "schema: must be 1 or 2"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>", "document: not JSON at line 1"),
        (b"\x80\x04\x95pickle", "This is not a JSON document in UTF-8."),
        (b"PK\x03\x04zip", "document: not JSON"),
    ],
)
def test_c87_only_a_document_of_ours_is_read(content, words):
    (complaint,) = complaints(chosen(signed_in(EDITOR), content))
    assert complaint.startswith(words)
    assert not models.Questionnaire.objects.exists()


def test_c87_a_large_document_is_refused_before_it_is_read():
    (complaint,) = complaints(chosen(signed_in(EDITOR), b"[" + b" " * 1_000_000 + b"]"))
    assert complaint == "The file is larger than 1,000,000 bytes."


def test_mistake_is_named_with_its_path():
    document = json.loads(questionnaire_to_json(SMALL))
    document["sections"][1]["items"][0]["kind"] = "slider"
    (complaint,) = complaints(chosen(signed_in(EDITOR), json.dumps(document)))
    assert complaint.startswith('sections[1].items[0].kind: "slider" is not one of')


@pytest.mark.parametrize(
    "root",
    [
        {"key": ""},
        {"key": "../../x"},
        {"key": 'a"\nSet-Cookie: a=b'},
        {"title": "x" * 100_000},
        {"content_version": "x" * 41},
    ],
)
def test_root_is_judged_like_every_row_and_the_error_is_short(root):
    client, document = signed_in(EDITOR), json.loads(questionnaire_to_json(SMALL))
    response = chosen(client, json.dumps(document | root))
    if response.status_code == 200:
        (response,) = [confirmed(client, response)]
    assert not models.Questionnaire.objects.exists()
    assert "Nothing was imported. questionnaire" in response.content.decode()


@pytest.mark.parametrize("key", ["csrfmiddlewaretoken", "heard-other", "has_allergy-1"])
def test_key_that_would_name_another_field_is_refused(key):
    client = signed_in(EDITOR)
    text = questionnaire_to_json(SMALL).replace('"ready"', f'"{key}"')
    response = confirmed(client, chosen(client, text))
    assert "no name of the site" in response.content.decode()
    assert not models.Questionnaire.objects.exists()
    with pytest.raises(ValidationError):
        models.Question(key=key).clean()


def test_wrong_content_is_answered_400_in_few_letters():
    document = json.loads(questionnaire_to_json(SMALL))
    document["language"] = ["x" * 60_000]
    response = chosen(signed_in(EDITOR), json.dumps(document))
    assert response.status_code == 400
    assert len(complaints(response)[0]) <= 500


def test_download_that_was_saved_again_with_a_byte_order_mark_is_read():
    response = chosen(signed_in(EDITOR), b"\xef\xbb\xbf" + questionnaire_to_json(SMALL).encode())
    assert (response.status_code, response.context["document"]) == (200, SMALL)


def test_c90_nothing_comes_in_when_a_rule_names_what_is_not_there():
    client, draft = signed_in(EDITOR), a_small_draft()
    broken = replace(SMALL, claims=(replace(SMALL.claims[0], option="nothing"),))
    response = confirmed(client, chosen(client, questionnaire_to_json(broken)))
    assert "Nothing was imported. claims[0].option:" in response.content.decode()
    assert compile_draft(draft) == SMALL


def test_draft_that_can_not_be_read_is_replaced_by_a_document_without_a_difference():
    client, draft = signed_in(EDITOR), a_small_draft()
    models.TriggerCondition.objects.all().delete()
    response = chosen(client, questionnaire_to_json(SMALL))
    assert "so the two can't be compared" in response.content.decode()
    confirmed(client, response)
    assert compile_draft(draft) == SMALL


def test_draft_that_changed_after_the_difference_was_shown_is_shown_again():
    draft, client = a_small_draft(), signed_in(EDITOR)
    response = chosen(client, questionnaire_to_json(reworded(SMALL, "heard", "What?")))
    models.Question.objects.filter(key="dose").update(text="How many?")
    again = confirmed(client, response)
    assert "The draft was changed since you looked" in again.content.decode()
    assert compile_draft(draft).by_key["heard"].text == SMALL.by_key["heard"].text
    confirmed(client, again)
    assert compile_draft(draft).by_key["heard"].text == "What?"


@pytest.mark.parametrize("forged", ["", "x", "eyJhIjogMX0:1:2"])
def test_forged_confirmation_is_refused_in_words(forged):
    client = signed_in(EDITOR)
    response = client.post(IMPORT, {"read": forged}, follow=True)
    assert "Choose the file again" in response.content.decode()


def test_draft_that_can_not_be_read_is_not_exported():
    draft = a_small_draft()
    models.TriggerCondition.objects.all().delete()
    client = signed_in(EDITOR)
    response = client.get(page("questionnaire", "export", draft.pk), follow=True)
    assert "can&#x27;t be exported before its mistakes are mended" in response.content.decode()


@pytest.mark.parametrize("roles", [(FRONT_DESK,), ("provider",), ()])
def test_others_neither_import_nor_export(roles):
    draft, client = a_small_draft(), signed_in(*roles)
    assert client.get(IMPORT).status_code in (302, 403)
    assert client.get(page("questionnaire", "export", draft.pk)).status_code in (302, 403, 404)

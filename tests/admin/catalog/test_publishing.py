"""A draft is published with a reason, and what was published is read but never changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.example_patients import keep_example_patient
from intake.actions.catalog.translate_draft import keep_translations, translation_of
from intake.core.documents.codec import questionnaire_from_json
from intake.core.questionnaire.questionnaire import Review
from tests.make.builders import a_submission, a_version, a_visit
from tests.make.factor import let_in
from tests.make.small import SMALL
from tests.make.staff import EDITOR, FRONT_DESK, a_member, a_small_draft, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return a_small_draft()


def publish(client, draft, **posted):
    """From a page that was opened just now."""
    address = page("questionnaire", "publish", draft.pk)
    opened = client.get(address).context or {}
    shown = {"standing": opened["form"]["standing"].value()} if "form" in opened else {}
    return client.post(address, {**shown, **posted}, follow=True)


def test_draft_is_published_with_a_reason_and_no_reviewer(draft):
    editor = a_member(EDITOR)
    client = signed_in(EDITOR)
    let_in(client, editor)
    response = publish(client, draft, why=" First version ")
    version = draft.versions.get()
    assert (version.number, version.why, version.published_by) == (1, "First version", editor)
    assert version.read().review is None
    text = response.content.decode()
    assert "Version 1 is published." in text
    assert "NOT CLINICALLY REVIEWED" in text
    assert version.sha256 in text


def test_reviewer_is_kept_in_the_version(draft):
    review = {"reviewer_name": "Dr. Ada Okoye", "reviewer_role": "Immunologist"}
    publish(signed_in(EDITOR), draft, why="Reviewed", reviewed_on="2026-11-02", **review)
    version = draft.versions.get()
    expected = Review("Dr. Ada Okoye", "Immunologist", date(2026, 11, 2))
    assert questionnaire_from_json(version.document).review == expected


def test_review_stands_until_a_letter_is_changed(draft):
    client = signed_in(EDITOR)
    review = {"reviewer_name": "Dr. Ada Okoye", "reviewed_on": "2026-11-02"}
    publish(client, draft, why="Reviewed", **review)
    address = page("questionnaire", "publish", draft.pk)
    assert "The review by Dr. Ada Okoye on 02-Nov-2026 still stands" in str(
        client.get(address).content.decode()
    )
    models.Question.objects.filter(key="ready").update(text="Are you ready now?")
    assert "still stands" not in client.get(address).content.decode()


def test_draft_that_was_changed_after_the_page_was_opened_is_looked_at_again(draft):
    client, ready = signed_in(EDITOR), models.Question.objects.filter(key="ready")
    address = page("questionnaire", "publish", draft.pk)
    said = {"why": "Reviewed", "reviewer_name": "Dr. Ada Okoye", "reviewed_on": "2026-11-02"}
    said["standing"] = client.get(address).context["form"]["standing"].value()
    ready.update(text="Not finished by a colleague")
    refused = client.post(address, said)
    form = refused.context["form"]
    assert "The draft was changed since you looked" in refused.content.decode()
    assert {name: form[name].value() for name in said if name != "standing"} == {
        name: value for name, value in said.items() if name != "standing"
    }
    assert not draft.versions.exists()
    client.post(address, {**said, "standing": form["standing"].value()})
    assert draft.versions.get().reviewer_name == "Dr. Ada Okoye"


def test_second_press_on_one_page_is_told_and_makes_nothing():
    draft = a_small_draft()
    client = signed_in(EDITOR, first_name="Ines", last_name="Moreau")
    address = page("questionnaire", "publish", draft.pk)
    said = {"why": "Ready", "standing": client.get(address).context["form"]["standing"].value()}
    client.post(address, said)
    second = client.post(address, said)
    text = " ".join(second.content.decode().split())
    assert "Version 1 was published already, by Ines Moreau on" in text
    assert "marked below" not in text
    assert "The draft says what version 1 says" in text
    assert second.context["form"]["why"].value() == "Ready"
    assert draft.versions.count() == 1
    said["standing"] = second.context["form"]["standing"].value()
    client.post(address, said)
    assert draft.versions.count() == 2


def test_spanish_that_was_changed_after_the_page_was_opened_is_looked_at_again():
    draft, client = a_small_draft(), signed_in(EDITOR)
    address = page("questionnaire", "publish", draft.pk)
    sources = translation_of(draft, compile_draft(draft), "es")
    keep_translations(draft, "es", {each.path: (each.source, "ES") for each in sources})
    shown = client.get(address)
    assert "in Spanish</a> too. Nobody has reviewed" in " ".join(shown.content.decode().split())
    said = {"why": "Ready", "standing": shown.context["form"]["standing"].value()}
    keep_translations(draft, "es", {sources[0].path: (sources[0].source, "")})
    refused = client.post(address, said)
    text = " ".join(refused.content.decode().split())
    assert "The draft was changed since you looked" in text
    assert "It will not be offered in Spanish:" in text
    assert not draft.versions.exists()


@pytest.mark.parametrize("standing", [{}, {"standing": "x"}])
def test_nothing_is_published_by_whom_no_draft_was_shown(draft, standing):
    address = page("questionnaire", "publish", draft.pk)
    refused = signed_in(EDITOR).post(address, {"why": "x", **standing})
    assert "The draft was changed since you looked" in refused.content.decode()
    assert not draft.versions.exists()


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "  \n "}, "why"),
        ({"why": "\u200b"}, "why"),
        ({"why": "x" * 501}, "why"),
        ({"why": "x", "reviewer_name": "Dr. Who"}, "reviewed_on"),
        ({"why": "x", "reviewed_on": "2026-11-02"}, "reviewer_name"),
        ({"why": "x", "reviewer_role": "Nurse", "reviewed_on": "2026-11-02"}, "reviewer_name"),
        ({"why": "x", "reviewer_name": "Dr. Who", "reviewed_on": "2999-01-01"}, "reviewed_on"),
        ({"why": "x", "reviewer_name": "Dr. Who", "reviewed_on": "soon"}, "reviewed_on"),
    ],
)
def test_incomplete_publishing_is_refused(draft, posted, field):
    response = publish(signed_in(EDITOR), draft, **posted)
    assert list(response.context["form"].errors) == [field]
    assert not draft.versions.exists()


def test_mistake_stops_publishing_and_links_to_its_place(draft):
    question = models.Question.objects.get(key="has_allergy")
    models.Question.objects.filter(pk=question.pk).update(settles="")
    client = signed_in(EDITOR)
    response = publish(client, draft, why="Anyway")
    text = response.content.decode()
    assert "Mend this first" in text
    assert f'<a href="{page("question", "change", question.pk)}">{question.text}</a>' in text
    assert 'type="submit" class="default"' not in text
    assert not draft.versions.exists()


def test_draft_that_can_not_be_compiled_is_refused_in_words(draft):
    trigger = models.Trigger.objects.filter(point__key="allergy").first()
    trigger.conditions.all().delete()
    text = publish(signed_in(EDITOR), draft, why="Anyway").content.decode()
    assert "A trigger needs at least one condition" in text


def reason_field(response):
    (name,) = (name for name in response.context["form"].fields if name.startswith("reason_"))
    return name


def overdue(draft):
    models.Evidence.objects.filter(questionnaire=draft, key="E1").update(
        read_on=date(2020, 1, 1),
        review_by=timezone.localdate() - timedelta(days=1),
        regulatory=False,
    )
    return models.Evidence.objects.get(questionnaire=draft, key="E1")


def test_overdue_evidence_passes_with_a_reason_of_its_own(draft):
    evidence, client = overdue(draft), signed_in(EDITOR, first_name="Ines", last_name="Moreau")
    first = publish(client, draft, why="First")
    assert list(first.context["form"].errors) == [reason_field(first)]
    assert page("evidence", "change", evidence.pk) in first.content.decode()
    assert not draft.versions.exists()
    told = {reason_field(first): "The page is being rewritten; read again next week"}
    text = publish(client, draft, why="First", **told).content.decode()
    (waiver,) = (w for w in draft.versions.get().read().waivers if w.about == "overdue")
    assert (waiver.place, waiver.by) == ("evidence:E1", "Ines Moreau")
    assert "The page is being rewritten" in text


def test_reason_is_taken_back_and_the_warning_stands_again(draft):
    client = signed_in(EDITOR)
    kept = draft.waivers.first()
    address = page("waiver", "take_back", kept.pk)
    assert client.get(address).status_code == 405
    text = client.post(address, follow=True).content.decode()
    assert "The warning stands again" in text
    assert "Avoid “may change”" in text
    assert signed_in(FRONT_DESK).post(address).status_code in (403, 404)


def test_page_says_who_is_answering_now(draft):
    client = signed_in(EDITOR)
    publish(client, draft, why="First")
    a_submission(visit=a_visit(version=draft.versions.get()))
    text = " ".join(client.get(page("questionnaire", "publish", draft.pk)).content.decode().split())
    assert "1 patient is answering now and finishes on the version they began with." in text


def test_right_to_edit_alone_does_not_publish(draft):
    member = a_member(EDITOR)
    member.groups.first().permissions.remove(
        *member.groups.first().permissions.filter(codename="add_version")
    )
    client = signed_in(EDITOR)
    assert client.get(page("questionnaire", "publish", draft.pk)).status_code == 403
    assert publish(client, draft, why="x").status_code == 403
    assert not draft.versions.exists()


@pytest.mark.parametrize("roles", [(FRONT_DESK,), ("provider",), ()])
def test_others_do_not_publish(draft, roles):
    assert publish(signed_in(*roles), draft, why="x").status_code in (403, 404)
    assert not draft.versions.exists()


def test_questionnaire_that_was_published_is_not_deleted():
    draft = a_small_draft()
    a_version(SMALL)
    client = signed_in(EDITOR)
    address = page("questionnaire", "delete", draft.pk)
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert models.Questionnaire.objects.filter(pk=draft.pk).exists()


def test_version_is_read_and_never_written():
    a_small_draft()
    version = a_version(SMALL)
    client = signed_in(EDITOR)
    address = page("version", "change", version.pk)
    text = client.get(address).content.decode()
    assert "Asked only when “Allergy” is “Yes”" in text
    assert "Nobody has shown a cure." in text
    assert client.post(address, {"why": "Forged", "number": 9}).status_code == 405
    assert client.get(page("version", "add")).status_code == 403
    assert client.post(page("version", "delete", version.pk), {"post": "yes"}).status_code == 403
    version.refresh_from_db()
    assert (version.number, version.why) == (1, "For a test")


def test_version_is_downloaded_byte_for_byte():
    version = a_version(SMALL)
    response = signed_in(EDITOR).get(page("version", "download", version.pk))
    assert response.content.decode() == version.document
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="small-version-1.json"'


def test_others_do_not_download_a_version():
    version = a_version(SMALL)
    assert signed_in(FRONT_DESK).get(page("version", "download", version.pk)).status_code == 403


def test_markup_in_a_version_is_shown_letter_for_letter(draft):
    models.Question.objects.filter(key="ready").update(text="<img src=x onerror=alert(1)>Ready?")
    text = publish(signed_in(EDITOR), draft, why="<script>alert(2)</script>").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;Ready?" in text
    assert "<script>alert(2)" not in text


def test_failing_test_patient_stops_publishing_and_shows_what_comes_out_and_why():
    draft = a_small_draft()
    told = {"name": "Ana", "answers": {"ready": False}, "expect": {"absent": ["allergy"]}}
    kept = keep_example_patient(draft, told)
    response = publish(signed_in(EDITOR), draft, why="Ready")
    text = " ".join(response.content.decode().split())
    assert page("examplepatient", "change", kept.pk) in text
    ((shown, lines),) = response.context["failing"]
    assert (shown.kept, [line.key for line in lines]) == (kept, ["allergy"])
    assert "must not appear" in text
    assert "Ready: “No”" in text
    assert not draft.versions.exists()

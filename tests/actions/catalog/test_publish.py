"""Publishing freezes a draft as the next version, or says what must be mended."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.publish import PublishingRefused, problems_of, publish
from intake.actions.catalog.translate import keep_translation
from intake.actions.catalog.waive import ReasonNotTaken, give_reason
from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.models.catalog.versions import VersionAltered, _read, _read_in, read_in_each
from tests.make.builders import (
    a_draft,
    a_submission,
    a_user,
    a_version,
    a_visit,
    reworded,
    shipped_now,
)
from tests.make.guards import guards_down
from tests.make.shipped import spanish_texts
from tests.make.small import REVIEW, SMALL

pytestmark = pytest.mark.django_db


def published(draft: models.Questionnaire, **options: object) -> models.Version:
    options = {"by": a_user(), "at": timezone.now(), "why": "First", **options}
    return publish(draft, **options)


def test_a_version_is_the_draft_frozen():
    draft, editor, now = a_draft(shipped_now()), a_user(), timezone.now()
    version = published(draft, by=editor, at=now, why=" Ready for patients ")
    text = questionnaire_to_json(shipped_now())
    assert (version.number, version.document, version.sha256) == (1, text, sha256_of(text))
    assert (version.published_by, version.published_at) == (editor, now)
    assert (version.why, version.reviewer_name) == ("Ready for patients", "")
    assert version.read() == shipped_now()
    line = models.AccessEvent.objects.filter(action="published").get()
    assert (line.user, line.detail) == (editor, "exosome_pretreatment version 1")


def test_numbers_count_up_for_each_questionnaire():
    one, other = a_draft(SMALL), a_draft(replace(SMALL, key="other"))
    numbers = [published(draft).number for draft in (one, one, other, one)]
    assert numbers == [1, 2, 1, 3]


def test_c53_a_published_wording_stays_when_the_draft_is_reworded():
    draft = a_draft(SMALL)
    version = published(draft)
    a_draft(reworded(SMALL, "has_allergy", "Reworded?"))
    assert models.Version.objects.get().read() == SMALL
    assert published(draft).read().by_key["has_allergy"].text == "Reworded?"
    assert version.read() == SMALL


def test_c52_a_patient_stays_on_the_version_that_was_newest_when_first_opened():
    draft = a_draft(SMALL)
    visit = a_visit(version=published(draft))
    second = published(a_draft(reworded(SMALL, "has_allergy", "Reworded?")))
    submission = a_submission(visit=visit)
    assert submission.version == second
    published(draft, why="Third")
    again = a_submission(visit=visit)
    assert (again.pk, again.version) == (submission.pk, second)


def test_a_draft_with_mistakes_is_refused_with_all_of_them():
    draft = a_draft(SMALL)
    models.Citation.objects.filter(point__key="always").delete()
    models.Option.objects.filter(question__key="heard", code="other").delete()
    with pytest.raises(PublishingRefused) as refused:
        published(draft)
    told = {problem.place for problem in refused.value.problems}
    assert {"point:always", "question:heard"} <= told
    assert {problem.place for problem in problems_of(draft, at=timezone.now())} >= told
    assert not models.Version.objects.exists()


def test_a_draft_that_does_not_compile_is_refused():
    draft = a_draft(SMALL)
    models.TriggerCondition.objects.all().delete()
    with pytest.raises(PublishingRefused, match="point:allergy"):
        published(draft)
    assert problems_of(draft, at=timezone.now())[0].place == "point:allergy"


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_reason_is_needed(why):
    with pytest.raises(PublishingRefused, match="Say why"):
        published(a_draft(SMALL), why=why)


def test_evidence_past_its_date_needs_a_reason_for_each_and_no_more():
    draft = a_draft(SMALL)
    late = timezone.now() + timedelta(days=5_000)
    found = problems_of(draft, at=late)
    assert [problem.place for problem in found] == ["evidence:E1", "evidence:E2"]
    editor = a_user(first_name="Ines", last_name="Moreau")
    give_reason(draft, found[0], reason=" Read again next week ", by=editor, at=late)
    with pytest.raises(PublishingRefused, match="evidence:E2"):
        published(draft, at=late)
    give_reason(draft, found[1], reason="So is this", by=editor, at=late)
    kept = published(draft, at=late).read().waivers[1:]
    assert [(each.place, each.reason, each.by) for each in kept] == [
        ("evidence:E1", "Read again next week", "Ines Moreau"),
        ("evidence:E2", "So is this", "Ines Moreau"),
    ]


def test_a_reason_ends_when_its_text_changes_and_is_not_kept_in_the_next_version():
    draft = a_draft(SMALL)
    models.Question.objects.filter(key="has_allergy").update(help="It may change what we do.")
    (found,) = problems_of(draft, at=timezone.now())
    assert (found.place, found.about) == ("question:has_allergy", "words")
    models.Question.objects.filter(key="has_allergy").update(help="It matters.")
    assert published(draft).read().waivers == ()
    assert not draft.waivers.exists()


def test_a_mistake_passes_with_no_reason():
    draft = a_draft(SMALL)
    models.Citation.objects.filter(point__key="always").delete()
    (found,) = problems_of(draft, at=timezone.now())
    with pytest.raises(ReasonNotTaken, match="must be mended"):
        give_reason(draft, found, reason="Please", by=a_user(), at=timezone.now())


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_has_words(reason):
    draft, late = a_draft(SMALL), timezone.now() + timedelta(days=5_000)
    with pytest.raises(ReasonNotTaken, match="Write why"):
        give_reason(draft, problems_of(draft, at=late)[0], reason=reason, by=a_user(), at=late)


def test_a_reviewer_is_recorded_and_lasts_until_the_draft_changes():
    draft = a_draft(SMALL)
    first = published(draft, reviewer=REVIEW)
    assert first.read() == replace(SMALL, review=REVIEW)
    assert (first.reviewer_name, first.reviewed_on) == (REVIEW.name, REVIEW.on)
    draft.refresh_from_db()
    assert published(draft).reviewer_name == REVIEW.name
    models.Point.objects.filter(key="always").update(patient="Other words.")
    third = published(draft)
    assert (third.reviewer_name, third.read().review) == ("", None)


def test_nothing_of_a_refused_publishing_stays_not_even_the_reviewer():
    draft = a_draft(SMALL)
    models.Citation.objects.filter(point__key="always").delete()
    with pytest.raises(PublishingRefused):
        published(draft, reviewer=REVIEW)
    draft.refresh_from_db()
    assert (draft.reviewer_name, compile_draft(draft).review) == ("", None)


def test_a_version_is_read_with_one_query_and_then_from_memory(django_assert_num_queries):
    version = published(a_draft(reworded(SMALL, "has_allergy", "Read me once?")))
    _read.cache_clear()
    listed = models.Version.objects.defer("document").get()
    with django_assert_num_queries(1):
        assert listed.read() is version.read()


def test_altered_texts_of_another_language_are_refused():
    version = a_version(shipped_now())
    keep_translation(version, "es", spanish_texts(), at=timezone.now())
    kept = version.translations.get()
    with guards_down(connection):
        version.translations.update(texts=kept.texts.replace("alergia", "alegría"))
    _read_in.cache_clear()
    with pytest.raises(VersionAltered, match="The Spanish text of version 1"):
        read_in_each(version)


def test_a_review_stays_with_the_words_that_were_read_and_goes_with_others():
    version, texts, now = a_version(shipped_now()), spanish_texts(), timezone.now()
    kept = keep_translation(version, "es", texts, at=now)
    kept.reviewer_name, kept.reviewed_on = "Eva Stone", now.date()
    kept.save()
    assert keep_translation(version, "es", texts, at=now).reviewer_name == "Eva Stone"
    other = {**texts, "title": replace(texts["title"], text="Otro")}
    kept = keep_translation(version, "es", other, at=now)
    assert (kept.reviewer_name, kept.reviewed_on) == ("", None)


def test_an_altered_document_is_refused():
    version = published(a_draft(SMALL))
    text = version.document.replace("A small", "A big")
    forged = models.Version.objects.create(
        questionnaire=version.questionnaire,
        number=2,
        document=text,
        sha256="0" * 64,
        published_at=version.published_at,
        published_by=version.published_by,
        why="Forged",
    )
    with pytest.raises(VersionAltered):
        forged.read()

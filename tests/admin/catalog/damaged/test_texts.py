"""Spanish that is posted while a draft, or its texts, can't be read: nothing typed is lost."""

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.publish import problems_of, publish
from intake.actions.catalog.waive import give_reason
from intake.models.catalog.versions import DraftTranslation
from tests.admin.catalog.test_translation import PATH, address, posted, texts
from tests.make.staff import page, shown

pytestmark = pytest.mark.django_db
SAID = "The Spanish texts of this draft were altered in the database and can't be read."


def kept(draft) -> str:
    return DraftTranslation.objects.get(questionnaire=draft).texts


def test_what_was_translated_is_saved_though_the_draft_cannot_be_read_meanwhile(client, draft):
    text = texts(draft)[PATH]
    conditions = list(models.TriggerCondition.objects.all())
    models.TriggerCondition.objects.all().delete()
    response = client.post(f"{address(draft)}?from=60", posted(text, "¿Alergia?"), follow=True)
    assert response.request["PATH_INFO"] == page("questionnaire", "outline", draft.pk)
    assert "Saved 1 text." in shown(response) and "must be mended first" in shown(response)
    models.TriggerCondition.objects.bulk_create(conditions)
    assert (texts(draft)[PATH].text, texts(draft)[PATH].state) == ("¿Alergia?", "done")


def test_a_colleagues_text_is_not_overwritten_while_the_draft_cannot_be_read(client, draft):
    text = texts(draft)[PATH]
    client.post(address(draft), posted(text, "Primera"))
    models.TriggerCondition.objects.all().delete()
    response = client.post(f"{address(draft)}?from=60", posted(text, "Segunda"))
    assert response.status_code == 409
    assert [(each.text, typed) for each, typed in response.context["conflicts"]] == [
        ("Primera", "Segunda")
    ]
    assert "Primera" in kept(draft)


@pytest.mark.parametrize("damage", ["{", "[]", '{"title": 3}', '{"title": {"text": "x"}}'])
def test_what_was_typed_stands_again_where_the_texts_cannot_be_read(client, draft, damage):
    text = texts(draft)[PATH]
    client.post(address(draft), posted(text, "Primera"))
    DraftTranslation.objects.update(texts=damage)
    response = client.post(address(draft), posted(text, "Segunda", "Primera"))
    assert (response.status_code, SAID in shown(response)) == (409, True)
    assert [each.text for each, _hard in response.context["texts"]] == ["Segunda"]
    assert kept(draft) == damage


def test_texts_that_cannot_be_read_are_told_and_not_offered(client, draft):
    DraftTranslation.objects.create(questionnaire=draft, language="es", texts="{")
    for what in ("", "_po", "_in", "_read"):
        assert SAID in shown(client.get(address(draft, what), follow=True))
    assert SAID in shown(client.get(page("questionnaire", "publish", draft.pk)))
    [problem] = problems_of(draft, at=timezone.now())
    give_reason(draft, problem, reason="English first.", by=None, at=timezone.now())
    version = publish(draft, by=None, at=timezone.now(), why="English first")
    assert not version.translations.exists()

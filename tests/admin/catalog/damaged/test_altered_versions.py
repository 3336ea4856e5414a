"""A published version that was altered in the database: named on every page, and published anew."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.publish import problems_of
from intake.actions.catalog.translate import keep_translation
from tests.journeys.test_languages import pseudo
from tests.make.builders import a_version
from tests.make.factor import let_in
from tests.make.guards import alter_versions, forget_versions, guards_down
from tests.make.small import SMALL
from tests.make.staff import EDITOR, a_member, page, shown

pytestmark = pytest.mark.django_db
SAID = "Version 1 of “A small questionnaire” was altered in the database and can't be read."
SPANISH = "The Spanish text of version 1 of “A small questionnaire” was altered in the database"


@pytest.fixture
def version(draft) -> Iterator[models.Version]:
    version = a_version(SMALL)
    keep_translation(version, "es", pseudo(SMALL), at=timezone.now())
    yield version
    forget_versions()


@pytest.fixture
def altered(version) -> models.Version:
    alter_versions(version.document.replace("allergy", "alergy"))
    return version


@pytest.fixture
def client():
    return let_in(Client(raise_request_exception=False), a_member(EDITOR))


def test_a_page_that_needs_it_names_it_and_says_what_to_do(client, draft, altered):
    response = client.get(page("version", "download", altered.pk))
    assert (response.status_code, SAID in shown(response)) == (500, True)
    assert "restored from a backup, or the draft is published anew" in shown(response)
    line = models.AccessEvent.objects.get(action="cannot_be_read")
    assert (line.actor, line.user.groups.get().name) == ("staff", EDITOR)


def test_its_own_page_keeps_who_published_it_and_why(client, altered):
    response = client.get(page("version", "change", altered.pk))
    assert (response.status_code, SAID in shown(response)) == (200, True)
    assert "For a test" in shown(response) and altered.sha256 in shown(response)
    for tool in ("download", "restore"):
        assert page("version", tool, altered.pk) not in shown(response)
    assert "What patients are told" not in shown(response)


def test_the_difference_says_which_cannot_be_compared_and_offers_the_others(client, draft, altered):
    for asked in (client.get, client.post):
        what = "difference" if asked == client.get else "replay"
        response = asked(page("questionnaire", what, draft.pk), {"before": "1", "after": "draft"})
        assert (response.status_code, SAID in shown(response)) == (200, True)
        assert 'name="before"' in shown(response)


def test_it_is_not_restored_into_the_draft(client, draft, altered):
    response = client.get(page("version", "restore", altered.pk), follow=True)
    assert SAID in shown(response)
    assert response.request["PATH_INFO"] == page("version", "change", altered.pk)
    assert compile_draft(draft).by_key == SMALL.by_key


def test_the_outline_warns_of_it_and_the_draft_is_published_anew_with_a_reason(
    client, draft, altered
):
    assert SAID in shown(client.get(page("questionnaire", "outline", draft.pk)))
    address = page("questionnaire", "publish", draft.pk)
    opened = client.get(address)
    assert SAID in shown(opened)
    said = {"standing": opened.context["form"]["standing"].value(), "why": "Anew"}
    client.post(address, said)
    assert draft.versions.count() == 1
    for _placed, fields in opened.context["with_reason"]:
        said |= {field.html_name: "No backup has it." for field in fields}
    client.post(address, said)
    assert draft.versions.count() == 2
    newest = draft.versions.get(number=2)
    assert "altered" in {waiver.about for waiver in newest.read().waivers}
    assert not any("altered" in problem.says for problem in problems_of(draft, at=timezone.now()))


def test_every_key_stays_fixed_while_it_is_not_known_which_are_published(client, draft, altered):
    for model, key in (("question", "heard"), ("point", "always"), ("evidence", "E1")):
        row = {"question": models.Question, "point": models.Point, "evidence": models.Evidence}
        pk = row[model].objects.get(key=key).pk
        response = client.get(page(model, "change", pk))
        assert response.status_code == 200
        assert response.context["adminform"].form.fields["key"].disabled


def test_altered_texts_of_its_translation_are_not_handed_on_as_reviewed(client, draft, version):
    kept = version.translations.get()
    with guards_down(connection):
        version.translations.update(texts=kept.texts.replace("ñandú", "nandu"))
    [problem] = problems_of(draft, at=timezone.now())
    assert problem.says.startswith(SPANISH)
    address = page("questionnaire", "publish", draft.pk)
    opened = client.get(address)
    said = {"standing": opened.context["form"]["standing"].value(), "why": "Anew"}
    for _placed, fields in opened.context["with_reason"]:
        said |= {field.html_name: "Translated anew." for field in fields}
    client.post(address, said)
    assert not draft.versions.get(number=2).translations.exists()

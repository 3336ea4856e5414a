"""What the page of a translation counts, posts and says of a text that somebody else changed."""

import re
from html import unescape

import pytest
from django.urls import reverse

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.translate_draft import keep_translations, translation_of
from intake.admin.catalog.translations import pages
from tests.make.staff import leads_to, read, shown

pytestmark = pytest.mark.django_db

PATH = "question/has_allergy/text"


def address(draft, what=""):
    return reverse(f"admin:intake_translation{what}", args=[draft.pk, "es"])


def typed_on(response) -> dict[str, str]:
    """What a browser posts of the page as it stands."""
    text = unescape(response.content.decode())
    hidden = re.findall(r'type="hidden" name="(\w+:[^"]*)" value="([^"]*)"', text)
    said = re.findall(r'name="(said:[^"]*)"[^>]*>([^<]*)</textarea>', text)
    return dict([*hidden, *said])


def begun(draft):
    """Two texts in Spanish, one of them of an older wording."""
    texts = {each.path: each for each in translation_of(draft, compile_draft(draft), "es")}
    said = {PATH: "¿Alguna alergia?", "section/you/title": "Sobre usted"}
    keep_translations(draft, "es", {path: (texts[path].source, said[path]) for path in said})
    models.Question.objects.filter(key="has_allergy").update(text="Any allergy at all?")
    return len(texts)


def test_texts_are_counted_and_the_stale_one_is_marked_beside_its_source(client, draft):
    total = begun(draft)
    told = read(client.get(address(draft)))
    assert (
        f"Translated: 1 of {total} texts. Missing: {total - 2}. Stale, because the source was"
        " reworded since: 1. A version is offered in Spanish only if none is missing and none is"
        " stale. Nobody has reviewed it as it stands. It is offered all the same, and patients are"
        " not told." in told
    )
    marked = f"{PATH} stale: the source was reworded"
    assert f"Any allergy at all? ¿Alguna alergia? {marked}" in told
    assert told.count("stale: the source was reworded") == 1
    assert "exosome product producto con exosomas" in told


def test_a_text_and_its_source_are_bound_together_for_whoever_hears_them(client, draft):
    begun(draft)
    page_of_stale = shown(client.get(f"{address(draft)}?show=stale"))
    assert 'class="pair is-stale"' in page_of_stale
    source = '<p id="source-1" class="source" lang="en">Any allergy at all?</p>'
    typed = (
        f'<textarea name="said:{PATH}" rows="2" lang="es" aria-label="Spanish"'
        ' aria-describedby="source-1 place-1" >¿Alguna alergia?</textarea>'
    )
    assert source in page_of_stale
    assert typed in page_of_stale
    assert f'<p id="place-1" class="quiet"> {PATH} <strong>stale:' in page_of_stale
    assert '<dd lang="es">producto con exosomas</dd>' in page_of_stale
    missing = shown(client.get(f"{address(draft)}?show=missing"))
    assert 'class="pair"' in missing
    assert "is-stale" not in missing and "<strong>" not in missing.partition("<textarea")[2]


def test_a_draft_that_is_translated_to_the_last_text_says_so_and_who_reviewed_it(client, draft):
    texts = {each.path: each for each in translation_of(draft, compile_draft(draft), "es")}
    said = {path: (text.source, f"ES {text.source}") for path, text in texts.items()}
    keep_translations(draft, "es", said)
    told = read(client.get(address(draft)))
    assert f"Translated: {len(said)} of {len(said)} texts. Missing: 0. Stale, because" in told
    assert "since: 0. The next version that is published is offered in Spanish. Nobody" in told
    asked = client.get(address(draft, "_read"))
    standing = asked.context["form"]["standing"].value()
    assert f'<input type="hidden" name="standing" value="{standing}"' in shown(asked)
    posted = {"reviewer": "Ana Ruiz", "on": "2026-01-02", "standing": standing}
    client.post(address(draft, "_read"), posted)
    reviewed = read(client.get(address(draft)))
    assert "Reviewed by Ana Ruiz on 02-Jan-2026, as it stands." in reviewed
    assert "Nobody has reviewed" not in reviewed


def test_a_page_that_is_sent_as_it_stands_takes_the_stale_text_for_the_new_wording(client, draft):
    begun(draft)
    stale = client.get(f"{address(draft)}?show=stale")
    source = "Any allergy at all?"
    assert typed_on(stale) == {
        f"was:{PATH}": "¿Alguna alergia?",
        f"source:{PATH}": source,
        f"said:{PATH}": "¿Alguna alergia?",
    }
    client.post(address(draft), typed_on(stale))
    nothing = client.get(f"{address(draft)}?show=stale")
    assert "No text here." in read(nothing)
    assert "Save these texts" not in nothing.content.decode()
    assert "Save these texts" in stale.content.decode()


def test_a_text_that_another_changed_meanwhile_stands_beside_what_was_typed(client, draft):
    opened = typed_on(client.get(address(draft)))
    quiet = client.post(address(draft), {**opened, f"said:{PATH}": "Primera"}, follow=True)
    assert "Somebody else" not in read(quiet)
    response = client.post(address(draft), {**opened, f"said:{PATH}": "Segunda"})
    told = read(response)
    headed = 'aria-labelledby="stale"> <h2 id="stale">Somebody else changed these</h2>'
    assert headed in shown(response)
    assert 'tabindex="0" role="region" aria-label="Both texts"' in shown(response)
    assert (
        "They were not saved. Your other texts were. Compare, and write them again below. Source"
        " now Saved now Your text Any allergy? Primera Segunda" in told
    )


def test_a_translation_leads_to_its_parts_its_file_and_the_review_of_what_was_seen(client, draft):
    response = client.get(address(draft))
    where = leads_to(response)
    first = where.index("?")
    assert where[first : first + 6] == [
        "?",
        "?show=missing",
        "?show=stale",
        address(draft, "_po"),
        address(draft, "_in"),
        f"{address(draft, '_read')}?seen={response.context['seen']}",
    ]
    file, review = (shown(client.get(address(draft, each))) for each in ("_in", "_read"))
    assert '<form method="post" enctype="multipart/form-data" novalidate>' in file
    assert "multipart" not in review
    assert "All Missing Stale Download PO Import PO… Record a review… Glossary" in read(response)


def test_texts_of_many_pages_are_gone_through_by_links_at_the_end(client, draft, monkeypatch):
    monkeypatch.setattr(pages, "A_PAGE", 20)
    first = client.get(f"{address(draft)}?show=missing")
    assert leads_to(first)[-1] == "?show=missing&from=20"
    assert "More texts" in read(first) and "Texts before" not in read(first)
    second = client.get(f"{address(draft)}?show=missing&from=20")
    assert leads_to(second)[-2:] == ["?show=missing&from=0", "?show=missing&from=40"]
    assert "Texts before More texts" in read(second)

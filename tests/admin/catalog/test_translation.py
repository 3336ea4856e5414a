"""A draft in Spanish: side by side, stale after a reword, through a PO file, offered when whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.publish import publish
from intake.actions.catalog.translate_draft import keep_translations, review_of, translation_of
from intake.core.documents.po import from_po, to_po
from intake.core.limits import DOCUMENT_BYTES
from intake.models.catalog.versions import Translation, read_in
from tests.make.builders import a_user
from tests.make.staff import FRONT_DESK, a_small_draft, page, signed_in

pytestmark = pytest.mark.django_db

PATH = "question/has_allergy/text"


def address(draft, what=""):
    return reverse(f"admin:intake_translation{what}", args=[draft.pk, "es"])


def texts(draft):
    return {text.path: text for text in translation_of(draft, compile_draft(draft), "es")}


def posted(text, said, was=""):
    return {
        f"said:{text.path}": said,
        f"was:{text.path}": was,
        f"source:{text.path}": text.source,
    }


def whole(draft):
    """Every text in Spanish."""
    said = {text.path: (text.source, f"ES {text.source}") for text in texts(draft).values()}
    keep_translations(draft, "es", said)


def review(**more):
    return {"reviewer": "Ana Ruiz", "on": timezone.localdate().isoformat(), **more}


def reviewed(client, draft):
    """From a page that was opened just now."""
    standing = client.get(address(draft, "_read")).context["form"]["standing"].value()
    return client.post(address(draft, "_read"), review(standing=standing), follow=True)


def test_translation_that_is_hard_to_read_says_so(client, draft):
    hard = "¿Le administraron intravenosamente biotecnologías exosomales no autorizadas?"
    client.post(address(draft), posted(texts(draft)[PATH], hard))

    assert "reads at school grade" in client.get(address(draft)).content.decode()


def test_text_is_translated_beside_its_source_and_stale_after_a_reword(client, draft):
    text = texts(draft)[PATH]
    assert client.post(address(draft), posted(text, "¿Alguna alergia?")).status_code == 302
    assert texts(draft)[PATH].state == "done"
    models.Question.objects.filter(key="has_allergy").update(text="Any allergy at all?")
    assert texts(draft)[PATH].state == "stale"
    shown = client.get(address(draft) + "?show=stale")
    assert [each.path for each, _hard in shown.context["texts"]] == [PATH]
    assert "¿Alguna alergia?" in shown.content.decode()
    now = texts(draft)[PATH]
    client.post(address(draft), posted(now, now.text, now.text))
    assert texts(draft)[PATH].state == "done"


def test_text_that_another_changed_meanwhile_is_not_overwritten(client, draft):
    text = texts(draft)[PATH]
    client.post(address(draft), posted(text, "Primera"))
    response = client.post(address(draft), posted(text, "Segunda"))
    assert response.status_code == 409
    assert [(each.text, typed) for each, typed in response.context["conflicts"]] == [
        ("Primera", "Segunda")
    ]
    assert texts(draft)[PATH].text == "Primera"


def test_po_file_goes_out_and_comes_back(client, draft):
    content = client.get(address(draft, "_po")).content.decode()
    assert from_po(content) == {}
    bare = 'msgid "Any allergy?"\nmsgstr ""'
    done = content.replace(bare, bare.replace('""', '"¿Alergia?"'))
    stranger = done + '\nmsgctxt "section/gone/title"\nmsgid "Gone"\nmsgstr "Ido"\n'
    file = SimpleUploadedFile("es.po", ("\ufeff" + stranger).encode())
    response = client.post(address(draft, "_in"), {"file": file}, follow=True)
    assert "1 have no place in this draft" in response.content.decode()
    assert texts(draft)[PATH].text == "¿Alergia?"
    broken = SimpleUploadedFile("es.po", b"no po file")
    response = client.post(address(draft, "_in"), {"file": broken})
    assert "not a line of a PO file" in str(response.context["form"].errors)


@pytest.mark.parametrize("flags", ["fuzzy", "fuzzy, no-wrap", "no-wrap, fuzzy", "no-wrap,fuzzy"])
def test_what_a_program_marks_as_to_be_looked_at_is_not_taken_as_done(flags):
    entry = 'msgctxt "question/a/text"\nmsgid "Any?"\nmsgstr "¿Alguna?"\n'
    assert from_po(f"#, {flags}\n{entry}") == {}
    assert from_po(f"# it was fuzzy\n#, no-wrap\n{entry}") == {
        "question/a/text": ("Any?", "¿Alguna?")
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"x" * (DOCUMENT_BYTES + 1), f"The file is larger than {DOCUMENT_BYTES:,} bytes."),
        ("¿Alergia?".encode("cp1252"), "This is not a PO file in UTF-8."),
        (b"", "It is empty."),
        (b'"Any allergy?"', 'document: not a line of a PO file: "Any allergy?"'),
    ],
)
def test_file_that_is_no_translation_is_refused_in_words(client, draft, content, says):
    file = SimpleUploadedFile("es.po", content)
    response = client.post(address(draft, "_in"), {"file": file})
    assert response.context["form"].errors == {"file": [says]}


@pytest.mark.parametrize("what", ["", "_po", "_in", "_read"])
def test_draft_that_can_not_be_read_is_mended_before_it_is_translated(client, draft, what):
    models.TriggerCondition.objects.all().delete()
    response = client.get(address(draft, what), follow=True)
    assert response.redirect_chain == [(page("questionnaire", "outline", draft.pk), 302)]
    assert "must be mended first" in response.content.decode()


def test_po_keeps_every_letter():
    listed = list(texts(a_small_draft()).values())
    odd = listed[0]._replace(text='A "quoted" \\ line\nand\ttab', state="done")
    assert from_po(to_po([odd], language="es", slug="x"))[odd.path] == (odd.source, odd.text)


def test_texts_that_a_translators_program_breaks_into_lines_are_read_whole():
    content = (
        'msgctxt ""\n"question/"\n"has_allergy/text"\nmsgid ""\n"Any "\n"allergy?"\n'
        'msgstr ""\n"¿Alguna "\n"alergia?\\n"\n"Díganos."\n'
    )
    assert from_po(content) == {
        "question/has_allergy/text": ("Any allergy?", "¿Alguna alergia?\nDíganos.")
    }


def test_language_is_frozen_into_a_version_only_when_it_is_whole(draft):
    by, at = a_user(), timezone.now()
    publish(draft, by=by, at=at, why="English only")
    assert not Translation.objects.exists()
    whole(draft)
    models.Question.objects.filter(key="has_allergy").update(text="Any allergy at all?")
    publish(draft, by=by, at=at, why="Stale")
    assert not Translation.objects.exists()
    whole(draft)
    version = publish(draft, by=by, at=at, why="Both")
    frozen = version.translations.get()
    assert (frozen.language, frozen.reviewer_name) == ("es", "")
    assert read_in(version, "es").by_key["has_allergy"].text == "ES Any allergy at all?"


def test_review_stands_until_a_letter_changes(client, draft):
    response = client.post(address(draft, "_read"), review(), follow=True)
    assert "once every text stands" in response.content.decode()
    whole(draft)
    response = reviewed(client, draft)
    assert "Reviewed by Ana Ruiz" in " ".join(response.content.decode().split())
    version = publish(draft, by=a_user(), at=timezone.now(), why="Reviewed")
    assert version.translations.get().reviewer_name == "Ana Ruiz"
    again = publish(draft, by=a_user(), at=timezone.now(), why="The same")
    assert again.translations.get().reviewer_name == "Ana Ruiz"
    text = texts(draft)[PATH]
    client.post(address(draft), posted(text, "Otra", text.text))
    assert "Nobody has reviewed it" in client.get(address(draft)).content.decode()
    reworded = publish(draft, by=a_user(), at=timezone.now(), why="Reworded in Spanish")
    assert read_in(reworded, "es").by_key["has_allergy"].text == "Otra"
    offered = reworded.translations.get()
    assert (offered.reviewer_name, offered.reviewed_on) == ("", None)


def test_review_is_of_the_texts_that_stood_on_the_page_it_was_asked_from(client, draft):
    whole(draft)
    read = client.get(address(draft)).context["seen"]
    text = texts(draft)[PATH]
    keep_translations(draft, "es", {PATH: (text.source, "Not read by Ana")})
    asked = f"{address(draft, '_read')}?seen={read}"
    standing = client.get(asked).context["form"]["standing"].value()
    refused = client.post(asked, review(standing=standing))
    assert "The translation was changed since you looked" in refused.content.decode()
    assert refused.context["form"]["reviewer"].value() == "Ana Ruiz"
    assert review_of(draft, "es") is None
    client.post(asked, review(standing=refused.context["form"]["standing"].value()))
    assert review_of(draft, "es").reviewer_name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"reviewer": "\u200b"}, {"reviewer": ["Name the person who read it."]}),
        ({"on": "2199-01-01"}, {"on": ["This day has not come yet."]}),
    ],
)
def test_review_names_who_read_it_and_on_a_day_that_was(client, draft, said, complaint):
    whole(draft)
    standing = client.get(address(draft, "_read")).context["form"]["standing"].value()
    response = client.post(address(draft, "_read"), review(standing=standing, **said))
    assert response.context["form"].errors == complaint
    assert review_of(draft, "es") is None


@pytest.mark.parametrize("standing", [{}, {"standing": "x"}])
def test_no_review_is_recorded_for_whom_no_text_was_shown(client, draft, standing):
    whole(draft)
    client.post(address(draft, "_read"), review(**standing))
    assert review_of(draft, "es") is None


def test_only_editors_translate_and_only_into_languages_that_exist(client, draft):
    assert signed_in(FRONT_DESK).get(address(draft)).status_code == 403
    assert client.get(reverse("admin:intake_translation", args=[draft.pk, "xx"])).status_code == 404
    assert "alergia" in client.get(address(draft)).content.decode()

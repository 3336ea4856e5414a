"""Questionnaires go into the database and out again, byte for byte, all or nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intake import models
from tests.make.shipped import DOCUMENT as SHIPPED

pytestmark = pytest.mark.django_db

SLUG = "exosome_pretreatment"


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    """Writes a file: text as it is, anything else as JSON."""

    def write(content):
        path = tmp_path / "q.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


@pytest.fixture
def document():
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def refused(*arguments):
    with pytest.raises(CommandError) as caught:
        run("import_questionnaire", *arguments)
    assert not models.Questionnaire.objects.exists()
    return str(caught.value)


def test_import_and_export_keep_every_byte():
    said = run("import_questionnaire", str(SHIPPED))
    assert said == (f'Imported "{SLUG}" into the draft. Patients see it once it is published.\n')
    assert run("export_questionnaire", SLUG).encode() == SHIPPED.read_bytes()
    assert not models.Version.objects.exists()


def test_published_version_keeps_every_byte():
    said = run("import_questionnaire", str(SHIPPED), "--publish", "--why", "First version")
    assert said == f'Imported "{SLUG}" and published it as version 1.\n'
    assert run("export_questionnaire", SLUG, "--version", "1").encode() == SHIPPED.read_bytes()
    version = models.Version.objects.get()
    assert (version.why, version.published_by) == ("First version", None)


def test_what_was_exported_is_imported_again_unchanged(file):
    run("import_questionnaire", str(SHIPPED))
    exported = run("export_questionnaire", SLUG)
    run("import_questionnaire", file(exported))
    assert run("export_questionnaire", SLUG) == exported


def test_second_import_replaces_the_draft_and_keeps_the_versions(file, document):
    run("import_questionnaire", str(SHIPPED), "--publish", "--why", "First")
    document["title"] = "Another title"
    run("import_questionnaire", file(document), "--publish", "--why", "Second")
    assert run("export_questionnaire", SLUG, "--version", "1").encode() == SHIPPED.read_bytes()
    assert json.loads(run("export_questionnaire", SLUG, "--version", "2")) == document


def test_mistake_is_named_with_its_path(file, document):
    document["sections"][2]["items"][4]["options"] = "none"
    path = file(document)
    assert refused(path) == f"{path}: sections[2].items[4].options: must be a list"


def test_mistake_of_the_rules_is_named_with_its_question(file, document):
    document["points"][0]["triggers"][0]["conditions"][0]["question"] = "nowhere"
    path = file(document)
    assert refused(path).startswith(f"{path}: ")
    assert "nowhere" in refused(path)


def test_nothing_is_imported_when_it_can_not_be_published(file, document):
    document["sections"][1]["items"][0]["settles"] = None
    path = file(document)
    said = refused(path, "--publish", "--why", "Anyway")
    assert said.splitlines()[0] == f"{path}: nothing was imported, because it can't be published:"
    assert "question:anaphylaxis_ever" in said


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "document: not JSON at line 1, column 1"),
        ("[]", "document: this is not a JSON object"),
        ('{"schema": 1', "document: not JSON"),
        ('{"schema": 3, "document": "questionnaire"}', "schema: must be 1 or 2"),
        ('{"schema": 1, "schema": 1}', 'the name "schema" stands twice'),
        ("[" * 1_000 + "]" * 1_000, "nested deeper than 32 levels"),
        (b"\xff\xfe\x00", "this is not UTF-8 text."),
        (b"PK\x03\x04 a zip", "document: not JSON"),
        (b"\x80\x04\x95 a pickle", "this is not UTF-8 text."),
        (b"a: &a [x, x]\nb: &b [*a, *a]\n", "document: not JSON"),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "document: not JSON"),
        (b" " * 1_000_001, "larger than 1,000,000 bytes"),
    ],
    ids=[
        "empty",
        "list",
        "cut",
        "schema",
        "twice",
        "deep",
        "utf16",
        "zip",
        "pickle",
        "yaml",
        "xml",
        "large",
    ],
)
def test_file_that_is_no_questionnaire_is_refused(file, content, complaint):
    path = file(content)
    said = refused(path)
    assert said.startswith(f"{path}: ")
    assert complaint in said


def test_file_that_is_not_there_is_refused(tmp_path):
    path = tmp_path / "nothing.json"
    assert refused(str(path)) == f"{path}: there is no such file."
    assert refused(str(tmp_path)) == f"{tmp_path}: can't be read (Is a directory)."


def test_names_that_the_document_does_not_know_are_refused(file, document):
    path = file({**document, "id": 7, "users": ["admin"], "permissions": ["all"]})
    assert refused(path) == f"{path}: id: this name is not known here"


def test_reason_and_publishing_belong_together():
    assert refused(str(SHIPPED), "--publish").startswith("--publish needs --why")
    assert refused(str(SHIPPED), "--publish", "--why", "  ").startswith("--publish needs --why")
    assert (
        refused(str(SHIPPED), "--why", "x") == "--why is the reason for publishing; add --publish."
    )


def test_unknown_questionnaire_or_version_is_named():
    run("import_questionnaire", str(SHIPPED))
    with pytest.raises(CommandError, match=f'no questionnaire "x". There are: {SLUG}'):
        run("export_questionnaire", "x")
    with pytest.raises(CommandError, match="has no version 3"):
        run("export_questionnaire", SLUG, "--version", "3")

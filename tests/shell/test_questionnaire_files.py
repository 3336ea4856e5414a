"""Questionnaires go into the database and out again, byte for byte, all or nothing."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import models
from intake.actions.catalog.example_patients import keep_example_patient
from intake.actions.catalog.import_draft import import_draft
from tests.make.shipped import AS_OF, RELEASE_0_1, release_0_1
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


# Once what ships is to be read again, importing it says so, and publishing it keeps the reason.
@time_machine.travel(AS_OF, tick=False)
def test_import_and_export_keep_every_byte():
    said = run("import_questionnaire", str(SHIPPED))
    assert said == (f'Imported "{SLUG}" into the draft. Patients see it once it is published.\n')
    assert run("export_questionnaire", SLUG).encode() == SHIPPED.read_bytes()
    assert not models.Version.objects.exists()


@time_machine.travel(AS_OF, tick=False)
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


@time_machine.travel(AS_OF, tick=False)
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


def test_example_patients_come_along_and_take_the_place_of_those_of_their_names():
    """A clinic of release 0.1 kept patients who expect points that content 0.4 does not have."""
    draft = import_draft(release_0_1(), by=None, at=timezone.now())
    for path in sorted((RELEASE_0_1.parent / "patients").glob("*.json")):
        keep_example_patient(draft, json.loads(path.read_text(encoding="utf-8")))
    with pytest.raises(CommandError, match="nothing was imported"):
        run("import_questionnaire", str(SHIPPED), "--publish", "--why", "Content 0.4")
    folder = str(SHIPPED.parent / "patients")
    said = run(
        "import_questionnaire", str(SHIPPED), "--patients", folder, "--publish", "--why", "New"
    )
    assert said == f'Imported "{SLUG}" and published it as version 1.\n'
    kept = set(draft.example_patients.values_list("name", flat=True))
    assert len(kept) == len(list((SHIPPED.parent / "patients").rglob("*.json")))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no example patient in this folder"),
        ({"name": "x", "answers": {"has_allergy": "perhaps"}}, 'no option "perhaps"'),
        ({"name": "x", "clinik": {}}, "clinik: this name is not known here"),
        ({"name": " "}, "name: must be text of at most 200 letters"),
        ("{", "not JSON"),
    ],
)
def test_nothing_is_imported_when_an_example_patient_is_none(tmp_path, content, says):
    if content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "patient.json").write_text(text, encoding="utf-8")
    assert says in refused(str(SHIPPED), "--patients", str(tmp_path))

"""Only a small JSON document is ever imported; bombs of every make are refused at once."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from intake import models
from intake.core.limits import DOCUMENT_BYTES
from tests.make.shipped import DOCUMENT as SHIPPED
from tests.work import counted

pytestmark = pytest.mark.django_db
XML = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">
<!ENTITY d SYSTEM "file:///etc/passwd">]><a>&c;&d;</a>"""
YAML = b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n"


class Opens:
    """What a pickle would run if anybody loaded it."""

    def __reduce__(self):
        return (Path.touch, (Path("/tmp/was-loaded-by-the-import"),))


def zipped() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("questionnaire.json", b"0" * 5_000_000)
    return into.getvalue()


def many_questions() -> bytes:
    """A million questions, as short as they come: far over the size that is read at all."""
    return b'{"schema":1,"sections":[' + b",".join([b'{"key":"q"}'] * 1_000_000) + b"]}"


BOMBS = {
    "50 MB": lambda: b'{"title":"' + b"a" * 50_000_000 + b'"}',
    "a million questions": many_questions,
    "a thousand levels": lambda: b"[" * 1_000 + b"]" * 1_000,
    "a hundred thousand levels": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "yaml": lambda: YAML,
    "zip": zipped,
    "pickle": lambda: pickle.dumps(Opens()),
    "xml": lambda: b'<?xml version="1.0"?><questionnaire schema="1"/>',
    "xml with entities": lambda: XML,
    "a huge number": lambda: b'{"schema":' + b"9" * 500_000 + b"}",
    "no text": lambda: b"\xff\xfe\x00",
    "nothing": lambda: b"",
}

NO_JSON = {"yaml", "xml", "xml with entities", "nothing"}


@pytest.mark.parametrize("name", BOMBS)
def test_c87_a_bomb_is_refused_before_it_costs_anything(name, tmp_path):
    file = tmp_path / "document.json"
    file.write_bytes(BOMBS[name]())
    with counted() as work, pytest.raises(CommandError) as refused:
        call_command("import_questionnaire", str(file))
    assert work.calls < 5_000
    assert work.bytes < 3 * DOCUMENT_BYTES
    assert len(str(refused.value)) < 500
    if name in NO_JSON:
        assert "not JSON at line 1" in str(refused.value), "it was read as something else"
    assert not models.Questionnaire.objects.exists()
    assert not Path("/tmp/was-loaded-by-the-import").exists()


PLANTED = {
    "id": 1,
    "pk": 1,
    "file": "/etc/passwd",
    "url": "http://127.0.0.1:9/x",
    "users": [{"username": "mallory", "is_superuser": True}],
    "permissions": ["add_user"],
    "published_by": 1,
}


@pytest.mark.parametrize("name", PLANTED)
def test_c90_a_document_that_names_ids_files_or_users_is_refused(name, tmp_path):
    document = json.loads(SHIPPED.read_text())
    file = tmp_path / "document.json"
    permissions = Permission.objects.count()
    for place in (document, document["sections"][0], document["sections"][0]["items"][0]):
        was = place.pop(name, None)
        place[name] = PLANTED[name]
        file.write_text(json.dumps(document))
        with pytest.raises(CommandError, match=name):
            call_command("import_questionnaire", str(file))
        del place[name]
        if was is not None:
            place[name] = was
    assert not models.Questionnaire.objects.exists()
    assert not models.User.objects.exists()
    assert Permission.objects.count() == permissions

"""The rooms keep their order: every file of intake/ is parsed, and each rule is proven to bite."""

import ast
from pathlib import Path

import pytest

from tests.boundaries import broken_rules, long_functions

BASE = Path(__file__).resolve().parent.parent
OURS = sorted(
    path.relative_to(BASE)
    for folder in ("intake", "clinicsite", "tests", "bench")
    for path in (BASE / folder).rglob("*.py")
)
INTAKE = [path for path in OURS if path.parts[0] == "intake"]
PRODUCT = {"intake", "clinicsite"}
WRITTEN_BY_HAND = [path for path in OURS if "migrations" not in path.parts]


@pytest.mark.parametrize("path", INTAKE, ids=str)
def test_file_keeps_the_order_of_the_rooms(path):
    assert broken_rules(path.as_posix(), (BASE / path).read_text()) == []


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=str)
def test_file_is_short_and_says_what_lives_there(path):
    source = (BASE / path).read_text()
    assert len(source.splitlines()) <= 300
    assert not source or ast.get_docstring(ast.parse(source)), "it opens without a docstring"


@pytest.mark.parametrize("path", [p for p in WRITTEN_BY_HAND if p.parts[0] in PRODUCT], ids=str)
def test_functions_are_short(path):
    assert long_functions((BASE / path).read_text()) == []


def test_a_long_function_is_found_when_planted():
    lines = "\n".join(f"    a = {n}" for n in range(25))
    assert long_functions(f'def f(\n    a,\n):\n    """Says."""\n{lines}') == []
    assert long_functions(f"class A:\n  def f(a):\n{lines}\n    a = 25") == ["f: 26 lines"]


@pytest.mark.parametrize("path", INTAKE, ids=str)
def test_nothing_is_printed(path):
    calls = [node for node in ast.walk(ast.parse((BASE / path).read_text())) if _prints(node)]
    assert [call.lineno for call in calls] == []


def _prints(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        # against the order of the rooms
        ("intake/core/a.py", "from intake.models import Visit", "core may not import"),
        ("intake/core/a.py", "from ..models import Visit", "core may not import intake.models"),
        ("intake/core/a.py", "from .. import models", "core may not import intake.models"),
        ("intake/core/a.py", "from intake import models", "core may not import intake.models"),
        ("intake/core/a.py", "import intake.models.visits.visits as v", "core may not import"),
        ("intake/core/a.py", "def f():\n    from ..models import Visit", "core may not import"),
        ("intake/models/a.py", "from ..actions import answer", "models may not import"),
        ("intake/models/a.py", "from ..pdf import render", "models may not import"),
        ("intake/actions/a.py", "from ..patient import forms", "actions may not import"),
        ("intake/actions/a.py", "from ..pdf import render", "actions may not import intake.pdf"),
        ("intake/pdf/a.py", "from ..models import Visit", "pdf may not import intake.models"),
        ("intake/pdf/a.py", "from intake.actions import submit", "pdf may not import"),
        ("intake/fhir/a.py", "from ..models import Visit", "fhir may not import intake.models"),
        ("intake/forms/a.py", "from ..patient import sheet", "forms may not import"),
        ("intake/forms/a.py", "from ..models import Visit", "forms may not import intake.models"),
        ("intake/pdf/a.py", "from ..forms import page", "pdf may not import"),
        ("intake/patient/a.py", "from ..provider import views", "patient may not import"),
        ("intake/provider/a.py", "from ..patient import forms", "provider may not import"),
        ("intake/admin/a.py", "from ..provider.views import x", "admin may not import"),
        ("intake/provider/deep/a.py", "from ...admin import x", "provider may not import"),
        ("intake/management/commands/a.py", "from ...patient import x", "management may not"),
        ("intake/models/a.py", "from clinicsite.keys import SIZE", "models may not import"),
        ("intake/patient/a.py", "import importlib\nimportlib.import_module('x')", "hidden import"),
        ("intake/patient/a.py", "__import__('intake.provider')", "hidden import"),
        ("intake/pdf/a.py", "apps.get_model('intake', 'Visit')", "hidden import"),
        ("intake/admin/a.py", "eval(text)", "text run as code"),
        ("intake/admin/a.py", "Template(point.text).render()", "text run as code"),
        ("intake/pdf/a.py", "engine.from_string(text)", "text run as code"),
        ("intake/attic/a.py", "", "there is no room called attic"),
        ("intake/attic.py", "", "there is no room called attic"),
        # a clock, I/O or a package in the core
        ("intake/core/a.py", "import django", "core may not import django: a package"),
        ("intake/core/a.py", "import time", "core may not import time: a clock or I/O"),
        ("intake/core/a.py", "from pathlib import Path", "core may not import pathlib"),
        ("intake/core/a.py", "def f():\n    import random", "core may not import random"),
        ("intake/core/a.py", "datetime.now()", "core may not read a clock: now"),
        ("intake/core/a.py", "datetime.date.today()", "core may not read a clock: today"),
        ("intake/core/a.py", "open('x')", "core may not touch the outside: open"),
        ("intake/core/a.py", "print('x')", "core may not touch the outside: print"),
        # writes where nothing is written
        ("intake/patient/a.py", "visit.save()", "patient may not write"),
        ("intake/patient/a.py", "visit.save(update_fields=['x'])", "patient may not write"),
        ("intake/patient/a.py", "form.save()", "patient may not write"),
        ("intake/provider/a.py", "Visit.objects.create(x=1)", "provider may not write"),
        ("intake/provider/a.py", "Visit.objects.filter(x=1).update(y=2)", "provider may not write"),
        ("intake/provider/a.py", "async def f(v):\n    await v.asave()", "provider may not write"),
        ("intake/provider/a.py", "visit.answers.all().delete()", "provider may not write"),
        ("intake/provider/a.py", "user.groups.add(group)", "provider may not write"),
        ("intake/models/a.py", "Visit.objects.bulk_create(rows)", "models may not write"),
        ("intake/models/a.py", "self.answers.get_or_create(x=1)", "models may not write"),
        ("intake/pdf/a.py", "record.save()", "pdf may not write"),
        ("intake/patient/a.py", "cursor.execute('DELETE FROM x')", "patient may not write"),
        ("intake/management/commands/a.py", "User.objects.create_user('x')", "may not write"),
        # surprises
        ("intake/models/a.py", "from django.db.models.signals import post_save", "no signals"),
        ("intake/models/a.py", "from django.db.models import signals", "no signals"),
        ("intake/models/a.py", "from django.dispatch import receiver", "no signals"),
        (
            "intake/models/a.py",
            "class A(models.Model):\n    def save(self): ...",
            "A overrides save()",
        ),
    ],
)
def test_violation_is_found_when_planted(path, source, complaint):
    assert [found for found in broken_rules(path, source) if complaint in found]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("intake/core/a.py", "import json\nfrom datetime import date\nfrom . import walk"),
        ("intake/core/a.py", "seen.update(codes)\ndigest.update(b'x')"),
        ("intake/models/a.py", "from ..core import walk\nknown.update({'a': 1})"),
        ("intake/actions/a.py", "from ..models import Visit\nVisit.objects.create(x=1)"),
        ("intake/patient/a.py", "from ..actions import answer\nfrom ..pdf import render"),
        ("intake/patient/a.py", "from intake.access.client_address import client_address"),
        ("intake/patient/a.py", "seen.add('x')\nrow.remove('x')\nqueue.clear()"),
        ("intake/pdf/a.py", "document.save(stream)\ndigest.update(text.encode())"),
        ("intake/admin/a.py", "question.save()"),
        ("intake/migrations/a.py", "apps.get_model('intake', 'Visit').objects.update(x=1)"),
    ],
)
def test_nothing_is_found_when_nothing_is_wrong(path, source):
    assert broken_rules(path, source) == []

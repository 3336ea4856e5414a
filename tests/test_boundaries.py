"""The rooms keep their order: every file is parsed once, and each rule is proven to bite."""

import ast
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from tests.boundaries import broken_rules
from tests.circles import circle
from tests.environment import BASE
from tests.journeys.screen import FORMS
from tests.sizes import (
    MOST_LINES_OF_A_MODULE,
    MOST_TEMPLATES,
    MOST_USED_ONCE,
    full_folders,
    long_functions,
    used_once,
    wide_lines,
)

OURS = sorted(
    path.relative_to(BASE)
    for folder in ("intake", "clinicsite", "tests", "bench")
    for path in (BASE / folder).rglob("*.py")
)
BY_HAND = [path for path in OURS if "migrations" not in path.parts]
PRODUCT = [path for path in BY_HAND if path.parts[0] in {"intake", "clinicsite"}]
TEMPLATES = sorted(
    path.relative_to(BASE)
    for folder in ("templates", "intake", "clinicsite")
    for path in (BASE / folder).rglob("*.html")
)


@cache
def text(path: Path) -> str:
    return (BASE / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def test_rooms_keep_their_order():
    intake = [path for path in OURS if path.parts[0] == "intake"]
    assert [line for path in intake for line in broken_rules(path.as_posix(), tree(path))] == []


def test_no_modules_import_each_other_in_a_circle():
    packages = {name(path) for path in PRODUCT if path.name == "__init__.py"}
    assert circle({name(path): tree(path) for path in PRODUCT}, packages) == []


def name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def test_modules_are_short():
    lengths = {path.as_posix(): len(text(path).splitlines()) for path in BY_HAND}
    assert {path: n for path, n in lengths.items() if n > MOST_LINES_OF_A_MODULE} == {}


def test_modules_open_with_what_lives_there():
    silent = [path for path in BY_HAND if text(path) and not text(path).startswith('"""')]
    assert silent == []


def test_functions_are_short():
    found = [long_functions(path.as_posix(), tree(path)) for path in PRODUCT]
    assert sum(found, []) == []


def test_folders_are_not_full():
    assert full_folders(BY_HAND) == []


def test_what_is_used_once_stands_where_it_is_used():
    found = [line for path in PRODUCT for line in used_once(path.as_posix(), tree(path))]
    assert len(found) <= MOST_USED_ONCE


def test_templates_stay_few():
    """A partial with one user is read where it is used, so it is no file of its own."""
    assert len(TEMPLATES) <= MOST_TEMPLATES


def test_templates_have_no_wide_lines():
    assert [line for path in TEMPLATES for line in wide_lines(path.as_posix(), text(path))] == []


def test_every_form_that_posts_carries_its_token():
    posting = [
        (path.as_posix(), inside)
        for path in TEMPLATES
        for tag, inside in FORMS.findall(text(path))
        if 'method="post"' in tag
    ]
    assert len(posting) > 50
    assert [path for path, inside in posting if "{% csrf_token %}" not in inside] == []


@pytest.mark.parametrize(
    ("lines", "last", "found"),
    [
        (24, "if a: b()", []),
        (25, "if a: b()", ["a.py: f has 26 lines"]),
        (39, "b()", []),
        (40, "b()", ["a.py: f has 41 lines"]),
    ],
)
def test_a_long_function_is_found_when_planted(lines, last, found):
    work = "\n".join(f"    a = {n}" for n in range(lines))
    source = f'class A:\n  def f(\n    a,\n  ):\n    """Says."""\n{work}\n    {last}'
    assert long_functions("a.py", ast.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def _f(): ...\na = _f()", ["a.py: _f"]),
        ("def _f(): ...\na = _f() + _f()", []),
        ("def f(): ...\na = f()", []),
        ("class A:\n  def _f(self): ...\na = A()._f()", []),
    ],
)
def test_a_private_function_that_is_used_once_is_found_when_planted(source, found):
    assert used_once("a.py", ast.parse(source)) == found


def test_a_full_folder_is_found_when_planted():
    modules = [PurePosixPath(f"a/{n}.py") for n in range(16)]
    assert full_folders([*modules, PurePosixPath("a/__init__.py")]) == []
    assert full_folders([*modules, PurePosixPath("a/b.py")]) == ["a: 17"]


def test_a_wide_line_is_found_when_planted():
    assert wide_lines("a.html", "x" * 120 + "\n" + "x" * 121) == ["a.html:2"]


@pytest.mark.parametrize(
    "back", ["from . import a", "from .a import f", "import p.a", "def f():\n  from p import a"]
)
def test_a_circle_is_found_when_planted(back):
    sources = {"p": "", "p.a": "from p.b import g", "p.b": back, "p.c": "from . import a"}
    trees = {name: ast.parse(source) for name, source in sources.items()}
    assert set(circle(trees, {"p"})) == {"p.a", "p.b"}
    assert circle({**trees, "p.b": ast.parse("import p.c.d")}, {"p"}) == []


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
        # other machines and programs
        ("intake/patient/a.py", "from http.client import HTTPConnection", "may not reach out"),
        ("intake/admin/a.py", "import urllib.request", "admin may not reach out: urllib.request"),
        ("intake/desk/a.py", "def f():\n    import subprocess", "desk may not reach out"),
        # a clock, I/O or a package in the core
        ("intake/core/a.py", "import django", "core may not import django: a package"),
        ("intake/core/a.py", "import time", "core may not import time: a clock or I/O"),
        ("intake/core/a.py", "from pathlib import Path", "core may not import pathlib"),
        ("intake/core/a.py", "def f():\n    import random", "core may not import random"),
        ("intake/core/a.py", "datetime.now()", "core may not read a clock: now"),
        ("intake/core/a.py", "datetime.date.today()", "core may not read a clock: today"),
        ("intake/core/a.py", "open('x')", "core may not touch the outside: open"),
        ("intake/core/a.py", "print('x')", "core may not touch the outside: print"),
        ("intake/patient/a.py", "print('x')", "nothing is printed"),
        # after the commit
        ("intake/actions/a.py", "transaction.on_commit(partial(mail, visit))", "is a job"),
        # the day of UTC
        ("intake/actions/a.py", "day = at.date()", "a day is the clinic's"),
        ("intake/actions/a.py", "day = visit.sent_at.date()", "a day is the clinic's"),
        ("intake/provider/a.py", "day = timezone.now().date()", "a day is the clinic's"),
        ("intake/admin/a.py", "day = date.today()", "a day is the clinic's"),
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
    assert [found for found in broken_rules(path, ast.parse(source)) if complaint in found]


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
        ("intake/outbox/a.py", "import smtplib\nfrom http.client import HTTPSConnection"),
        ("intake/patient/a.py", "from urllib.parse import urlencode"),
        ("intake/provider/a.py", "here = timezone.localtime(at)\nday = here.date()"),
        ("intake/migrations/a.py", "apps.get_model('intake', 'Visit').objects.update(x=1)"),
    ],
)
def test_nothing_is_found_when_nothing_is_wrong(path, source):
    assert broken_rules(path, ast.parse(source)) == []

"""What a load balancer asks, what an unknown proxy hears, and pages without collected files."""

import logging
import re
import shutil
import threading
from contextlib import nullcontext
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError
from django.template import Context, Template
from django.test import override_settings

from clinicsite.doctor import health
from clinicsite.outages import failed
from clinicsite.static_files import StaticFiles
from intake import __version__

pytestmark = pytest.mark.django_db(transaction=True)
OURS = {"BACKEND": "clinicsite.static_files.StaticFiles"}


@pytest.fixture
def uncollected(settings, tmp_path):
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": OURS}, STATIC_ROOT=tmp_path
    ):
        yield


def test_both_answer_ok_when_all_is_in_place(client):
    for path in ("/healthz", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.content) == (200, f"ok {__version__}\n".encode())


def test_database_that_refuses_is_told(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=away, close=str))
    monkeypatch.setattr(health, "key_problems", away)
    for path in ("/healthz", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.content) == (503, b"not ok: database\n")


def test_what_is_missing_is_named(client, monkeypatch, uncollected):
    monkeypatch.setattr(health, "key_problems", lambda: ["The key is wrong."])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ok: keys static_files\n")
    assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(health, "is_migrated", lambda: False)
    assert client.get("/readyz").content == b"not ok: migrations static_files\n"


def test_database_that_does_not_answer_is_told_in_time(client, monkeypatch):
    thawed = threading.Event()
    monkeypatch.setattr(health, "SECONDS", 0.05)
    frozen = SimpleNamespace(cursor=lambda: thawed.wait(5) and nullcontext(Mock()), close=str)
    monkeypatch.setattr(health, "connection", frozen)
    try:
        assert client.get("/healthz").status_code == 503
        assert client.get("/healthz").content == b"not ok: database\n"
    finally:
        thawed.set()
    health._asked[-1].result(5)
    monkeypatch.undo()
    assert client.get("/healthz").status_code == 200


def test_pages_come_with_plain_names_when_nothing_was_collected(client, uncollected):
    link = Template("{% load static %}{% static 'intake/clinic.css' %}").render(Context())
    assert link == "/static/intake/clinic.css"
    assert not staticfiles_storage.has_manifest()
    assert client.get("/account/sign-in/").status_code == 200
    assert client.get("/nowhere/").status_code == 404


def test_script_is_imported_by_the_name_of_what_stands_in_it(tmp_path):
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    imported = ["ask.js", "session.js", "tablet.js", "photos.js"]
    for name in ("walk.js", *imported):
        shutil.copy(finders.find(f"intake/{name}"), tmp_path)
    list(storage.post_process({each.name: (storage, each.name) for each in tmp_path.iterdir()}))
    collected = (tmp_path / storage.stored_name("walk.js")).read_text()
    assert re.findall(r'"\./(.+?)"', collected) == [*map(storage.stored_name, imported)]
    assert storage.stored_name("session.js") != "session.js"


def test_error_page_comes_even_when_its_own_template_fails(rf, monkeypatch):
    def broken(*_anything):
        raise ValueError("Maria Delgado")

    monkeypatch.setattr("clinicsite.outages.render_to_string", broken)
    response = failed(rf.get("/"))
    assert response.status_code == 500
    assert "This is our mistake, not yours." in response.content.decode()
    assert "Delgado" not in response.content.decode()


def test_proxy_that_is_not_trusted_is_named_instead_of_a_circle(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/account/sign-in/", headers={"x-forwarded-proto": "https"})
    assert response.status_code == 503
    assert "INTAKE_TRUSTED_PROXIES" in response.content.decode()
    assert client.get("/account/sign-in/").status_code == 301


def test_host_name_tried_by_a_scanner_mails_nobody(client):
    chain = logging.getLogger("django.security.DisallowedHost")
    assert not chain.propagate
    assert client.get("/", headers={"host": "scanner.invalid"}).status_code == 400

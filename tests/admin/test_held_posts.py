"""Whoever presses Save after the session ended loses nothing: it is offered after signing in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from intake import models
from intake.actions.accounts.held_posts import held_post
from tests.make.factor import let_in
from tests.make.staff import EDITOR, a_member, a_small_draft, filled, page, read
from tests.provider.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    a_small_draft()
    return models.Question.objects.get(key="has_allergy")


@pytest.fixture
def lee(question):
    return a_member(EDITOR, first_name="Lee")


def posted_too_late(user, question):
    """The text of a question, sent when nobody has pressed anything for a quarter of an hour."""
    client = let_in(Client(), user)
    address = page("question", "change", question.pk)
    posted = {**filled(client.get(address)), "text": "Any allergy, ever?"}
    models.StaffSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    return client.post(address, posted)


def test_what_was_typed_waits_behind_the_sign_in(lee, question):
    response = posted_too_late(lee, question)
    onward = f"{page('question', 'change', question.pk)}%3F_held%3Dyes"
    assert response["Location"].endswith(f"next={onward}")
    again = let_in(Client(), lee)
    address = page("question", "change", question.pk)
    shown = again.get(f"{address}?_held=yes")
    assert f'<form method="post" action="{address}">' in shown.content.decode()
    held = shown.context["held"]
    assert ("text", "Any allergy, ever?") in held["typed"]
    assert "Any allergy, ever?" in shown.content.decode()
    question.refresh_from_db()
    assert question.text != "Any allergy, ever?"
    saved = again.post(address, {**dict(held["inputs"]), "_held": held["row"].pk})
    assert saved.status_code == 302
    question.refresh_from_db()
    assert question.text == "Any allergy, ever?"
    assert not models.HeldPost.objects.exists()


def test_what_waits_is_told_with_its_time_and_is_sent_as_it_stands_on_the_page(lee, question):
    posted_too_late(lee, question)
    again, address = let_in(Client(), lee), page("question", "change", question.pk)
    shown = again.get(f"{address}?_held=yes")
    kept = timezone.localtime(models.HeldPost.objects.get().at)
    assert (
        "Your session had ended when you pressed the button Nothing was saved, and nothing you"
        f" typed is lost: it was kept for you at {kept:%H:%M}. Look at what you" in read(shown)
    )
    (part,) = re.findall('<section class="held".*?</section>', shown.content.decode(), re.DOTALL)
    assert "Any allergy, ever? " in words(part)
    assert f'<a href="{address}">Go on without it</a>' in part
    sent = re.findall(r'name="([^"]*)"\s+value="([^"]*)"', part)
    again.post(address, {name: unescape(value) for name, value in sent})
    question.refresh_from_db()
    assert question.text == "Any allergy, ever?"
    assert not models.HeldPost.objects.exists()


def test_nobody_else_is_offered_it_and_a_dump_reads_none_of_it(lee, question):
    posted_too_late(lee, question)
    other = let_in(Client(), a_member(EDITOR))
    shown = other.get(page("question", "change", question.pk) + "?_held=yes")
    assert shown.context["held"] is None
    assert b"Any allergy, ever?" not in bytes(models.HeldPost.objects.get().body)


def test_who_signed_out_left_nothing_that_a_post_could_be_held_for(lee, question):
    client = let_in(Client(), lee)
    address = page("question", "change", question.pk)
    posted = filled(client.get(address))
    models.StaffSession.objects.all().delete()
    assert "_held" not in client.post(address, posted)["Location"]
    assert not models.HeldPost.objects.exists()


def test_passwords_are_never_held_and_a_held_form_is_forgotten_in_a_day(lee, question):
    client = let_in(Client(), lee)
    models.StaffSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.post(page("user", "add"), {"username": "new", "password1": "a quiet staircase"})
    _row, fields = held_post(lee, page("user", "add"), at=timezone.now())
    assert fields == {"username": ["new"]}
    models.HeldPost.objects.update(at=timezone.now() - timedelta(days=2))
    posted_too_late(lee, question)
    assert models.HeldPost.objects.count() == 1
    assert held_post(lee, page("question", "change", question.pk), at=timezone.now())

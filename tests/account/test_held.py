"""What staff post after their session ended: held for its sender, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.accounts.held_posts import held_post
from intake.core.limits import HELD_POSTS_FOR
from intake.models import sealed
from tests.make.factor import let_in
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh
from tests.make.staff import FRONT_DESK, a_member
from tests.pdf.pages import lost
from tests.provider.pages import address, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return fresh(a_room(a_provider()).submission.visit)


def fall_asleep():
    models.StaffSession.objects.update(expire_date=timezone.now())


def held(visit):
    return "/account/held/?_held=" + address(visit, "points/2/")


def press(client, visit, **more):
    said = {"seen": 0, "revision": 1, "outcome": "discussed", "note-2": "She said it back."}
    return client.post(address(visit, "points/2/"), {**said, **more})


def test_post_after_the_session_ended_is_held_and_sent_after_signing_in(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    response = press(client, visit, password="never held")
    assert response["Location"].startswith("/account/sign-in/?next=/account/held/")
    assert not models.OutcomeRecord.objects.exists()
    assert b"She said" not in bytes(models.HeldPost.objects.get().body)
    let_in(client, visit.provider)
    page = client.get(held(visit)).content.decode()
    kept = "Nothing was recorded. What you entered at"
    assert (
        lost(page, kept, "was kept for you and can be sent now.", "note-2 She said it back.") == []
    )
    assert 'name="leave" value="1"' in page
    assert '<input type="hidden" name="note-2" value="She said it back.">' in page
    assert "never held" not in page
    sent = client.post(held(visit))
    assert (sent.status_code, sent["Location"]) == (307, address(visit, "points/2/"))
    assert not models.HeldPost.objects.exists()
    press(client, visit)
    assert "She said it back." in row_of(visit, 2)


def test_held_post_is_shown_to_nobody_else(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    press(client, visit)
    let_in(client, a_provider())
    assert client.get(held(visit))["Location"] == "/"
    assert models.HeldPost.objects.count() == 1


def test_held_post_is_shown_on_the_page_it_was_posted_to_and_on_no_other(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    press(client, visit)
    other = fresh(a_room(visit.provider).submission.visit)
    let_in(client, visit.provider)
    assert client.get(held(other))["Location"] == "/"
    assert client.get(held(visit)).status_code == 200


def test_a_held_post_is_handed_back_for_a_day_and_no_longer(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    press(client, visit)
    path, over = address(visit, "points/2/"), models.HeldPost.objects.get().at + HELD_POSTS_FOR
    assert held_post(visit.provider, path, at=over - timedelta(seconds=1))
    assert held_post(visit.provider, path, at=over) is None


def test_nothing_is_held_for_somebody_who_works_here_no_more(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    models.User.objects.filter(pk=visit.provider.pk).update(is_active=False)
    press(client, visit)
    assert not models.HeldPost.objects.exists()


def test_held_post_that_can_not_be_read_gives_way_to_one_that_can(visit):
    client = signed_in(visit.provider)
    for note in ("The first.", "The second."):
        fall_asleep()
        press(client, visit, **{"note-2": note})
        let_in(client, visit.provider)
    for note in ("The second.", "The first."):
        assert note in client.get(held(visit)).content.decode()
        newest = held_post(visit.provider, address(visit, "points/2/"), at=timezone.now())[0]
        models.HeldPost.objects.filter(pk=newest.pk).update(body=b"x")
    assert client.get(held(visit))["Location"] == "/"


def test_held_post_is_left(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    press(client, visit)
    let_in(client, visit.provider)
    assert client.post(held(visit), {"leave": "1"})["Location"] == "/"
    assert not models.HeldPost.objects.exists()
    assert not models.OutcomeRecord.objects.exists()


def test_nothing_is_held_of_a_stranger_or_of_what_is_too_long(visit, client):
    press(client, visit)
    mine = signed_in(visit.provider)
    fall_asleep()
    press(mine, visit, **{"note-3": "x" * 400_001})
    assert not models.HeldPost.objects.exists()


@pytest.mark.parametrize("name", ["x" * 36, "", "\u0662" * 36])
def test_name_that_no_held_post_has_stops_nothing(visit, name):
    press(signed_in(visit.provider), visit, _held=name)
    assert models.OutcomeRecord.objects.count() == 1


def test_staying_asks_for_nothing(visit):
    assert signed_in(visit.provider).post("/account/stay/").status_code == 204


def test_keeping_by_itself_after_the_session_ended_leaves_the_next_button_to_be_held(visit):
    client = signed_in(visit.provider)
    fall_asleep()
    script = {"accept": "application/json"}
    assert client.post(address(visit, "keep/"), {"note-2": "x"}, headers=script).status_code == 401
    press(client, visit)
    assert held_post(visit.provider, address(visit, "points/2/"), at=timezone.now())


@pytest.mark.parametrize(
    ("role", "path", "typed"),
    [
        (FRONT_DESK, "/desk/visits/{visit.reference}/name/", {"name": "Maria Delgado Soto"}),
        ("scribe", "/p/type-in/{visit.reference}/", {"language": "en"}),
        ("clinic manager", "/clinic/sites/{visit.site.key}/about/", {"name": "North"}),
    ],
)
def test_post_at_another_door_after_the_session_ended_is_held(visit, role, path, typed):
    member, path = a_member(role), path.format(visit=visit)
    client = signed_in(member)
    fall_asleep()
    response = client.post(path, typed)
    assert response["Location"].startswith("/account/sign-in/?next=/account/held/")
    assert held_post(member, path, at=timezone.now())
    assert visit.reference not in repr(models.HeldPost.objects.values()), "the page tells"


def test_second_factor_typed_beside_a_password_is_never_held(visit):
    """It may be a recovery code; an ordinary field of that name is held."""
    page = reverse("desk:merge", args=[visit.reference])
    for typed, kept in (({"password": "x", "code": "4711-4711"}, False), ({"code": "vial"}, True)):
        client = let_in(Client(), a_member(FRONT_DESK))
        fall_asleep()
        models.HeldPost.objects.all().delete()
        client.post(page, {"why": "twice", **typed})
        held_fields = sealed.open(models.HeldPost.objects.get(), "body")
        assert (typed["code"] in held_fields) is kept and "twice" in held_fields

"""A whole day in one file: the list in front, each sent visit's copy, and what is left out."""

import io
from datetime import time

import pikepdf
import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.sharing import step_in
from intake.core.talk.outcomes import Outcome
from intake.models import Copy
from intake.pdf.copies import Busy, RenderFailed
from intake.printing import conduct
from intake.provider.worklist import day
from tests.make.builders import a_link, a_visit
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import a_room, lifted, marked, signed
from tests.pdf.pages import page_in, text_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return a_provider()


def a_room_at(provider, hour: int) -> models.FrozenDiscussion:
    discussion = a_room(provider)
    visits = models.Visit.objects.filter(pk=discussion.submission.visit_id)
    visits.update(date=timezone.localdate(), time=time(hour))
    return discussion


def unsent(provider, hour: int) -> models.Visit:
    visit = a_visit(provider=provider, day=timezone.localdate(), name="Ann Unsent")
    models.Visit.objects.filter(pk=visit.pk).update(time=time(hour))
    return visit


def printed(user, **asked):
    wanted = {"day": timezone.localdate().isoformat(), **asked}
    return signed_in(user).get("/provider/day.pdf", wanted)


def bookmarks(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [item.title for item in outline.root]


def test_copies_follow_a_list_by_the_clock_each_behind_a_bookmark(provider):
    second, first = a_room_at(provider, 11), a_room_at(provider, 9)
    unsent(provider, 10)
    marked(second, 2, Outcome.WANTS_TIME)
    response = printed(provider)
    pdf = response.content
    assert response["Content-Type"] == "application/pdf"
    assert bookmarks(pdf) == ["List of the day", "09:00 DELGADO, Maria", "11:00 DELGADO, Maria"]
    cover = page_in(pdf, 1)
    assert "3 visits, 2 provider copies in this file" in cover
    assert cover.index("09:00") < cover.index("10:00") < cover.index("11:00")
    assert "UNSENT, Ann" in cover
    assert "Not sent yet: no copy" in cover
    assert "1 hold" in cover
    assert "In discussion, wants time for 1 point" in cover
    text = text_in(pdf)
    places = [text.rindex(f"Ref {each.submission.visit.reference}") for each in (first, second)]
    assert places == sorted(places)


def test_links_lead_from_points_to_answers_of_the_same_copy(provider):
    for hour in (9, 10):
        a_room_at(provider, hour)
    with pikepdf.open(io.BytesIO(printed(provider).content)) as opened:
        places = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        half = (len(opened.pages) - 1) // 2
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        for number, page in enumerate(opened.pages):
            for link in page.obj.get("/Annots", []):
                if "/Dest" in link:
                    target = places[names[str(link.Dest)].D[0].objgen]
                    assert (target - 1) // half == (number - 1) // half
        assert len(names) > 2


def test_signed_copy_is_the_kept_one(provider):
    discussion = a_room_at(provider, 9)
    lifted(discussion)
    signed(discussion)
    assert "Go ahead" in text_in(printed(provider).content)
    assert models.SignedPdf.objects.count() == 1


def test_each_copy_stands_in_the_access_log(provider):
    discussion = a_room_at(provider, 9)
    printed(provider)
    reference = discussion.submission.visit.reference
    assert events(provider) == [
        ("copy_printed", reference, "provider letter revision 1, whole day"),
        ("day_printed", "", "1 visits"),
    ]


def test_only_visits_that_stand_open_are_printed(provider):
    a_room_at(provider, 9)
    theirs = a_room_at(a_provider(first_name="Tom"), 10).submission.visit
    assert theirs.reference not in text_in(printed(provider).content)
    step_in(theirs, reason="Tom is ill", by=provider, at=timezone.now())
    assert theirs.reference in text_in(printed(provider).content)


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ({"day": "2020-01-02"}, 409, "You have no visits on 02-Jan-2020."),
        ({"day": "next week"}, 400, "Give the day as a date, such as 2026-11-22."),
        ({"day": ""}, 400, "Choose the day to print."),
    ],
)
def test_refusal_says_what_to_do(provider, asked, status, sentence):
    response = printed(provider, **asked)
    assert (response.status_code, sentence in response.content.decode()) == (status, True)


def test_day_on_which_nothing_was_sent_is_not_printed(provider):
    a_link(unsent(provider, 9))
    assert "has sent the answers yet" in printed(provider).content.decode()


def test_day_with_too_many_visits_is_not_printed(provider, monkeypatch):
    monkeypatch.setattr(day, "MOST", 1)
    by_a_hand = unsent(provider, 8)
    models.Visit.objects.filter(pk=by_a_hand.pk).update(binding=b"by a hand")
    a_room_at(provider, 9)
    unsent(provider, 10)
    response = printed(provider)
    assert (response.status_code, models.StoredPdf.objects.count()) == (409, 0)
    assert "There are more than 1 visits on this day." in response.content.decode()


def test_copy_that_fails_or_takes_too_long_is_named_on_the_list(provider, monkeypatch):
    def fail(_discussion, **_more):
        raise RenderFailed("killed")

    a_room_at(provider, 9)
    with monkeypatch.context() as broken:
        broken.setitem(conduct.PRINTERS, Copy.PROVIDER, fail)
        assert "Could not be printed" in page_in(printed(provider).content, 1)
    monkeypatch.setattr(day, "SECONDS", -1)
    assert "Not made in time: print the day again" in page_in(printed(provider).content, 1)


def test_altered_record_is_left_out_and_the_others_are_printed(provider):
    altered, whole = a_room_at(provider, 9), a_room_at(provider, 10)
    models.FrozenDiscussion.objects.filter(pk=altered.pk).update(document=b"altered")
    pdf = printed(provider).content
    assert "What is stored cannot be read: no copy" in page_in(pdf, 1)
    assert whole.submission.visit.reference in text_in(pdf)
    assert len(bookmarks(pdf)) == 2


def test_busy_printer_asks_to_come_again(provider, monkeypatch):
    def busy(_discussion, **_more):
        raise Busy

    a_room_at(provider, 9)
    monkeypatch.setitem(conduct.PRINTERS, Copy.PROVIDER, busy)
    response = printed(provider)
    assert (response.status_code, "printer is busy" in response.content.decode()) == (503, True)


def test_worklist_offers_today(provider):
    page = signed_in(provider).get("/provider/").content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page

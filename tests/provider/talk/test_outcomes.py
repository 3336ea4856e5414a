"""Outcomes of a talk: recorded row by row, ticked off, undone, and never lost."""

import re

import pytest
from django.test import Client

from intake import models
from intake.actions.talk.kept_notes import notes_of
from intake.core.talk.outcomes import Outcome
from tests.make.factor import let_in
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import (
    a_room,
    changed_answers,
    corrected,
    fresh,
    marked,
    outcomes_kept,
    signed,
)
from tests.make.values import chose
from tests.provider.pages import address, page_of, part, row_of, talk_of, words

pytestmark = pytest.mark.django_db


def post(client, visit, number, outcome="discussed", **more):
    said = {"outcome": outcome, "note": "", "seen": 0, "revision": 1, **more}
    return client.post(address(visit, f"points/{number}/"), said)


def test_outcome_is_recorded_and_leads_to_the_next_open_row(client, visit):
    response = post(client, visit, 2, "wants_time", note="Asks her sister.")
    assert (response.status_code, response["Location"]) == (302, address(visit) + "#next")
    shown = row_of(visit, 2)
    assert "Wants time : Asks her sister. Ana Ruiz, MD," in shown
    assert "Record another outcome" in shown
    assert events(visit.provider)[0] == ("outcome_recorded", visit.reference, "")


def test_hold_is_lifted_with_a_reason_only(client, visit):
    response = post(client, visit, 1, "lifted")
    page = words(response.content.decode())
    assert response.status_code == 409
    assert "Nothing was recorded Say what you saw or who agreed, so that hold 1 can end." in page
    assert outcomes_kept() == []
    post(client, visit, 1, "lifted", note="Tolerated in 2024.")
    assert "Hold lifted : Tolerated in 2024." in row_of(visit, 1)


def test_each_button_of_the_talk_says_what_it_records(client, visit):
    page = client.get(address(visit)).content.decode()
    buttons = re.findall(r'name="outcome"\s+value="([^"]*)"', page)
    others = ["told", "wants_time", "declined_to_discuss", "not_applicable"]
    assert buttons == ["stays", "lifted", "discussed", *others]


def test_undo_takes_the_outcome_back(client, visit):
    post(client, visit, 2)
    response = client.post(address(visit, "outcomes/1/undo/"))
    assert response["Location"] == address(visit) + "#p2"
    assert "Discussed and understood" not in row_of(visit, 2)
    assert "Undo" not in talk_of(visit)


def test_stale_page_keeps_the_note_and_shows_what_stands(client, visit, discussion):
    marked(discussion, 2, Outcome.DECLINED)
    response = post(client, visit, 2, note="She understood.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "recorded “Declined to discuss” for point 2 after you opened" in words(page)
    assert ">She understood.</textarea>" in page
    assert 'name="seen" value="1"' in page
    post(client, visit, 2, note="She understood.", seen=1)
    assert outcomes_kept() == [(2, "declined_to_discuss"), (2, "discussed")]


def test_note_about_a_revision_that_passed_is_shown_again(client, visit, discussion):
    corrected(discussion, changed_answers(dizzy=chose("no")))
    page = words(post(client, visit, 2, note="She understood.").content.decode())
    assert "The patient has sent a correction." in page
    assert "This point is not in the current revision of the discussion." in page
    assert "She understood." in page


def test_outcome_of_a_point_that_went_is_shown_as_no_longer_applying(client, visit, discussion):
    marked(discussion, 2, note="She understood.")
    corrected(discussion, changed_answers(dizzy=chose("no")))
    shown = words(part(page_of(visit), "gone"))
    assert "Point 2," in shown
    assert "(revision 1): Discussed and understood : She understood." in shown


def test_only_what_is_ticked_is_recorded_as_told(client, visit):
    post(client, visit, 3, "wants_time")
    said = {"seen": 1, "revision": 1}
    nothing = client.post(address(visit, "told/"), said)
    assert (nothing.status_code, "Nothing is ticked." in nothing.content.decode()) == (409, True)
    response = client.post(address(visit, "told/"), {**said, "told": [3, 4]})
    assert response["Location"] == address(visit) + "#everyone"
    assert outcomes_kept() == [(3, "wants_time"), (4, "told")]
    first = client.post(address(visit, "told/"), {**said, "seen": 2, "told": [2]})
    assert (first.status_code, len(outcomes_kept())) == (409, 2)


def test_numbers_that_no_point_has_are_refused_in_words_however_long_they_are(client, visit):
    long = "9" * 5_000
    told = client.post(address(visit, "told/"), {"seen": 0, "revision": 1, "told": [long]})
    assert (told.status_code, "Nothing is ticked." in told.content.decode()) == (409, True)
    kept = client.post(address(visit, "keep/"), {"then": f"point:{long}"})
    assert kept["Location"] == address(visit) + "#next"


def test_ticks_stand_again_after_another_button_until_they_are_told_or_taken_away(client, visit):
    def ticked():
        page = client.get(address(visit)).content.decode()
        return re.findall(r'name="told"\s+value="(\d+)"\s+checked', page)

    said = {"seen": 0, "revision": 1, "told": ["", 3, 4]}
    client.post(address(visit, "points/1/"), {**said, "outcome": "stays"})
    assert (outcomes_kept(), ticked()) == ([(1, "stays")], ["3", "4"])
    client.post(address(visit, "keep/"), {**said, "told": [""]})
    assert ticked() == []
    client.post(address(visit, "keep/"), said)
    client.post(address(visit, "told/"), {**said, "seen": 1})
    assert (outcomes_kept()[1:], ticked()) == ([(3, "told"), (4, "told")], [])
    assert not models.KeptNote.objects.exists()


def test_tick_all_only_ticks(client, visit):
    page = client.get(address(visit), {"tick": "all"}).content.decode()
    assert len(re.findall(r'name="told"[^>]*checked', page)) == 2
    assert outcomes_kept() == []


def test_what_was_typed_in_another_row_is_kept_when_a_button_is_pressed(client, visit):
    said = {"seen": 0, "revision": 1, "outcome": "discussed", "note-1": "Proof", "note-2": "Hers"}
    assert client.post(address(visit, "points/2/"), said).status_code == 302
    page = talk_of(visit)
    assert ">Proof</textarea>" in page
    assert "Discussed and understood : Hers" in row_of(visit, 2)
    refused = client.post(address(visit, "points/1/"), {**said, "outcome": "wrong"})
    assert (refused.status_code, ">Proof</textarea>" in refused.content.decode()) == (409, True)
    assert list(notes_of(visit, visit.provider)) == ["note-1", "note-2"]


def test_note_is_kept_while_it_is_typed_and_forgotten_when_it_is_emptied(client, visit):
    keep = address(visit, "keep/")
    kept = client.post(keep, {"note-1": "Half a"}, headers={"accept": "application/json"})
    assert (kept.status_code, list(kept.json())) == (200, ["kept"])
    assert ">Half a</textarea>" in talk_of(visit)
    assert b"Half a" not in bytes(models.KeptNote.objects.get().content)
    too_long = client.post(keep, {"note-1": "x" * 20_001})
    assert (too_long.status_code, ">Half a</textarea>" in talk_of(visit)) == (409, True)
    assert "x" * 20_001 in too_long.content.decode()
    client.post(keep, {"note-1": " "})
    assert not models.KeptNote.objects.exists()


def test_note_that_was_not_recorded_stands_on_the_page_when_its_row_has_ended(
    client, visit, discussion
):
    client.post(address(visit, "keep/"), {"note-2": "She asks about driving"})
    assert "Typed and not recorded" not in talk_of(visit)
    marked(discussion, 2)
    page = talk_of(visit)
    assert "Typed and not recorded" in page
    assert ">She asks about driving</textarea>" in page


def test_options_stay_ticked_until_the_whole_page_comes_without_them(client, visit):
    def ticked():
        page = client.get(address(visit, "decision/")).content.decode()
        return re.findall(r'name="options"\s+value="(\w+)"[^>]*?\bchecked\b', page)

    keep = address(visit, "keep/")
    client.post(keep, {"options": ["wait", "nothing"]})
    client.post(keep, {"reason": "Half a"})
    assert ticked() == ["wait", "nothing"]
    client.post(keep, {"reason": "Half a", "password": ""})
    assert ticked() == []


def test_decide_keeps_what_was_typed_on_the_way(client, visit):
    response = client.post(address(visit, "keep/"), {"then": "decide", "reason": "Tomorrow"})
    assert response["Location"] == address(visit, "decision/")
    assert "Tomorrow</textarea>" in client.get(response["Location"]).content.decode()


def test_page_of_one_point_is_opened_with_what_was_typed_for_it(client, visit):
    response = client.post(address(visit, "keep/"), {"then": "point:2", "note-2": "Half a"})
    assert response["Location"] == address(visit, "points/2/")
    assert ">Half a</textarea>" in client.get(response["Location"]).content.decode()


def test_note_of_4000_letters_is_recorded_and_a_longer_one_is_kept(client, visit):
    assert post(client, visit, 2, note="y" * 4_000).status_code == 302
    longer = client.post(
        address(visit, "points/3/"),
        {"outcome": "told", "seen": 1, "revision": 1, "note-3": "z" * 4_001},
    )
    assert "shorten it to 4,000" in words(longer.content.decode())
    assert ">" + "z" * 4_001 + "</textarea>" in longer.content.decode()


@pytest.mark.parametrize(
    "broken", [{"outcome": "fine"}, {"seen": "x"}, {"revision": ""}, {"revision": 7}]
)
def test_post_that_is_not_whole_is_an_answer_in_words(client, visit, broken):
    response = post(client, visit, 2, **{"note": "Kept", **broken})
    assert response.status_code == 409
    assert ">Kept</textarea>" in response.content.decode() or "Kept" in response.content.decode()
    assert outcomes_kept() == []


@pytest.mark.parametrize("page", ["points/2/answer/", "told/", "facts/"])
def test_button_whose_page_is_not_whole_records_nothing_and_says_so(client, visit, page):
    posted = {"revision": "x", "seen": 0, "answer": "yes", "told": [3], "fact": "none:"}
    response = client.post(address(visit, page), posted)
    assert response.status_code == 409
    assert "The page was not whole. Record " in response.content.decode()
    assert fresh(visit).recorded == 0


def test_nothing_can_be_recorded_after_signing(client, visit, discussion):
    marked(discussion, 1, Outcome.LIFTED, "Seen.")
    signed(discussion)
    page = talk_of(visit)
    assert "Undo" not in page
    assert 'name="outcome"' not in page
    response = post(client, visit, 2, note="Late")
    assert (response.status_code, "Write an addendum" in response.content.decode()) == (409, True)
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 409
    told = client.post(address(visit, "told/"), {"seen": 9, "revision": 1, "told": [3]})
    assert (told.status_code, "is signed" in told.content.decode()) == (409, True)


def test_another_providers_visit_is_not_found(visit):
    marked_by_owner = signed_in(visit.provider)
    post(marked_by_owner, visit, 2)
    other = a_provider()
    client = signed_in(other)
    assert post(client, visit, 3).status_code == 404
    assert client.post(address(visit, "told/")).status_code == 404
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 404
    assert outcomes_kept() == [(2, "discussed")]
    assert {action for action, *_ in events(other)} == {"denied"}


def test_outcome_of_another_visit_is_not_undone_through_this_one(client, visit):
    other = a_room(a_provider())
    marked(other, 2)
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 404


def test_point_has_a_page_with_every_outcome(client, visit):
    page = words(client.get(address(visit, "points/2/")).content.decode())
    for way in ("Discussed and understood", "Told", "Wants time", "Declined to discuss"):
        assert way in page
    assert "Hold stays" not in page
    assert client.get(address(visit, "outcomes/1/undo/")).status_code == 405


def test_post_without_the_token_is_refused(visit):
    client = Client(enforce_csrf_checks=True)
    let_in(client, visit.provider)
    assert post(client, visit, 2).status_code == 403
    assert outcomes_kept() == []

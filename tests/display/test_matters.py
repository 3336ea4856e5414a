"""What is discussed first, as rows: claims stand in one, whether or not a point heads them."""

from dataclasses import replace

import pytest

from intake.core.discussion.talking_points import Place
from intake.display.matters import discuss_first
from tests.make.discussions import maria
from tests.make.shipped import tried
from tests.make.talks import a_discussion, a_point


def test_claims_that_no_point_heads_are_told_all_the_same():
    made = maria()
    claims = tuple(point for point in made.points if point.number != made.claims_heading)
    matters = discuss_first(replace(made, points=claims))
    assert [each.title.startswith("Heard: “") for each in matters if each.shape == "claim"] == [
        True
    ]


def test_unknowns_that_the_clinic_settles_share_a_row_and_her_own_health_stands_by_itself():
    rows = [each.points for each in discuss_first(tried("knows_nothing").discussion)]
    alone = [points[0].key for points in rows if len(points) == 1]
    shared = {points[0].group for points in rows if len(points) > 1}
    assert alone == ["anaphylaxis_history", "cancer"]
    assert shared >= {"Product", "Clinic"}


@pytest.mark.parametrize(("withdrawn", "rows"), [(False, [[3]]), (True, [[2], [3]])])
def test_what_stands_under_a_hold_is_not_told_again_unless_the_hold_fell_away(withdrawn, rows):
    hold = a_point(1, Place.HOLD, row="allergy", withdrawn=withdrawn)
    made = a_discussion(hold, a_point(2, Place.FIRST, row="allergy"), a_point(3, Place.FIRST))
    found = [[point.number for point in each.points] for each in discuss_first(made)]
    assert found == rows

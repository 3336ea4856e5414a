"""What is discussed first, as rows: claims stand in one, whether or not a point heads them."""

from dataclasses import replace

from intake.display.matters import discuss_first
from tests.make.discussions import maria
from tests.make.shipped import tried


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

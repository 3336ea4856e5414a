"""What is discussed first, as rows: claims stand in one, whether or not a point heads them."""

from dataclasses import replace

from intake.display.matters import discuss_first
from tests.make.discussions import maria


def test_claims_that_no_point_heads_are_told_all_the_same():
    made = maria()
    claims = tuple(point for point in made.points if point.number != made.claims_heading)
    matters = discuss_first(replace(made, points=claims))
    assert [each.title.startswith("Heard: “") for each in matters if each.shape == "claim"] == [
        True
    ]

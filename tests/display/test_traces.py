"""The answers behind a point as a line of paper names them."""

import pytest

from intake.display.traces import places, traces
from tests.make.values import (
    BLANK,
    DISCUSS,
    DONT_KNOW,
    any_of,
    choice,
    chose,
    discussed,
    point,
    questionnaire,
    said,
    when,
)

RAISED = point(
    "label",
    any_of(DISCUSS, when("label", "exists", False), when("label", "=", "shot", "dont_know")),
)
ASKED = questionnaire(choice("label", "shot", "research", "dont_know"), points=[RAISED])


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (BLANK, "label: left blank"),
        (DONT_KNOW, "label: “Dont know”"),
        (chose("shot"), "label: “Shot”"),
    ],
)
def test_a_blank_is_told_as_one_and_stands_in_no_quotation_marks(answer, text):
    made = discussed(ASKED, said(label=answer))
    (raised,) = made.points
    (trace,) = traces(raised.because, places(made))
    assert trace.text == text

"""The clinic's own times: nothing before there are twenty, then low, usual and high."""

from intake.core.questionnaire.times import Took, times_of


def test_nothing_is_told_of_a_page_with_nineteen_sittings():
    assert times_of({"health/1": {10: 19}}) == {}


def test_a_fifth_half_and_four_fifths_are_told_in_the_middle_of_their_steps():
    counts = {"health/1": {5: 4, 20: 6, 60: 6, 175: 4}, "health/2": {0: 19}}

    assert times_of(counts) == {"health/1": Took(7.5, 22.5, 62.5)}

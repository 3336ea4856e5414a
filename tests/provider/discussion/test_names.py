"""Names and ages at the top of every page about a patient."""

from datetime import date

import pytest

from intake.models.sealed import surname_index
from intake.models.visits.names import surname_first
from intake.provider.discussion.names import born


@pytest.mark.parametrize(
    ("name", "surname", "shown"),
    [
        ("Maria Delgado", "Delgado", "DELGADO, Maria"),
        (
            "Juan Carlos Garc\u00eda M\u00e1rquez",
            "garcia marquez",
            "GARC\u00cdA M\u00c1RQUEZ, Juan Carlos",
        ),
        ("Nguyen Van An", "Nguyen", "NGUYEN, Van An"),
        ("Delgado Maria Delgado", "Delgado", "DELGADO, Maria Delgado"),
        ("Madonna", "Madonna", "Madonna"),
        ("DELGADO, Maria", "Delgado", "DELGADO, Maria"),
        ("Maria Delgado", "Smith", "Maria Delgado"),
        ("", "Delgado", ""),
    ],
)
def test_surname_comes_first_when_its_index_tells_which_part_it_is(name, surname, shown):
    assert surname_first(name, surname_index(surname)) == shown


def test_age_counts_from_the_day_after_february_when_born_on_the_29th():
    assert born(date(1948, 2, 29), date(2026, 2, 28)) == "29-Feb-1948 (77y)"
    assert born(date(1948, 2, 29), date(2026, 3, 1)) == "29-Feb-1948 (78y)"

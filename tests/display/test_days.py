"""Days in the words of each language."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import translation

from intake.core.desk.ways import is_one_text
from intake.display.days import short_day_words

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_written_in_letters_of_a_text_message(language):
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    with translation.override(language):
        assert [day for day in days if not is_one_text(short_day_words(day))] == []

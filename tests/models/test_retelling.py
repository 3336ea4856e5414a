"""What a version tells again in the language of its translation."""

import pytest
from django.utils import timezone

from intake.actions.catalog.translate import keep_translation
from intake.core.discussion.discussion import Rank, Unknown
from intake.core.discussion.unknowns import ask_own_doctor
from intake.models.catalog.versions import retelling_in
from tests.make.builders import a_version, shipped_now
from tests.make.shipped import spanish_texts

pytestmark = pytest.mark.django_db


def how_bad(about: str) -> Unknown:
    asked = shipped_now().by_key["allergy_severity"]
    return Unknown(asked.key, asked.short, Rank.UNKNOWN, asked.settles, about, (), asked.ask_doctor)


def test_a_question_about_an_entry_without_a_name_calls_it_by_a_spanish_word():
    version = a_version(shipped_now())
    keep_translation(version, "es", spanish_texts(), at=timezone.now())
    asking = ask_own_doctor([how_bad(""), how_bad("penicilina")])
    assert [*map(retelling_in(version, "es"), asking)] == [
        "¿Qué tan fuerte fue mi reacción a esto?",
        "¿Qué tan fuerte fue mi reacción a penicilina?",
    ]

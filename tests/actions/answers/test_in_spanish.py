"""What is frozen of somebody who answered in another language than the version's own."""

import pytest
from django.utils import timezone

from intake.actions.answers.session import keep_language
from intake.actions.answers.submit import send
from intake.actions.catalog.translate import keep_translation
from intake.actions.talk.editions import freeze_again
from intake.core.discussion.discussion import MedicineLine
from intake.core.documents.translations import Translated
from intake.core.questionnaire.answers import Answers, Chosen
from tests.make.builders import NAME, a_version, a_visit, an_entry, say, shipped_now
from tests.make.shipped import spanish_texts, test_patient

pytestmark = pytest.mark.django_db
APIXABAN = "name/medicines_list/apixaban"


def sent(language: str):
    session = an_entry(a_visit()).session
    submission = session.invitation.visit.submission
    top = {"medicines_risk": Chosen(("beta_blocker",)), "medicines_list": ("Pastilla azul 5 mg",)}
    say(submission, Answers({**test_patient("nothing_to_report").answers.top, **top}))
    keep_language(submission, language)
    return send(submission, session=session, signature=NAME, at=timezone.now())


def test_a_medicine_by_a_name_that_only_the_translation_knows_is_frozen_as_what_it_is():
    version = a_version(shipped_now())
    called = Translated(spanish_texts()[APIXABAN].source, "Pastilla azul")
    keep_translation(version, "es", {**spanish_texts(), APIXABAN: called}, at=timezone.now())
    thins = shipped_now().by_key["medicines_risk"].texts["blood_thinner"]
    known = (MedicineLine("Pastilla azul 5 mg", (thins,), (thins,)),)

    in_spanish, in_english = sent("es"), sent("en")

    assert in_spanish.read().own_words.medicine_lines == known
    assert in_english.read().own_words.medicine_lines == (MedicineLine("Pastilla azul 5 mg"),)
    assert freeze_again(in_spanish.submission.visit, at=timezone.now()) == in_spanish

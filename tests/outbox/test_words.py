"""What messages say, word for word where a word may go wrong."""

import re
from datetime import date, datetime, time

import pytest

from intake import models
from intake.core.desk.ways import is_one_text
from intake.outbox.words import Words, words_for
from tests.make.builders import a_visit, an_invitation

pytestmark = pytest.mark.django_db
SATURDAY = date(2027, 2, 6)


def said_in(language: str, at: time | None = None) -> Words:
    visit = a_visit(day=SATURDAY)
    models.Visit.objects.update(time=at)
    models.Patient.objects.update(language=language)
    return words_for(models.Visit.objects.get(), an_invitation(visit))


@pytest.mark.parametrize(("language", "said"), [("en", "Sat, Feb 6"), ("es", "6 de febrero")])
def test_a_text_names_clinic_and_day_also_on_a_saturday(language, said):
    """Sábado has a letter that a text message has not: in full it would be two."""
    short = said_in(language).short
    assert short.startswith(f"{models.Site.objects.get().sender}: ") and f"{said}: " in short
    assert is_one_text(short)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "before your visit on Saturday, February 6 at 1:00 PM."),
        ("es", "antes de su cita del sábado, 6 de febrero, hora: 1:00 PM."),
    ],
)
def test_a_mail_says_day_and_time_in_a_sentence_with_one_end(language, said):
    mail = said_in(language, time(13))
    html = " ".join(mail.html.split())
    assert f"{said}\n" in mail.text and said in html
    assert ".." not in mail.text + html
    assert f'<html lang="{language}">' in html


def test_a_mail_says_where_to_call_and_where_the_clinic_is():
    phones = {"phone": "555-0142", "after_hours_phone": "555-0199"}
    models.Site.objects.update(**phones, address="12 Main Street, Austin", sender_name="Wu & Sons")
    mail = said_in("en")
    assert "Wu & Sons asks you to fill in a form before your visit on" in mail.text
    for text in (mail.text, mail.html):
        link = r"The link works through \w+, [^.]+\. We ask for your date of birth, never for a"
        assert re.search(f"{link} password or a payment.", text)
        assert "Questions? Call 555-0142. If this is not for you, please call us." in text
        assert "When we are closed: 555-0199." in text
        assert "12 Main Street, Austin" in text


def test_a_mail_of_a_visit_without_a_time_ends_after_its_day():
    assert "on Saturday, February 6.\n" in said_in("en").text


@pytest.mark.parametrize(
    ("language", "last"),
    [("en", "works through Tuesday, February 9."), ("es", "hasta el martes, 9 de febrero")],
)
def test_a_mail_names_the_last_day_on_which_its_link_works(language, last):
    """A link that ends at midnight ends on the day before, by the clock of its clinic."""
    link = an_invitation(visit := a_visit(day=SATURDAY))
    visit.patient.language = language
    link.expires_at = datetime(2027, 2, 10, tzinfo=visit.site.zone)
    assert last in words_for(visit, link).text

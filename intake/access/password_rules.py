"""Refuses staff passwords that a stranger who knows the clinic would try first."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.core.limits import PASSWORD_LETTERS
from intake.models import Site

WORDS_OF_THE_TRADE = {"exosome", "exosomes", "clinic", "intake", "patient", "provider", "doctor"}


class ClinicWordsValidator:
    """A password must still have eight characters once the clinic's own words are taken out."""

    def validate(self, password, user=None):
        if len(password) > PASSWORD_LETTERS:
            raise ValidationError(_("This password is longer than 128 characters."), "too_long")
        known = [settings.CLINIC.name, *Site.objects.values_list("name", flat=True)]
        words = re.findall(r"\w+", " ".join(known).lower())
        names = {word for word in words if len(word) > 3}
        rest = password.lower()
        for word in sorted(WORDS_OF_THE_TRADE | names, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < 8:
            raise ValidationError(
                _("This password is mostly words that everybody here knows."),
                "clinic_words",
            )

    def get_help_text(self):
        return _("Up to 128 characters, and not made of the clinic's own words.")

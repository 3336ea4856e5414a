"""Forms of the clinic's register: dates that can be, and answers picked from the ladder."""

from django import forms
from django.utils import timezone

from intake.admin.shared.forms import StaffForm
from intake.forms.record import NOT_PLAIN, PLAIN_DAYS
from intake.models import EmergencyKit, Lot, Practitioner, Price, Product, ProductPaper

from .facts import HELP, FactsField, documents

FUTURE = "This day lies in the future. Give the day it was really done."
DAY_READ = "When somebody of the clinic last read them."


class RegisterForm(StaffForm):
    """``done_on`` names the dates of things that were done, which can't lie ahead."""

    done_on = ()
    facts = FactsField(help_text=HELP)

    def __init__(self, *args, found=None, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.input_formats, field.error_messages["invalid"] = PLAIN_DAYS, NOT_PLAIN
        if "facts" in self.fields:
            self.fields["facts"].offer(documents() if found is None else found, self.instance.facts)

    def clean(self):
        given = super().clean()
        for name in self.done_on:
            if given.get(name) and given[name] > timezone.localdate():
                self.add_error(name, FUTURE)
        return given


class ProductForm(RegisterForm):
    done_on = ("checked_on",)

    class Meta:
        model = Product
        fields = ("name", "maker", "ind_number", "checked_on", "facts", "in_use")
        help_texts = {
            "name": "As it stands on the label.",
            "maker": "Who makes it, not who sells it.",
            "ind_number": "Of the FDA-allowed study it is given in, if it is.",
            "checked_on": DAY_READ,
        }


class PaperForm(RegisterForm):
    done_on = ("seen_on",)

    class Meta:
        model = ProductPaper
        fields = ("title", "seen_on", "good_until", "facts", "in_use")
        help_texts = {
            "title": "Such as “List of ingredients, March 2026”.",
            "good_until": "Leave it empty if it does not run out.",
        }


class PriceForm(RegisterForm):
    class Meta:
        model = Price
        fields = ("words", "amount", "currency", "valid_from", "facts", "in_use")
        help_texts = {
            "words": "Such as “One injection into a joint, with the visit”.",
            "valid_from": "Visits before this day do not show it.",
        }


class LotForm(RegisterForm):
    done_on = ("made_on", "certificate_on")

    class Meta:
        model = Lot
        fields = (
            "product",
            "number",
            "made_on",
            "expires_on",
            "certificate",
            "certificate_on",
            "facts",
            "in_use",
        )
        help_texts = {
            "number": "Letter by letter as on the vial.",
            "made_on": "If it stands on the label.",
            "expires_on": "The last day it may be given. After it, visits show a gap.",
            "certificate": "Number or title of the maker’s certificate of analysis.",
        }


class PractitionerForm(RegisterForm):
    done_on = ("checked_on",)

    class Meta:
        model = Practitioner
        fields = (
            "name",
            "profession",
            "license_number",
            "license_state",
            "license_good_until",
            "checked_on",
            "check_again_on",
            "facts",
            "in_use",
        )
        help_texts = {
            "license_good_until": "As the state’s register says. After it, visits show a gap.",
            "checked_on": "When somebody looked the license up in the state’s register.",
            "check_again_on": "After this day visits show that it had to be looked up again.",
        }


class KitForm(RegisterForm):
    done_on = ("checked_on",)

    class Meta:
        model = EmergencyKit
        fields = ("place", "checked_on", "check_again_on", "facts", "in_use")
        help_texts = {
            "check_again_on": "After this day visits show that it had to be gone through again.",
        }

"""What staff record of product, lot and person on a visit, at the front desk or in the talk."""

from typing import cast

from django import forms

from intake.core.discussion.in_words import plain_date

PLAIN_DAYS = ("%Y-%m-%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
"""How a day of a label or license may be typed: 04/03/28 would be read as one of two days."""
NOT_PLAIN = "Give the day with its month in letters, or as 2026-12-31: 31-Dec-2026."


class ShownForm(forms.Form):
    """Brings back what its page showed: nothing unseen is overwritten."""

    def brought_up_to(self, **shown):
        """What the page shows now, so that a second try is about that."""
        self.initial.update(shown)
        if self.is_bound:
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which can change
            for name, now in shown.items():
                self.data[name] = now  # type: ignore[index]
        return self


class SeenFields(ShownForm):
    """Every form about a visit: with the number of the last thing recorded that was shown."""

    use_required_attribute = False
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FactFields(forms.Form):
    """A fact as somebody saw it."""

    value = forms.CharField(
        label="What was seen",
        help_text="As it stands on the paper or label.",
        error_messages={"required": "Say what was seen."},
    )
    how = forms.CharField(
        label="How it was verified",
        help_text="For example: read on the vial.",
        error_messages={"required": "Say how it was verified."},
    )
    on = forms.DateField(
        label="Day it was verified",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Give the day it was verified.",
            "invalid": "Give the day as a date, such as 2026-11-22.",
        },
    )


class LotField(forms.ModelChoiceField):
    def label_from_instance(self, lot):
        return f"{lot.product.name}: {lot.number}, good until {plain_date(lot.expires_on)}"


class ChoosingFields(forms.Form):
    """Rows of the register for one visit; ``offered`` are those in use."""

    product: forms.ModelChoiceField = forms.ModelChoiceField(
        None, required=False, empty_label="Not chosen"
    )
    lot = LotField(
        None,
        required=False,
        empty_label="Not chosen",
        help_text="Read the number on the vial. A lot brings its product along.",
    )
    person: forms.ModelChoiceField = forms.ModelChoiceField(
        None, required=False, empty_label="Not chosen", label="Person who gives the treatment"
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        rows = {"product": offered.products, "lot": offered.lots, "person": offered.people}
        for name, queryset in rows.items():
            field = cast(forms.ModelChoiceField, self.fields[name])
            field.queryset = queryset
            field.error_messages["invalid_choice"] = "It is not in use any more. Choose again."

    def clean(self):
        given = super().clean() or {}
        product, lot = given.get("product"), given.get("lot")
        if lot and product and lot.product_id != product.pk:
            other = f"Lot {lot.number} is a lot of {lot.product}. Choose that, or another lot."
            self.add_error("lot", other)
        if lot and not product and "product" not in self.errors:
            given["product"] = lot.product
        return given

"""What acts on a whole draft brings back which one its page showed, and acts on no other."""

from django import forms

from intake.actions.catalog.seen import DraftChanged
from intake.forms.record import ShownForm


class SeenDraftForm(ShownForm):
    """Is refused once if the draft was changed, and is then about the draft as it is now."""

    standing = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["standing"] = standing

    def refuse(self, changed: DraftChanged, *, standing):
        self.add_error(None, str(changed))
        self.brought_up_to(standing=standing)

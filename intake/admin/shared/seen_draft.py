"""What acts on a whole draft acts on the draft that its page showed, and on no other."""

from django import forms

from intake.actions.catalog.import_draft import standing_sha256
from intake.forms.record import ShownForm

CHANGED = "The draft was changed since you looked. Look again before you go on."


class SeenDraftForm(ShownForm):
    """Is refused once if the draft was changed, and is then about the draft as it is now."""

    standing = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["standing"] = standing_sha256(draft)

    def clean(self):
        given, now = super().clean(), self.initial["standing"]
        if given.get("standing") != now:
            self.add_error(None, CHANGED)
            self.brought_up_to(standing=now)
        return given

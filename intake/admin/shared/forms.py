"""Forms of the catalog: text as it is kept, keys made from words and fixed once published."""

from django import forms
from django.core.exceptions import ValidationError

from intake.core.questionnaire.free_text import tidy

from .keys import key_from, published_sections
from .pickers import questionnaire_id_of, refuse_strangers

FIXED = "It was published, so rules and kept answers name it. It can't change any more."
MADE = "Leave it empty and it is made from the words. It can't change once it is published."
TAKEN = "Another one has this key."


class StaffForm(forms.ModelForm):
    """Staff paste text from anywhere; what is kept has no control characters and one line end."""

    def clean(self):
        given = super().clean()
        for name, value in list(given.items()):  # what is refused is taken out meanwhile
            if isinstance(value, str):
                given[name] = tidy(value)
                if value and not given[name] and self.fields[name].required:
                    self.add_error(name, self.fields[name].error_messages["required"])
        named = given.get("questionnaire") or given.get("point") or given.get("section")
        refuse_strangers(self, questionnaire_id_of(named or self.instance))
        return given


class KeyedForm(StaffForm):
    """A record that rules name by a key."""

    key_name = "key"
    words_name = "title"

    def __init__(self, *args, fixed=None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get(self.key_name)
        if field is None:
            return
        field.required, field.help_text = False, MADE
        key = getattr(self.instance, self.key_name)
        if self.instance.pk and key in (self.fixed_keys() if fixed is None else fixed):
            # A disabled field takes no posted value, whoever forges one.
            field.disabled, field.help_text = True, FIXED

    def fixed_keys(self):
        """Keys of such records that are published."""
        raise NotImplementedError

    def taken_keys(self):
        """Keys that others of the same questionnaire have."""
        owner = self.cleaned_data.get("questionnaire", self.instance.questionnaire_id)
        others = self._meta.model.objects.filter(questionnaire=owner).exclude(pk=self.instance.pk)
        return others.values_list(self.key_name, flat=True)

    def make_key(self, words, taken):
        return key_from(words, taken)

    def clean(self):
        given = super().clean()
        if self.key_name not in self.fields or self.errors:
            return given
        taken = set(self.taken_keys())
        if not given.get(self.key_name):
            given[self.key_name] = self.make_key(given.get(self.words_name) or "", taken)
        elif given[self.key_name] in taken:
            self.add_error(self.key_name, ValidationError(TAKEN))
        return given


class SectionForm(KeyedForm):
    def fixed_keys(self):
        return published_sections(self.instance.questionnaire_id)

"""Who is invited, with which roles, at which sites."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions.accounts.welcomes import Newcomer, Part
from intake.actions.visits.contact import AddressRefused, tidy_address
from intake.forms.choices import CheckboxList
from intake.models import User

from .forms import PLAIN, is_one_line
from .opened_with import OpenedWith

ROLE_WORDS = {
    "front desk": gettext_lazy("Front desk"),
    "scribe": gettext_lazy("Scribe"),
    "provider": gettext_lazy("Provider"),
    "clinic manager": gettext_lazy("Clinic manager"),
    "question editor": gettext_lazy("Question editor"),
    "privacy officer": gettext_lazy("Privacy officer"),
    "administrator": gettext_lazy("Administrator"),
}
ROLES = (
    ("front desk", gettext_lazy("Front desk: visits, names, links. No answers.")),
    ("scribe", gettext_lazy("Scribe: types answers in from paper.")),
    ("provider", gettext_lazy("Provider: reads answers, leads the talk, signs.")),
    ("clinic manager", gettext_lazy("Clinic manager: settings of sites, and people.")),
    ("question editor", gettext_lazy("Question editor: the questionnaire. No patients.")),
)
GRANTED = tuple(name for name, _words in ROLES)
"""Roles that a manager gives. The others keep watch over managers too: administrators give them."""


class PartFields(forms.Form):
    """Roles and sites; which can be given goes by what the one who gives them has."""

    use_required_attribute = False
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("What this person does"),
        choices=ROLES,
        widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    sites = forms.MultipleChoiceField(
        label=gettext_lazy("At which sites"),
        widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose at least one site.")},
    )
    EVERYWHERE = "*"

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {site.key: site for site in by.reach}
        choices = [(key, site.name) for key, site in self.sites.items()]
        if by.is_everywhere:
            every = _("Every site, also those that are opened later")
            choices.insert(0, (self.EVERYWHERE, every))
        self.fields["sites"].choices = choices
        if len(choices) <= 2:
            self.initial.setdefault("sites", [choices[0][0]])

    @property
    def part(self) -> Part:
        roles, chosen = self.cleaned_data["roles"], self.cleaned_data["sites"]
        if self.EVERYWHERE in chosen:
            chosen = ()
        return Part(tuple(roles), tuple(self.sites[key] for key in chosen))


class PartForm(OpenedWith, PartFields):
    """Of somebody who has a part. Two people who change the same in different ways are told."""

    def __init__(self, *args, of: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["roles"] = [group.name for group in of.groups.all()]
        self.initial["sites"] = [site.key for site in of.sites.all()] or [self.EVERYWHERE]

    def clean(self) -> dict[str, object]:
        super().clean()
        self.put_beside({name: self.initial[name] for name in self.cleaned_data})
        return self.cleaned_data

    def in_words(self, name: str, value: object) -> str:
        words = {"roles": ROLE_WORDS, "sites": dict(self.fields["sites"].choices)}[name]
        return ", ".join(str(words[each]) for each in value)


class InviteForm(PartFields):
    title, button = gettext_lazy("Invite somebody"), gettext_lazy("Send the invitation")
    intro = gettext_lazy(
        "The person gets a mail with a link, chooses a password there and sets up the second"
        " factor."
    )
    field_order = ("mail", "first_name", "last_name", "credentials", "roles", "sites")
    mail = forms.CharField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The invitation goes there. It is also what is typed to sign in."),
        max_length=150,
        widget=forms.EmailInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("Enter the mail address.")},
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=150,
        validators=[is_one_line],
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("Enter the first name.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Surname"),
        max_length=150,
        validators=[is_one_line],
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("Enter the surname.")},
    )
    credentials = forms.CharField(
        label=gettext_lazy("Letters after the name"),
        help_text=gettext_lazy("Printed with it, such as MD or RN."),
        max_length=40,
        required=False,
        validators=[is_one_line],
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean_mail(self) -> str:
        try:
            return tidy_address(self.cleaned_data["mail"]).lower()
        except AddressRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    @property
    def newcomer(self) -> Newcomer:
        said = self.cleaned_data
        return Newcomer(said["mail"], said["first_name"], said["last_name"], said["credentials"])

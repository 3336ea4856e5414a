"""A schedule of another program, pasted or as a file: read, previewed, and taken when confirmed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.actions.visits.schedule import Change, Line, Planned, compared, take
from intake.core.desk.names import words_of
from intake.feeds.fhir import read_fhir
from intake.feeds.hl7 import read_hl7
from intake.feeds.ics import read_ics
from intake.feeds.seen import MOST_BYTES, FeedRefused, Schedule, Seen, text_of
from intake.feeds.table import Clinic, read_table
from intake.models import Questionnaire, Site, Standing, User

from .access import for_the_desk, site_of_page
from .forms import PLAIN, DeskForm, ProviderField
from .grid import providers, questionnaires
from .in_words import born_words, day_words, time_words

LACKS = {
    "no_name": gettext_lazy("the name is missing"),
    "odd_name": gettext_lazy("the name looks like a formula or a number"),
    "no_birth_date": gettext_lazy("the date of birth is missing"),
    "birth_date": gettext_lazy("the date of birth can be read two ways, or not at all"),
    "no_day": gettext_lazy("the day is missing"),
    "day": gettext_lazy("the day can't be read"),
    "time": gettext_lazy("the time can be read two ways, or not at all"),
    "standing": gettext_lazy("its status contradicts itself"),
    "no_person": gettext_lazy("it names nobody"),
    "broken": gettext_lazy("it can't be read"),
    "which_person": gettext_lazy("several people on record fit"),
    "provider": gettext_lazy("the provider is not known here"),
    "answered": gettext_lazy("the patient has answered: look before you cancel"),
}
COUNTED = {
    Change.NEW: gettext_lazy("%d new"),
    Change.MOVED: gettext_lazy("%d moved"),
    Change.CANCELLED: gettext_lazy("%d cancelled"),
    Change.MISSED: gettext_lazy("%d missed"),
    Change.UNCLEAR: gettext_lazy("%d unclear"),
    Change.UNCHANGED: gettext_lazy("%d unchanged"),
}
ORDER = (
    Change.UNCLEAR,
    Change.MOVED,
    Change.CANCELLED,
    Change.MISSED,
    Change.NEW,
    Change.UNCHANGED,
)
TAKEN = (Change.NEW, Change.MOVED, Change.CANCELLED, Change.MISSED)
PASTED = "pasted"


class ScheduleForm(DeskForm):
    pasted = forms.CharField(
        label=gettext_lazy("Paste the schedule"),
        help_text=gettext_lazy(
            "Copy the lines from your spreadsheet or scheduling program, with their headings."
        ),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, **PLAIN}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"),
        help_text=gettext_lazy("CSV, a calendar (.ics), HL7 or FHIR. At most 1 MB."),
        required=False,
    )
    provider = ProviderField(
        User.objects.none(),
        label=gettext_lazy("Provider, where the schedule names none"),
        required=False,
    )
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label=gettext_lazy("What is asked"),
        error_messages={"required": gettext_lazy("Choose what is asked.")},
    )

    def __init__(self, *args, site: Site, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["provider"].queryset = providers(site)
        self.fields["questionnaire"].queryset = questionnaires()
        for name, choices in (("provider", providers(site)), ("questionnaire", questionnaires())):
            if len(only := list(choices[:2])) == 1:
                self.initial.setdefault(name, only[0])

    def clean(self) -> dict[str, object]:
        given = super().clean()
        upload = given.get("file")
        text = given.get("pasted", "")
        if not text.strip() and not upload:
            raise forms.ValidationError(_("Paste a schedule, or choose a file."))
        content = upload.read(MOST_BYTES + 1) if upload else text.encode()
        try:
            self.schedule = read(content, self.site)
        except FeedRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        self.text = text_of(content)
        return given


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the preview in words."""

    who: str
    when: str
    before: str
    why: str
    reference: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def importing(request: HttpRequest) -> HttpResponse:
    """Nothing is written before the preview was seen and confirmed."""
    form = ScheduleForm(request.POST or None, request.FILES or None, site=site_of_page(request))
    if not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "intake/desk/import.html", {"form": form}, status=status)
    given = form.cleaned_data
    lines = compared(_planned(form, given["provider"]), source=PASTED)
    if "take" in request.POST:
        asks, at = given["questionnaire"], timezone.now()
        done = take(lines, source=PASTED, questionnaire=asks, by=request.user, at=at)
        messages.success(request, _("Taken: %(what)s.") % {"what": _headline(done)})
        days = [line.planned.day for line in lines if line.planned.day]
        return redirect("desk:day", min(days, default=form.site.day(at)).isoformat())
    return render(request, "intake/desk/preview.html", _context(form, lines))


def read(content: bytes, site: Site) -> Schedule:
    """By how it begins: what a file is called says little."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x0b \r\n\t")
    for sign, reading in READERS.items():
        if start.startswith(sign):
            return reading(content, zone=site.zone)
    today = site.day(timezone.now())
    return read_table(content, Clinic(today, site.opens, site.closes, site.is_day_first))


READERS: dict[bytes, Callable[..., Schedule]] = {
    b"MSH": read_hl7,
    b"BEGIN:VCALENDAR": read_ics,
    b"{": read_fhir,
}


def _planned(form: ScheduleForm, otherwise: User | None) -> list[Planned]:
    known = {frozenset(words_of(each.printed_name)): each for each in providers(form.site)}
    told = [_one(seen, known, otherwise) for seen in form.schedule.visits]
    return [replace(each, site=form.site) for each in told]


def _one(seen: Seen, known: dict[frozenset[str], User], otherwise: User | None) -> Planned:
    named = frozenset(words_of(seen.provider))
    fitting = [user for words, user in known.items() if named and named <= words]
    return Planned(
        place=seen.place,
        surname=seen.surname,
        given=seen.given,
        birth_date=seen.birth_date,
        day=seen.day,
        at=seen.at,
        provider=fitting[0] if len(fitting) == 1 else None if named else otherwise,
        standing=Standing(seen.standing.value),
        source_id=seen.source_id,
        told_at=seen.told_at,
        lacks=tuple(code.value for code in seen.unclear),
    )


def _context(form: ScheduleForm, lines: list[Line]) -> dict[str, object]:
    counts = Counter(line.change for line in lines)
    groups = [
        (
            COUNTED[change] % counts[change],
            [_shown(line, form.site) for line in lines if line.change == change],
        )
        for change in ORDER
        if counts[change] and change is not Change.UNCHANGED
    ]
    return {
        "form": form,
        "schedule": form.schedule,
        "text": form.text,
        "headline": _headline(counts),
        "groups": groups,
        "takes": sum(counts[change] for change in TAKEN),
    }


def _headline(counts: dict[Change, int]) -> str:
    return ", ".join(
        words % counts[change] for change, words in COUNTED.items() if counts.get(change)
    )


def _shown(line: Line, site: Site) -> Shown:
    told, today = line.planned, site.day(timezone.now())
    born = born_words(told.birth_date, today) if told.birth_date else ""
    name = ", ".join(filter(None, (told.surname.upper(), told.given)))
    return Shown(
        who=" · ".join(filter(None, (name or told.place, born))),
        when=_when(told.day, told.at),
        before=_when(line.visit.date, line.visit.time) if line.visit else "",
        why="; ".join(str(LACKS[code]) for code in line.why),
        reference=line.visit.reference if line.visit else "",
    )


def _when(day, at) -> str:
    return f"{day_words(day)}, {time_words(at)}" if day else ""

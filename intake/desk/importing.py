"""A schedule of another program, pasted, as a file or from a folder: previewed, then taken."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.actions.access_log import record
from intake.actions.visits.schedule import Change, Line, Planned, compared, take
from intake.actions.visits.told import planned_at, providers, questionnaires
from intake.actions.visits.waiting import UNREADABLE, decide, opened, waiting
from intake.core.desk.seen import Seen, Unclear
from intake.feeds.reading import read
from intake.feeds.seen import MOST_BYTES, FeedRefused, text_of
from intake.feeds.table import Clinic
from intake.models import Questionnaire, Site, User, WaitingLine

from .access import for_the_desk, site_of_page
from .forms import PLAIN, DeskForm, ProviderField
from .in_words import born_words, day_words, time_words
from .settling import Box, Settled, boxes_of, settled

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
    "which_visit": gettext_lazy("the patient has several visits on that day"),
    "signed": gettext_lazy("the talk is signed: the visit took place on its day"),
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
PASTED = "pasted"
AT_ONCE = 50
"""Lines that wait on one page: each is compared with what is entered."""
CONTACT = {
    "mail": gettext_lazy("mail address"),
    "phone": gettext_lazy("mobile"),
    "language": gettext_lazy("language"),
}
LOST = {
    "mail": gettext_lazy("its mail address is none and is not taken over"),
    "phone": gettext_lazy("its number is none and is not taken over"),
}


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
            self.schedule = read(content, clinic_of(self.site), zone=self.site.zone)
        except FeedRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        self.text = text_of(content)
        return given


Rows = list[tuple[Settled, Line]]
"""Each line of a preview as it was completed, and what taking it would do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the preview in words, with a box for everything it lacks."""

    who: str
    when: str
    before: str
    why: str
    adds: str
    boxes: list[Box]


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def importing(request: HttpRequest) -> HttpResponse:
    """Nothing is written before the preview was seen and confirmed."""
    form = ScheduleForm(request.POST or None, request.FILES or None, site=site_of_page(request))
    if not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "intake/desk/import.html", {"form": form}, status=status)
    given, site = form.cleaned_data, form.site
    told = planned_at(site, form.schedule.visits, otherwise=given["provider"])
    completed = [settled(str(at), each, request.POST, site) for at, each in enumerate(told)]
    lines = compared([row.planned for row in completed], source=PASTED)
    rows = list(zip(completed, lines, strict=True))
    if _is_to_be_taken(request, rows):
        asks, at = given["questionnaire"], timezone.now()
        done = take(lines, source=PASTED, questionnaire=asks, by=request.user, at=at)
        return _taken(request, site, done)
    shown = {"form": form, "schedule": form.schedule, "text": form.text}
    return _preview(request, site, rows, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def waiting_lines(request: HttpRequest) -> HttpResponse:
    """What came through a folder and nobody could take without looking, in the same preview."""
    site, at = site_of_page(request), timezone.now()
    kept = list(waiting(site).select_related("site", "provider", "questionnaire")[:AT_ONCE])
    told = zip(kept, _as_told(kept, site), strict=True)
    completed = [settled(row.pk.hex, each, request.POST, site) for row, each in told]
    pairs = zip(kept, completed, strict=True)
    lines = [compared([each.planned], source=row.source)[0] for row, each in pairs]
    rows = list(zip(completed, lines, strict=True))
    if _is_to_be_taken(request, rows):
        left_out = [row for row, each in zip(kept, completed, strict=True) if each.is_left_out]
        wanted = [pair for pair in zip(kept, lines, strict=True) if pair[0] not in left_out]
        done = decide(wanted, left_out, by=request.user, at=at)
        return _taken(request, site, done, left_out=len(left_out))
    record("waiting_read", at=at, by=request.user, detail=f"{len(kept)} lines")
    return _preview(request, site, rows, waits=True)


def clinic_of(site: Site) -> Clinic:
    return Clinic(site.day(timezone.now()), site.opens, site.closes, site.is_day_first)


def _as_told(kept: list[WaitingLine], site: Site) -> list[Planned]:
    """One that can't be opened any more can only be left out."""
    seen = [_opened(row) for row in kept]
    planned = planned_at(site, seen)
    return [
        each if told.provider else replace(each, provider=row.provider)
        for row, told, each in zip(kept, seen, planned, strict=True)
    ]


def _opened(row: WaitingLine) -> Seen:
    try:
        return opened(row)
    except UNREADABLE:
        return Seen(_("a line"), unclear=(Unclear.BROKEN,))


def _is_to_be_taken(request: HttpRequest, rows: Rows) -> bool:
    """What was typed into boxes is first read back, and taken when it was seen as it was read."""
    is_read_back = request.POST.get("read", _stamp([])) == _stamp(rows)
    return "take" in request.POST and is_read_back and not any(row.problems for row, _l in rows)


def _stamp(rows: Rows) -> str:
    typed = [(row.key, row.answers) for row, _line in rows if row.answers]
    return sha256(json.dumps(typed).encode()).hexdigest()[:16]


def _taken(request: HttpRequest, site: Site, done: list[Line], left_out: int = 0) -> HttpResponse:
    counts = Counter(line.change for line in done)
    said = [_headline(counts), _("%d left out") % left_out if left_out else ""]
    what = ", ".join(filter(None, said)) or _("nothing")
    messages.success(request, _("Taken: %(what)s.") % {"what": what})
    days = [line.planned.day for line in done if line.planned.day]
    return redirect("desk:day", min(days, default=site.day(timezone.now())).isoformat())


def _preview(
    request: HttpRequest, site: Site, rows: Rows, *, waits: bool = False, **shown: object
) -> HttpResponse:
    counts = Counter(line.change for _row, line in rows)
    groups = [
        (COUNTED[change] % counts[change], lines)
        for change in ORDER
        if (lines := list(_lines(change, rows, site, waits)))
    ]
    context = {
        "site": site,
        "waits": waits,
        "headline": _headline(counts) or _("No line waits"),
        "groups": groups,
        "read": _stamp(rows),
        "takes": sum(line.does_something for _row, line in rows),
        "asks": any(line.change is Change.UNCLEAR for _row, line in rows),
        **shown,
    }
    status = 400 if any(row.problems for row, _line in rows) else 200
    return render(request, "intake/desk/preview.html", context, status=status)


def _lines(change: Change, rows: Rows, site: Site, waits: bool) -> Iterator[Shown]:
    """Of what is unchanged only the lines that add something, or that somebody completed."""
    for row, line in rows:
        shown = _shown(row, line, site, waits) if line.change == change else None
        if shown and (change is not Change.UNCHANGED or shown.adds or shown.boxes):
            yield shown


def _headline(counts: dict[Change, int]) -> str:
    return ", ".join(
        words % counts[change] for change, words in COUNTED.items() if counts.get(change)
    )


def _shown(row: Settled, line: Line, site: Site, waits: bool) -> Shown:
    told, today = line.planned, site.day(timezone.now())
    born = born_words(told.birth_date, today) if told.birth_date else ""
    name = ", ".join(filter(None, (told.surname.upper(), told.given)))
    return Shown(
        who=" · ".join(filter(None, (name or told.place, born))),
        when=_when(told.day, told.at),
        before=_when(line.visit.date, line.visit.time) if line.visit else "",
        why="; ".join(str(LACKS[code]) for code in line.why),
        adds=_adds(line),
        boxes=boxes_of(row, line, site, may_leave_out=waits),
    )


def _adds(line: Line) -> str:
    """What the patient gets of contact data, and what of the schedule is no address."""
    new = line.adds
    words = [str(CONTACT[name]) for name in CONTACT if getattr(new, name)]
    parts = [_("taken over: %(what)s") % {"what": ", ".join(words)}] if words else []
    if new.phone:
        parts.append(_("no texts before the patient has agreed"))
    lost = line.planned.lost if line.change is Change.NEW else ()
    parts += [str(LOST[code]) for code in lost]
    return "; ".join(parts)


def _when(day, at) -> str:
    return f"{day_words(day)}, {time_words(at)}" if day else ""

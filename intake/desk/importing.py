"""A schedule of another program, pasted, as a file or from a folder: previewed, then taken."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from hashlib import sha256

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from intake.actions.access_log import record
from intake.actions.visits.schedule import PASTED, Change, Line, Planned, compared, take
from intake.actions.visits.told import planned_at, providers, questionnaires
from intake.actions.visits.waiting import UNREADABLE, decide, opened, waiting
from intake.core.desk.seen import Seen, Unclear
from intake.display.days import full_day_words
from intake.feeds.reading import read
from intake.feeds.seen import MOST_BYTES, FeedRefused, text_of
from intake.feeds.table import Clinic
from intake.models import Questionnaire, Site, User, WaitingLine

from .access import for_the_desk, site_of_page
from .forms import PLAIN, DeskForm, ProviderField
from .in_words import CONTACT, LACKS, LOST, born_words, time_words
from .settling import Box, Settled, boxes_of, settled

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
BOXED = 100
"""Lines with boxes on one page, of three each at most: a post has 500 fields."""
AT_ONCE = 50
"""Lines that wait on one page: each is compared with what is entered."""


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
    day_first = forms.NullBooleanField(required=False, widget=forms.HiddenInput)
    """How dates are read that can be read two ways; as the site writes them until the desk says."""

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
        said, site = given.get("day_first"), self.site
        self.is_day_first = site.is_day_first if said is None else said
        clinic = Clinic(site.day(timezone.now()), site.opens, site.closes, self.is_day_first)
        try:
            self.schedule = read(content, clinic, zone=site.zone)
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
    seen, at = form.schedule.visits, timezone.now()
    told = planned_at(site, seen, otherwise=given["provider"], at=at)
    completed = _settled(request, site, [(str(n), each) for n, each in enumerate(told)])
    planned = [row.planned for row in completed]
    lines = compared(planned, source=PASTED)
    rows = list(zip(completed, lines, strict=True))
    if _is_to_be_taken(request, rows):
        asks = given["questionnaire"]
        done = take(planned, source=PASTED, questionnaire=asks, by=request.user, at=at)
        return _taken(request, site, done)
    shown = {"form": form, "schedule": form.schedule, "text": form.text}
    return _preview(request, site, rows, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def waiting_lines(request: HttpRequest) -> HttpResponse:
    """What came through a folder and nobody could take without looking, in the same preview."""
    site, at = site_of_page(request), timezone.now()
    kept = _kept(site)
    completed = _settled(request, site, [(row.pk.hex, told) for row, told in kept])
    filled = [(row, each) for (row, _told), each in zip(kept, completed, strict=True)]
    rows = [(each, compared([each.planned], source=row.source)[0]) for row, each in filled]
    if _is_to_be_taken(request, rows):
        wanted = [(row, each.planned) for row, each in filled if not each.is_left_out]
        left_out = [row for row, each in filled if each.is_left_out]
        done = decide(wanted, left_out, by=request.user, at=at)
        return _taken(request, site, done, left_out=len(left_out))
    record("waiting_read", at=at, by=request.user, detail=f"{len(kept)} lines")
    return _preview(request, site, rows, waits=True)


def _settled(request: HttpRequest, site: Site, told: list[tuple[str, Planned]]) -> list[Settled]:
    """Lines by their keys, with what stands in their boxes."""
    known = {str(each.pk): each for each in providers(site)}
    return [settled(key, each, request.POST, site, known) for key, each in told]


def _kept(site: Site) -> list[tuple[WaitingLine, Planned]]:
    """In the order of their days; one that can't be opened any more can only be left out."""
    kept = list(waiting(site).select_related("site", "provider", "questionnaire")[:AT_ONCE])
    seen = []
    for row in kept:
        try:
            seen.append(opened(row))
        except UNREADABLE:
            seen.append(Seen(_("a line"), unclear=(Unclear.BROKEN,)))
    planned = planned_at(site, seen, at=timezone.now())
    pairs = [
        (row, each if told.provider else replace(each, provider=row.provider))
        for row, told, each in zip(kept, seen, planned, strict=True)
    ]
    return sorted(pairs, key=lambda pair: (pair[1].day or date.max, pair[1].at or time.min))


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
    counts, number = Counter(line.change for _row, line in rows), len(rows)
    headline = _headline(counts)
    if waits:
        some_wait = ngettext("%d line waits", "%d lines wait", number)
        headline = some_wait % number if number else _("No line waits")
    shown_lines = list(_lines(rows, site, waits))
    groups = [
        (COUNTED[change] % counts[change], lines)
        for change in ORDER
        if (lines := [shown for of, shown in shown_lines if of == change])
    ]
    context = {
        "site": site,
        "waits": waits,
        "headline": headline,
        "groups": groups,
        "read": _stamp(rows),
        "takes": sum(line.does_something for _row, line in rows),
        "boxed": BOXED,
        "is_cut": counts[Change.UNCLEAR] > BOXED,
        "asks": counts[Change.UNCLEAR] > 0,
        **shown,
    }
    status = 400 if any(row.problems for row, _line in rows) else 200
    return render(request, "intake/desk/preview.html", context, status=status)


def _lines(rows: Rows, site: Site, waits: bool) -> Iterator[tuple[Change, Shown]]:
    """Of what is unchanged only the lines that add something, or that somebody completed.

    A page has boxes for so many lines; the others get theirs once these are taken.
    """
    asked, today = 0, site.day(timezone.now())
    for row, line in rows:
        boxes = boxes_of(row, line, site, may_leave_out=waits) if asked < BOXED else []
        asked += bool(boxes)
        told, adds = line.planned, _adds(line)
        if line.change is Change.UNCHANGED and not adds and not boxes:
            continue
        name = ", ".join(filter(None, (told.surname.upper(), told.given))) or told.place
        born = born_words(told.birth_date, today) if told.birth_date else ""
        yield (
            line.change,
            Shown(
                who=" · ".join(filter(None, (name, born))),
                when=_when(told.day, told.at),
                before=_when(line.visit.date, line.visit.time) if line.visit else "",
                why="; ".join(str(LACKS[code]) for code in line.why),
                adds=adds,
                boxes=boxes,
            ),
        )


def _headline(counts: dict[Change, int]) -> str:
    return ", ".join(
        words % counts[change] for change, words in COUNTED.items() if counts.get(change)
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
    return f"{full_day_words(day)}, {time_words(at)}" if day else ""

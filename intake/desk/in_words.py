"""Days, times, names and states as the desk reads them, always with the month in letters."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.actions.visits.visits_and_links import (
    BeingTypedIn,
    LinkNotNeeded,
    NothingPublished,
    VisitNotPlanned,
)
from intake.core.desk.dates import Problem
from intake.core.questionnaire.walk import age_on
from intake.display.days import full_day_words
from intake.display.links import last_day_of
from intake.models import CannotOpen, Job, Site

PROBLEMS = {
    Problem.UNREADABLE: gettext_lazy(
        "This is not a date. Write it like 7/14/1979 or Jul 14, 1979."
    ),
    Problem.NO_SUCH_DAY: gettext_lazy("There is no such day. Check the day and the month."),
    Problem.NO_YEAR: gettext_lazy("The year is missing."),
    Problem.IN_FUTURE: gettext_lazy(
        "This day is still to come, so nobody was born on it. Check the year."
    ),
    Problem.TOO_LONG_AGO: gettext_lazy("This is too long ago. Check the year."),
    Problem.TOO_FAR: gettext_lazy("This is more than two years ahead. Check the year."),
}

NO_LINK = {
    CannotOpen: gettext_lazy("This link can't be read any more. Make another one."),
    BeingTypedIn: gettext_lazy("The answers are being typed in from paper: no link works now."),
    LinkNotNeeded: gettext_lazy("The answers were sent. The patient needs no link."),
    NothingPublished: gettext_lazy("This questionnaire has no published version yet."),
    VisitNotPlanned: gettext_lazy("This visit is not planned any more. Take it up again first."),
}
"""Why no link of a visit can be shown or made now."""

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
    "person_not_read": gettext_lazy("the name on a record that fits can't be read"),
    "which_visit": gettext_lazy("the patient has several visits on that day"),
    "signed": gettext_lazy("the talk is signed: the visit took place on its day"),
    "provider": gettext_lazy("the provider is not known here"),
    "past": gettext_lazy("its day is past"),
    "answered": gettext_lazy("the patient has answered: look before you cancel"),
}
"""Why a line of a schedule is unclear."""
CONTACT = {
    "mail": gettext_lazy("mail address"),
    "phone": gettext_lazy("mobile"),
    "language": gettext_lazy("language"),
}
LOST = {
    "mail": gettext_lazy("what stands there is no mail address, and is not taken over"),
    "phone": gettext_lazy("what stands there is no telephone number, and is not taken over"),
}


def born_words(born: date, today: date) -> str:
    """ "Jul 14, 1979 (47 years)": the age shows a wrong year at once."""
    return f"{date_format(born, 'M j, Y')} ({age_words(born, today)})"


def age_words(born: date, today: date) -> str:
    years = age_on(today, born)
    if years:
        return ngettext("%d year", "%d years", years) % years
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return ngettext("%d month", "%d months", months) % months


def time_words(at: time | None) -> str:
    """ "1:30 pm", or a dash where the visit has no time."""
    if at is None:
        return "–"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def moment_words(at: datetime) -> str:
    """ "Fri, Nov 27, 9:40 am", in the site's own time."""
    here = timezone.localtime(at)
    return f"{date_format(here, 'D, M j')}, {time_words(here.time())}"


def failure_words(job: Job) -> str:
    """Why a message did not go out, from its code: the server's own words name the address."""
    if job.code.startswith("refused_"):
        return _("the mail server says: no such address")
    if job.code.startswith("bounced_"):
        return _("the mail came back: no such address")
    if job.code.startswith("number_"):
        return _("the number takes no text messages")
    if job.code == "stopped":
        return _("the patient answered STOP: no more texts")
    if job.code == "no_server" or job.code.startswith("later_"):
        return _("it could not be handed over: nobody answered")
    return _("it could not be made")


def last_day_words(site: Site, ends: datetime) -> str:
    """A link ends at midnight: what is said is the last whole day, with the zone it is meant in."""
    day, zone = full_day_words(last_day_of(ends, site.zone)), f"{site.here(ends):%Z}"
    return _("through %(day)s (%(zone)s)") % {"day": day, "zone": zone}

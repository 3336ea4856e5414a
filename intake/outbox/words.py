"""The words of messages: day, time, link, last day, phone. No name, no treatment, no answer."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake.actions.visits.visits_and_links import token_of
from intake.core.desk.ways import is_one_text
from intake.display.days import clock_words, short_day_words, weekday_words
from intake.display.links import last_day_of, link_address
from intake.models import Invitation, Submission, Visit


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str = ""
    short: str = ""
    """For a text message: one of 160 letters wherever the clinic's name leaves room for it."""


def words_for(visit: Visit, link: Invitation) -> Words:
    """Made when it is sent and kept nowhere; in the language that the patient chose before.

    Until then in the one that the desk or a schedule says is hers.
    """
    submission = Submission.objects.filter(visit=visit).only("language").first()
    chosen = (submission.language if submission else "") or visit.patient.language
    with translation.override(chosen or settings.LANGUAGE_CODE):
        address = link_address(token_of(link))
        when = {"day": weekday_words(visit.date), "time": clock_words(visit.time)}
        context = {
            "clinic": visit.site,
            "day": _("%(day)s at %(time)s") % when if visit.time else when["day"],
            "address": address,
            "last": weekday_words(last_day_of(link.expires_at, visit.site.zone)),
        }
        return Words(
            subject=_("Please fill in a form before your visit"),
            text=render_to_string("intake/outbox/message.txt", context),
            html=render_to_string("intake/outbox/message.html", context),
            short=_short(visit, address),
        )


def _short(visit: Visit, address: str) -> str:
    """The link and STOP are never left out; everything else only where one text holds it."""
    when = {
        "clinic": visit.site.sender,
        "day": short_day_words(visit.date),
        "address": address,
    }
    whole = _(
        "%(clinic)s: please fill in a form before %(day)s: %(address)s We ask for your date of"
        " birth. Reply STOP to stop"
    )
    brief = _("%(clinic)s: your form for %(day)s: %(address)s Reply STOP to stop")
    bare = _("Your form for %(day)s: %(address)s Reply STOP to stop")
    fitting = (said for said in (whole % when, brief % when) if is_one_text(said))
    return next(fitting, bare % when)


def words_for_provider(visit: Visit) -> Words:
    """Neither who it is nor what was found: a mailbox is read on many screens."""
    context = {
        "clinic": visit.site,
        "day": weekday_words(visit.date),
        "address": f"{settings.CLINIC.public_url}{reverse('provider:worklist')}",
    }
    return Words(
        subject=_("A visit of yours is to be looked at before its day"),
        text=render_to_string("intake/outbox/to_provider.txt", context),
    )

"""How far the paper of a visit is, and what stands in the way of typing it in, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions.answers.from_paper import Refusal, refusals
from intake.actions.visits.people import name_of
from intake.display.days import clock_words
from intake.models import CannotOpen, Submission, User, Visit
from intake.models.visits.visits import birth_date_of

SHORT = {
    Refusal.NOT_PLANNED: gettext_lazy("Not planned any more"),
    Refusal.SENT: gettext_lazy("Answers were sent"),
    Refusal.CORRECTING: gettext_lazy("Being corrected by the patient"),
    Refusal.ANSWERING: gettext_lazy("Answering on the link right now"),
    Refusal.BEGUN: gettext_lazy("Begun on the link"),
    Refusal.COLLEAGUE: gettext_lazy("Being typed in by a colleague"),
    Refusal.NOTHING_PUBLISHED: gettext_lazy("Questionnaire not published"),
    Refusal.ALTERED: gettext_lazy("Altered in the database"),
}
IN_FULL = {
    Refusal.NOT_PLANNED: gettext_lazy(
        "This visit was cancelled, missed or entered by mistake. The front desk can take it up"
        " again."
    ),
    Refusal.SENT: gettext_lazy(
        "The answers to this visit were sent. Nothing is typed in over them. If the paper says"
        " something else, tell the provider: only the provider can have sent answers corrected."
    ),
    Refusal.CORRECTING: gettext_lazy(
        "The answers were sent before, and the provider reopened them for the patient to correct on"
        " the link. A correction is not typed in from paper."
    ),
    Refusal.ANSWERING: gettext_lazy(
        "The patient has the form open on the link right now. Ask which is to count. If it is the"
        " paper, the patient closes the form without answering; 20 minutes later you can begin."
    ),
    Refusal.BEGUN: gettext_lazy(
        "The patient has answered some of it on the link, and the two are never mixed. Let the"
        " patient finish there. If the paper is to count, the front desk marks this visit as"
        " entered by mistake and enters it again; the paper is then typed in for the new visit."
    ),
    Refusal.COLLEAGUE: gettext_lazy(
        "A colleague has begun to type this paper in, and goes on with it. If that is not going to"
        " happen, take out what was typed and begin again."
    ),
    Refusal.NOTHING_PUBLISHED: gettext_lazy("This questionnaire has no published version yet."),
    Refusal.ALTERED: gettext_lazy(
        "What is stored about this visit was altered in the database, so nothing is typed in for"
        " it. Tell an administrator."
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A visit as it is found by the paper in one's hand."""

    reference: str
    name: str
    born: str
    day: str
    time: str
    provider: str
    treatment: str
    site: str
    state: str
    is_open: bool
    is_begun: bool


def rows_of(visits: Iterable[Visit], *, by: User, at: datetime) -> list[Row]:
    """Opens the names of these visits; the number of queries does not grow with them."""
    listed = list(visits)
    found = refusals(listed, by=by, at=at)
    return [row_of(visit, found.get(visit.pk), by) for visit in listed]


def row_of(visit: Visit, why: Refusal | None, by: User) -> Row:
    submission: Submission | None = getattr(visit, "submission", None)
    is_begun = submission is not None and submission.typist_id == by.pk
    begun = _("You have begun: go on") if is_begun else _("Paper can be typed in")
    try:
        name = name_of(visit.patient).listed
        born = date_format(birth_date_of(visit.patient), "M j, Y")
    except CannotOpen:  # one damaged name must not take the whole list away
        name, born = _("Name can't be read"), _("on a date that can't be read")
    return Row(
        reference=visit.reference,
        name=name,
        born=born,
        day=date_format(visit.date, "D, M j, Y"),
        time=clock_words(visit.time) or "–",
        provider=visit.provider.printed_name,
        treatment=visit.questionnaire.title,
        site=visit.site.name,
        state=str(SHORT[why]) if why else begun,
        is_open=why is None,
        is_begun=is_begun and why is None,
    )

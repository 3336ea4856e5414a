"""Opens everything that is sealed and compares what belongs together: finds what a hand altered.

The database refuses what can be refused without the keys; here it is looked at with them.
Sentences name rows and tell no content.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, Model, QuerySet

from intake import models
from intake.actions.talk.signature import SignatureState, in_order, state_of
from intake.actions.visits.people import surname_of, terms_of_all
from intake.models import SubmissionState, TalkState, VisitState, sealed
from intake.models.sealed import is_bound

from .rotate_keys import sealed_columns

AT_ONCE = 50
"""Rows in memory at a time: a copy on paper has 160 KB."""
STANDS_FOR = {
    SubmissionState.OPEN: VisitState.OPENED,
    SubmissionState.SENT: VisitState.SENT,
    SubmissionState.REOPENED: VisitState.REOPENED,
}


def altered_records() -> Iterator[str]:
    """A sentence for every row that is not as the product left it."""
    for model, names in sealed_columns().items():
        for row in _each(model._default_manager.all()):
            yield from _unreadable(row, names)
    yield from _misfiled()
    for rows, why in _at_odds():
        yield from (f"{row._meta.label} {row.pk}: {why}" for row in _each(rows))
    yield from _gone()
    visits = models.Visit.objects.filter(sign_offs__isnull=False).distinct()
    for visit in _each(visits.select_related("submission")):
        signed = in_order(visit)
        if len(signed) != visit.sign_offs.count():
            yield f"{visit._meta.label} {visit.pk}: its decisions do not follow each other"
        for each in signed:
            if state_of(each) is SignatureState.NOT_VALID:
                yield f"{each._meta.label} {each.pk}: not the content that was signed"


def _each(rows: QuerySet) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=AT_ONCE)


def _unreadable(row: Model, names: list[str]) -> Iterator[str]:
    for name in names:
        if name == "binding" or getattr(row, name) is None:
            continue
        try:
            sealed.open_bytes(row, name)
        except sealed.CannotOpen as problem:
            yield str(problem)
    if "binding" in names and not is_bound(row):
        yield f"{row._meta.label} {row.pk}: not as it was bound"


def _misfiled() -> Iterator[str]:
    """Whoever is filed under another name, birth date or number is found for another."""
    for patient in _each(models.Patient.objects.prefetch_related("terms")):
        try:
            born = date.fromisoformat(sealed.open(patient, "birth_date"))
            number = sealed.open(patient, "phone") if patient.phone else ""
            filed = {
                patient.birth_date_index: sealed.birth_date_indexes(born),
                patient.surname_index: sealed.surname_indexes(surname_of(patient)),
                patient.phone_index: sealed.blinds("phone", number) if number else [""],
            }
            terms = {term.digest for term in patient.terms.all()}
            all_terms = terms_of_all(patient)
            named = {digest for term in all_terms for digest in sealed.term_indexes(term)}
        except sealed.CannotOpen:
            continue  # said already
        if any(index not in known for index, known in filed.items()) or terms - named:
            where = f"{patient._meta.label} {patient.pk}"
            yield f"{where}: filed under another name, birth date or number"


def _at_odds() -> Iterator[tuple[QuerySet, str]]:
    """Rows that contradict others, each with why."""
    submissions, visits = models.Submission.objects, models.Visit.objects
    sent = submissions.filter(state=SubmissionState.SENT)
    fitting = sent.filter(discussions__revision=F("revision"))
    yield sent.exclude(pk__in=fitting.values("pk")), "sent, and nothing that was sent is there"
    yield (
        submissions.exclude(sheet__stamp=F("stamp")).filter(sheet__isnull=False),
        "its sheet is of another moment",
    )
    for state, standing in STANDS_FOR.items():
        yield visits.filter(submission__state=state).exclude(state=standing), "its state is not so"
    yield visits.filter(talk=TalkState.SIGNED, sign_offs=None), "signed by nobody"
    yield (
        visits.exclude(talk=TalkState.SIGNED).filter(sign_offs__isnull=False).distinct(),
        "signed, and not shown so",
    )
    yield models.FrozenDiscussion.objects.filter(brief=None), "its holds were wiped"
    erased = models.AccessEvent.objects.filter(action="erased").values("visit")
    yield models.Stone.objects.exclude(pk__in=erased), "no line of the log says who erased it"


def _gone() -> Iterator[str]:
    """Visits that the log speaks of, with no record and no stone; photos that nobody took away."""
    spoken_of = models.AccessEvent.objects.filter(visit__isnull=False).order_by()
    known = models.Visit.objects.values("pk"), models.Stone.objects.values("pk")
    gone = spoken_of.exclude(visit__in=known[0]).exclude(visit__in=known[1])
    for number in gone.values_list("visit", flat=True).distinct():
        yield f"Visit {number}: gone without a stone"
    lines = models.AccessEvent.objects.order_by().values_list("detail", flat=True)
    added = lines.filter(action="photo_added").exclude(visit__in=models.Stone.objects.values("pk"))
    removed = set(lines.filter(action="photo_removed"))
    kept = {str(pk) for pk in models.Photo.objects.values_list("pk", flat=True)}
    for pk in sorted(set(added) - removed - kept):
        yield f"{models.Photo._meta.label} {pk}: gone, and nobody took it away"

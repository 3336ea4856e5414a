"""A short questionnaire with a hold, a ladder and a checklist, and functions around its talk."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.answers import submit
from intake.actions.answers.sheet import load_answers
from intake.actions.register import Chosen
from intake.actions.talk import editions
from intake.actions.talk.corrections import confirm_unchanged, reopen
from intake.actions.talk.load import choices_of, entry_of, outcomes_of, verified_of
from intake.actions.talk.outcomes import ONE_BY_ONE, Mark, mark
from intake.actions.talk.sign_off import Signing, sign_off
from intake.actions.talk.verify import Fact, choose, verify
from intake.actions.visits import enter
from intake.core.questionnaire.answers import Answers, Unsaid
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.questionnaire.points import Severity
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.core.talk.together import Together
from intake.core.talk.verified_facts import EXPIRY, LOT, verified_now
from intake.models import sealed
from tests.make.builders import BIRTH_DATE, NAME, a_sent_submission, a_user, a_version, a_visit, say
from tests.make.guards import guards_down
from tests.make.values import all_of, choice, chose, point, questionnaire, said, when

HOLD, DIZZY, ALWAYS, ALSO = "reaction", "dizziness", "healing", "cost"

ROOM = questionnaire(
    choice("allergy", "yes", "no", "dont_know", short="Allergy"),
    choice("dizzy", "yes", "no", short="Dizzy"),
    choice("source", "cord", "placenta", "dont_know", short="Source"),
    choice("given_by", "doctor", "nurse", "dont_know", short="Given by"),
    choice("tests", "seen_in_writing", "told_only", "asked_not_given", short="Donor tests"),
    points=(
        point(HOLD, all_of(Severity.HOLD, when("allergy", "=", "yes"))),
        point(DIZZY, all_of(Severity.DISCUSS_FIRST, when("dizzy", "=", "yes"))),
        point(ALWAYS, always=Severity.INFORM),
        point(ALSO, always=Severity.INFORM),
    ),
    roles=Roles(ladder=(Rung("source"), Rung("given_by"), Rung("tests"))),
)
ANSWERS = said(
    allergy=chose("yes"),
    dizzy=chose("yes"),
    source=chose("cord"),
    given_by=Unsaid.DONT_KNOW,
    tests=chose("told_only"),
)
"""Raises point 1 (a hold), point 2 (to discuss first), and 3 and 4 for everyone."""


def a_room(
    provider: models.User | None = None, answers: Answers = ANSWERS
) -> models.FrozenDiscussion:
    """A visit whose answers were sent, and nothing recorded yet."""
    if not models.Version.objects.filter(questionnaire__slug=ROOM.key).exists():
        a_version(ROOM)
    return a_sent_submission(visit=a_visit(provider=provider), answers=answers)


def fresh(visit: models.Visit) -> models.Visit:
    return models.Visit.objects.get(pk=visit.pk)


def owner_of(discussion: models.FrozenDiscussion) -> models.User:
    return fresh(discussion.submission.visit).provider


def holds_of(visit: models.Visit) -> int:
    """As a list tells them: those that fell away count until a clinician has confirmed that."""
    brief = editions.briefs_of([visit.pk])[visit.pk]
    return brief["holds"] + brief["withdrawn"]


def outcomes_kept() -> list[tuple[int, str]]:
    """Point and outcome of every row there is."""
    rows = models.OutcomeRecord.objects.select_related("by", "discussion", "takes_back")
    return [(each.number, str(each.outcome)) for each in map(entry_of, rows.order_by("sequence"))]


def reworded(row: models.OutcomeRecord | models.SignOff, **said: object) -> None:
    """Other words in a sealed document, by somebody with database and key in hand."""
    told = {**json.loads(sealed.open(row, "content")), **said}
    sealed.seal(row, "content", json.dumps(told))
    with guards_down(connection):
        type(row).objects.filter(pk=row.pk).update(content=row.content)


def marked(
    discussion: models.FrozenDiscussion,
    number: int,
    outcome: Outcome = Outcome.DISCUSSED,
    note: str = "",
    *,
    by: models.User | None = None,
    seen: int | None = None,
) -> models.OutcomeRecord:
    """An outcome by the visit's provider, who has seen everything."""
    visit = fresh(discussion.submission.visit)
    return mark(
        discussion,
        Mark(number, outcome, note),
        by=by or visit.provider,
        at=timezone.now(),
        seen=visit.recorded if seen is None else seen,
    )


def lifted(discussion: models.FrozenDiscussion, number: int = 1) -> models.OutcomeRecord:
    return marked(discussion, number, Outcome.LIFTED, "Tolerated penicillin in 2024, record seen.")


TOGETHER = Together(
    yes="Yes, I want it.",
    why_open="No time today.",
    why_unknown="The papers come with the next delivery.",
)
GO_AHEAD = Decision(DecisionKind.GO_AHEAD, "All holds lifted.", together=TOGETHER)
DECLINE = Decision(DecisionKind.DECLINE, "No papers of the product.", together=TOGETHER)


def made_ready(discussion: models.FrozenDiscussion) -> models.FrozenDiscussion:
    """Everything that going ahead waits for, holds and reasons apart; the edition that stands."""
    visit = fresh(discussion.submission.visit)
    by, at = visit.provider, timezone.now()
    if not visit.choicerecords.exists():
        lot = models.Lot.objects.first() or a_lot()
        person = models.Practitioner.objects.first() or a_practitioner()
        chosen = Chosen(product=lot.product, lot=lot, person=person)
        choose(visit, chosen, by=by, at=at, seen=visit.recorded)
    seen_on = timezone.localdate(at)
    seen = verified_now(verified_of(visit))
    for fact in {LOT, EXPIRY}.difference(seen):
        read = {LOT: choices_of(visit)[-1].shown.lot or "A12", EXPIRY: "31-Dec-2030"}[fact]
        made = Fact(fact, read, "Read on the vial", seen_on)
        verify(visit, made, by=by, at=at, seen=fresh(visit).recorded)
    now = editions.newest(visit)
    if not visit.confirmedrecords.exists():
        confirm_unchanged(now, by=by, at=at)
    for end in outcomes_now(now.read(), outcomes_of(visit)).points:
        if end.is_open and not end.is_hold and end.point.place in ONE_BY_ONE:
            marked(now, end.point.number)
    return now


def signed(
    discussion: models.FrozenDiscussion,
    decision: Decision = GO_AHEAD,
    *,
    by: models.User | None = None,
    at: datetime | None = None,
    seen: int | None = None,
) -> models.SignOff:
    if decision.together is None:
        decision = replace(decision, together=TOGETHER)
    if decision.kind is DecisionKind.GO_AHEAD:
        discussion = made_ready(discussion)
    visit = fresh(discussion.submission.visit)
    return sign_off(
        discussion,
        Signing(decision, role="Treating provider"),
        by=by or visit.provider,
        at=at or timezone.now(),
        seen=visit.recorded if seen is None else seen,
    )


def a_signed_room(provider: models.User | None = None) -> models.SignOff:
    discussion = a_room(provider)
    lifted(discussion)
    return signed(discussion)


def reopened(
    discussion: models.FrozenDiscussion, *, at: datetime | None = None
) -> models.PatientSession:
    """Given back to the patient, who has entered by the new link."""
    at = at or timezone.now()
    token = reopen(discussion.submission.visit, reason="Wrong medicine", by=a_user(), at=at)
    entered = enter.try_birth_date(enter.find_invitation(token), BIRTH_DATE, at=at)
    assert isinstance(entered, enter.Entered), entered
    return entered.session


def corrected(discussion: models.FrozenDiscussion, answers: Answers) -> models.FrozenDiscussion:
    """The next revision: reopened, changed and sent by the patient."""
    session = reopened(discussion)
    submission = models.Submission.objects.get(pk=discussion.submission_id)
    say(submission, answers)
    return submit.send(submission, session=session, signature=NAME, at=timezone.now())


def changed_answers(**changes: object) -> Answers:
    return Answers({**ANSWERS.top, **changes})


def a_product(**columns: object) -> models.Product:
    made = {"name": "Glow", "maker": "Acme", "checked_on": date(2026, 1, 2)}
    return models.Product.objects.create(**{**made, **columns})


def a_lot(product: models.Product | None = None, **columns: object) -> models.Lot:
    in_a_year = timezone.localdate() + timedelta(days=365)
    made = {
        "product": product or a_product(),
        "number": "A12",
        "expires_on": in_a_year,
        "certificate": "COA-77",
        "certificate_on": date(2026, 1, 5),
    }
    return models.Lot.objects.create(**{**made, **columns})


def a_practitioner(**columns: object) -> models.Practitioner:
    made = {
        "name": "Kim Lee",
        "profession": "Registered nurse",
        "license_number": "RN 1234",
        "license_state": "Texas",
        "checked_on": date(2026, 1, 2),
    }
    return models.Practitioner.objects.create(**{**made, **columns})


def a_kit(**columns: object) -> models.EmergencyKit:
    today = timezone.localdate()
    made = {
        "place": "Room 1",
        "checked_on": today - timedelta(days=1),
        "check_again_on": today + timedelta(days=90),
    }
    return models.EmergencyKit.objects.create(**{**made, **columns})


def stored_answers(discussion: models.FrozenDiscussion) -> Answers:
    return load_answers(models.Submission.objects.get(pk=discussion.submission_id)).answers

"""Sends the answers: the discussion is computed once and frozen with the signature under it."""

from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import category

from django.db import transaction
from django.utils.translation import gettext as _

from intake import models
from intake.actions.access_log import record, record_patient
from intake.actions.jobs import ask_anew
from intake.actions.talk import editions
from intake.actions.visits.messages import tell_provider
from intake.actions.visits.visits_and_links import let_out, sessions_of, wipe_tokens
from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion, FromPaper
from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.free_text import text_fault, tidy
from intake.core.questionnaire.questionnaire import Group
from intake.core.questionnaire.walk import Asked, Walk
from intake.models.catalog.versions import answered_in
from intake.models.sealed import anchor, bind
from intake.models.visits.visits import facts_to_discuss

from .page_drafts import Draft, drafts_of, still_asked
from .sheet import Given, PageSaid, load_answers, page_saved, walked


class NotComplete(Exception):
    """Something is still to be answered, or a page that was left must be gone through first."""

    def __init__(
        self,
        missing: tuple[Asked, ...],
        short_groups: tuple[Group, ...],
        drafts: tuple[Draft, ...],
    ) -> None:
        self.missing = missing
        self.short_groups = short_groups
        self.drafts = drafts
        super().__init__(
            f"{len(missing)} answers, {len(short_groups)} groups, {len(drafts)} drafts"
        )


class NotSigned(Exception):
    """The typed name can't stand as a signature; the message says why, for the patient."""


@dataclass(frozen=True)
class OnPaper:
    """The form was signed by hand on a day, and somebody read back what was typed from it."""

    signed_on: date
    read_back_by: str


@dataclass(frozen=True)
class Signed:
    """A signature, and what comes with it on its page."""

    name: str
    pages: tuple[PageSaid, ...] = ()
    """The statements above it."""
    language: str = ""
    """What it was read in, which the copy is printed in; empty leaves what was chosen before."""
    on_paper: OnPaper | None = None


def sign_and_send(
    submission: models.Submission,
    signed: Signed,
    *,
    given: Given,
    session: models.PatientSession,
    at: datetime,
) -> None:
    """Keep the statements and send, or neither. ``given`` must be loaded from this submission."""
    with transaction.atomic():
        for said in signed.pages:
            page_saved(submission, said, given=given)
        _sent(submission, signed, session, at)


def send(
    submission: models.Submission,
    *,
    session: models.PatientSession,
    signature: str,
    at: datetime,
    on_paper: OnPaper | None = None,
) -> models.FrozenDiscussion:
    """Freeze what was said. Sending twice, or eight times at once, sends once.

    The session that sends may still show the copy, unless the device goes to the next person;
    every other session of the visit ends. The copies on paper are printed by a worker.
    """
    with transaction.atomic():
        return _sent(submission, Signed(signature, on_paper=on_paper), session, at)


def _sent(
    submission: models.Submission, signed: Signed, session: models.PatientSession, at: datetime
) -> models.FrozenDiscussion:
    """Last comes what workers do once this is committed: both papers, a mail where a hold is."""
    name = signed_name(signed.name)
    if session.invitation.visit_id != submission.visit_id:
        raise ValueError("The session belongs to another visit")
    locked = _taken(submission)
    if locked.state == models.SubmissionState.SENT:
        return locked.discussions.filter(revision=locked.revision).earliest("edition")
    given, facts = load_answers(locked), facts_to_discuss(locked.visit)
    walk = walked(locked, given, facts, at=at)
    expect_complete(locked, given, walk)
    paper = _from_paper(locked, session, signed.on_paper, walk, at)
    locked.language = signed.language or locked.language
    made = _discussion(locked, given, facts, paper, at)
    frozen = editions.frozen(locked, made, given.answers, name, at)
    _close(locked, session, frozen, at)
    visit, revision = locked.visit, f"revision {frozen.revision}"
    if session.typist:
        head = record("sent_from_paper", at=at, by=session.typist, visit=visit, detail=revision)
    else:
        head = record_patient("sent", at=at, visit=visit, detail=revision)
    anchor(frozen, head)
    frozen.save(force_insert=True)
    ask_anew(models.JobKind.PRINT_SENT, visit=visit, subject=frozen.pk, at=at)
    tell_provider(frozen, at=at)
    submission.state, submission.sent_at = locked.state, locked.sent_at
    return frozen


def _taken(submission: models.Submission) -> models.Submission:
    return (
        models.Submission.objects.select_for_update(of=("self", "visit"), no_key=True)
        .select_related("visit__patient", "visit__provider", "visit__site", "version")
        .defer("version__document")
        .get(pk=submission.pk)
    )


def _from_paper(
    submission: models.Submission,
    session: models.PatientSession,
    on_paper: OnPaper | None,
    walk: Walk,
    at: datetime,
) -> FromPaper | None:
    """What every copy says of it. Only whoever types can send what is on paper, and nothing else.

    Another who took the entry over meanwhile has a session of his or her own.
    """
    if on_paper is None and session.typist_id is None:
        return None
    if on_paper is None or session.typist is None or session.typist_id != submission.typist_id:
        raise ValueError("Typed in from paper by whoever has the paper, or not at all")
    if on_paper.signed_on > submission.visit.site.day(at):
        raise NotSigned("Nobody signed on a day still to come")
    left = dict.fromkeys(each.question.short for each in walk.asked if each.is_left_blank)
    reader = signed_name(on_paper.read_back_by)
    return FromPaper(session.typist.printed_name, reader, on_paper.signed_on, (*left,))


def signed_name(signature: str) -> str:
    """The typed name as it is kept; ``NotSigned`` for what nobody could read as a name."""
    name = tidy(signature)
    letters = [letter for letter in name if letter.isalpha()]
    # One letter is a whole name only where a letter is a word.
    is_name = len(letters) >= 2 or any(category(letter) == "Lo" for letter in letters)
    if not name:
        raise NotSigned(_("Type your name to sign."))
    if fault := text_fault(name, SHORT_TEXT):
        raise NotSigned(_(fault.words) % fault.values)
    if not is_name:
        raise NotSigned(_("Type your full name, as you would sign it."))
    return name


def expect_complete(submission: models.Submission, given: Given, walk: Walk) -> None:
    """Raise ``NotComplete`` unless the answers can be sent as they are."""
    drafts = tuple(draft for _page, draft in still_asked(drafts_of(submission, given), walk))
    if walk.missing or walk.short_groups or drafts:
        raise NotComplete(walk.missing, walk.short_groups, drafts)


def reopen(submission: models.Submission, *, by: models.User, at: datetime) -> None:
    """Let the patient correct what was sent, as a new revision beside the old one.

    Sessions end: the sent answers are shown again only after the birth date. Doors reopen with
    ``correct.reopen``, which asks for a reason and makes the link.
    """
    with transaction.atomic():
        locked = (
            models.Submission.objects.select_for_update(of=("self", "visit"), no_key=True)
            .select_related("visit")
            .get(pk=submission.pk)
        )
        if locked.state != models.SubmissionState.SENT:
            return
        locked.state, locked.revision = models.SubmissionState.REOPENED, locked.revision + 1
        locked.save(update_fields=["state", "revision"])
        locked.visit.state = models.VisitState.REOPENED
        locked.visit.save(update_fields=["state"])
        let_out(sessions_of(locked.visit), at=at)
        record("reopened", at=at, by=by, visit=locked.visit, detail=f"revision {locked.revision}")


def _discussion(
    submission: models.Submission,
    given: Given,
    facts: VisitFacts,
    paper: FromPaper | None,
    at: datetime,
) -> Discussion:
    version = submission.version
    as_of = submission.visit.site.here(at)
    edition = Edition(version.number, submission.revision, as_of, from_paper=paper)
    last = submission.discussions.first() if submission.revision > 1 else None
    return discuss(
        answered_in(version, submission.language or ""),
        given.answers,
        facts,
        edition,
        last.read() if last else None,
        clinic=editions.clinic_of(submission.visit, on=submission.visit.site.day(at)),
    )


def _close(
    submission: models.Submission,
    session: models.PatientSession,
    frozen: models.FrozenDiscussion,
    at: datetime,
) -> None:
    submission.state = models.SubmissionState.SENT
    submission.sent_at = max(at, submission.opened_at)
    submission.typist = None
    submission.save(update_fields=["state", "sent_at", "typist", "language"])
    submission.drafts.all().delete()
    visit = submission.visit
    visit.state = models.VisitState.SENT
    visit.save(update_fields=["state"])
    if frozen.revision > 1:
        ended = {"ending": models.Ending.SENT, "ended_at": at}
        visit.reopenings.filter(ended_at=None).update(**ended)
    wipe_tokens(visit.invitations.all())
    let_out(sessions_of(visit).exclude(pk=session.pk), at=at)
    session.sent_revision = frozen.revision
    if session.invitation.is_on_device:
        session.ended_at = max(at, session.started_at)
    bind(session)
    session.save(update_fields=["sent_revision", "ended_at", "binding"])

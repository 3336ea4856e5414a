"""What is kept: the draft catalog, published versions, visits, submissions, records, access log."""

from .access import AccessEvent, Actor
from .catalog import Option, Question, Questionnaire, Section
from .people import User
from .records import Copy, FrozenDiscussion, Paper, PdfState, StoredPdf
from .rules import Claim, Evidence, Point, ShowIf, Trigger, TriggerCondition
from .sealed import CannotOpen
from .submissions import AnswerRecord, AnswerRow, PageDraft, Submission, SubmissionState
from .topics import Citation, Topic
from .versions import Version
from .visits import Invitation, Patient, PatientSession, Visit, VisitState

__all__ = [
    "AccessEvent",
    "Actor",
    "AnswerRecord",
    "AnswerRow",
    "CannotOpen",
    "Citation",
    "Claim",
    "Copy",
    "Evidence",
    "FrozenDiscussion",
    "Invitation",
    "Option",
    "PageDraft",
    "Paper",
    "Patient",
    "PatientSession",
    "PdfState",
    "Point",
    "Question",
    "Questionnaire",
    "Section",
    "ShowIf",
    "StoredPdf",
    "Submission",
    "SubmissionState",
    "Topic",
    "Trigger",
    "TriggerCondition",
    "User",
    "Version",
    "Visit",
    "VisitState",
]

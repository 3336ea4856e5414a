"""What is kept: the draft catalog, versions, visits, submissions, talks, register, access log."""

from .access import AccessEvent, AccessHead, Actor
from .catalog import Option, Question, Questionnaire, Section
from .factor import Authenticator, RecoveryCode
from .people import StaffSession, User
from .reach import AccessGrant, Ending, Reassignment, Reopening
from .records import Copy, FrozenDiscussion, Paper, PdfState, StoredPdf
from .register import EmergencyKit, Lot, Practitioner, Price, Product, ProductPaper, Registered
from .retention import Asker, LegalHold, Lifting, Reason, Stone
from .rules import Claim, Evidence, Point, ShowIf, Trigger, TriggerCondition
from .sealed import CannotOpen
from .signoff import Addendum, SignedPdf, SignOff
from .submissions import AnswerRecord, AnswerRow, PageDraft, Submission, SubmissionState
from .talk import ChoiceRecord, ConfirmedRecord, OutcomeRecord, VerifiedRecord
from .topics import Citation, Topic
from .trials import TestPatient
from .versions import Version
from .visits import Invitation, Patient, PatientSession, TalkState, Visit, VisitState
from .wording import Waiver, WordsToAvoid

__all__ = [
    "AccessEvent",
    "AccessGrant",
    "AccessHead",
    "Actor",
    "Addendum",
    "AnswerRecord",
    "AnswerRow",
    "Asker",
    "Authenticator",
    "CannotOpen",
    "ChoiceRecord",
    "Citation",
    "Claim",
    "ConfirmedRecord",
    "Copy",
    "EmergencyKit",
    "Ending",
    "Evidence",
    "FrozenDiscussion",
    "Invitation",
    "Lot",
    "LegalHold",
    "Lifting",
    "Option",
    "OutcomeRecord",
    "PageDraft",
    "Paper",
    "Patient",
    "PatientSession",
    "PdfState",
    "Point",
    "Practitioner",
    "Price",
    "Product",
    "ProductPaper",
    "Question",
    "Questionnaire",
    "Reassignment",
    "RecoveryCode",
    "Registered",
    "Reopening",
    "Section",
    "ShowIf",
    "SignOff",
    "SignedPdf",
    "Reason",
    "Section",
    "ShowIf",
    "StaffSession",
    "Stone",
    "StoredPdf",
    "Submission",
    "SubmissionState",
    "TalkState",
    "TestPatient",
    "Topic",
    "Trigger",
    "TriggerCondition",
    "User",
    "VerifiedRecord",
    "Version",
    "Visit",
    "VisitState",
    "Waiver",
    "WordsToAvoid",
]

"""What is kept: the draft catalog, versions, visits, submissions, talks, register, access log."""

from intake.models.catalog.versions import Translation
from intake.models.visits.states import Standing, TalkState, VisitState, WhyNotPlanned

from .accounts import StaffSession, User
from .answers import AnswerSheet, PageDraft, Submission, SubmissionState
from .catalog.citations import Citation, Topic
from .catalog.evidence import Evidence
from .catalog.example_patients import ExamplePatient
from .catalog.page_times import PageTime
from .catalog.points import Claim, Point, ShowIf, Trigger, TriggerCondition
from .catalog.questions import Option, Question, Questionnaire, Section
from .catalog.versions import Version
from .catalog.wording import ListedName, Waiver, WordsToAvoid
from .devices import Device
from .factor import Authenticator, Passkey, RecoveryCode
from .held_posts import HeldPost
from .jobs import Job, JobKind, JobState, LastRun
from .key_checks import KeyCheck
from .photos import Photo, PhotoKind
from .privacy.access_log import AccessEvent, AccessNote, AccessSeal, Actor, NoteKind
from .privacy.retention import Asker, LegalHold, Lifting, Reason, Stone
from .register import EmergencyKit, Lot, Practitioner, Price, Product, ProductPaper, Registered
from .sealed import CannotOpen
from .sites import DateOrder, PaperSize, Site, SiteLogo
from .talk.discussions import Copy, FrozenDiscussion, Paper, PdfState, StoredPdf
from .talk.kept_notes import KeptNote
from .talk.recorded import ChoiceRecord, ConfirmedRecord, OutcomeRecord, VerifiedRecord
from .talk.sharing import AccessGrant, Ending, Reassignment, Reopening
from .talk.sign_off import Addendum, SignedPdf, SignOff
from .visits.patients import Patient, Way
from .visits.people import NameTerm, VisitMerged, VisitMoved, WhyMerged, WhyMoved
from .visits.visits import Invitation, PatientSession, Visit
from .visits.waiting import LineDecision, WaitingLine
from .welcomes import Welcome

__all__ = [
    "AccessEvent",
    "AccessGrant",
    "AccessNote",
    "AccessSeal",
    "Actor",
    "Addendum",
    "AnswerSheet",
    "Asker",
    "Authenticator",
    "CannotOpen",
    "ChoiceRecord",
    "Citation",
    "Claim",
    "ConfirmedRecord",
    "Copy",
    "Device",
    "LineDecision",
    "EmergencyKit",
    "Ending",
    "Evidence",
    "FrozenDiscussion",
    "HeldPost",
    "Invitation",
    "Job",
    "JobKind",
    "JobState",
    "KeyCheck",
    "LastRun",
    "NoteKind",
    "Lot",
    "KeptNote",
    "LegalHold",
    "NameTerm",
    "Standing",
    "VisitMerged",
    "VisitMoved",
    "WhyMerged",
    "WhyMoved",
    "WhyNotPlanned",
    "Lifting",
    "ListedName",
    "Option",
    "OutcomeRecord",
    "Passkey",
    "PageDraft",
    "PageTime",
    "Paper",
    "Patient",
    "PatientSession",
    "PdfState",
    "Photo",
    "PhotoKind",
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
    "Site",
    "SiteLogo",
    "DateOrder",
    "PaperSize",
    "Stone",
    "StoredPdf",
    "Submission",
    "SubmissionState",
    "TalkState",
    "ExamplePatient",
    "Topic",
    "Translation",
    "Trigger",
    "TriggerCondition",
    "User",
    "VerifiedRecord",
    "Version",
    "Visit",
    "VisitState",
    "Waiver",
    "WaitingLine",
    "Way",
    "Welcome",
    "WordsToAvoid",
]

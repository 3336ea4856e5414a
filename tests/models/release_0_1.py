"""A clinic as release 0.1 left it: one of everything that the upgrade has to carry over."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps.registry import Apps
from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.models import sealed
from tests.make.small import SMALL

RELEASE_0_1 = "0007_roles_of_0_1"
NOTE = "She has it from her mother. " * 60
DIGEST = {"Invitation": "1" * 64, "PatientSession": "2" * 64, "RecoveryCode": "3" * 64}
ROWS = UUID(int=11), UUID(int=12)
"""Entries of allergies: the first was removed."""

# What a column was sealed with in release 0.1.
BOUND = {
    "AnswerRecord": ("submission_id", "row_id", "question"),
    "PageDraft": ("submission_id", "row_id", "page"),
    "FrozenDiscussion": ("submission_id", "revision", "sha256"),
    "OutcomeRecord": ("visit_id", "sequence", "discussion_id", "number", "outcome", "by_id"),
    "VerifiedRecord": ("visit_id", "sequence", "fact", "by_id"),
    "SignOff": ("visit_id", "discussion_id", "decision", "signer_id", "sha256"),
}


def sealed_as_0_1_did(label: str, column: str, text: str, *bound: object) -> bytes:
    key_id, key = next(iter(settings.SEALING_KEYS.items()))
    head = sealed.MAGIC_OF_0_1 + bytes([len(key_id)]) + key_id.encode()
    words = [str(word).encode() for word in (label, column, *bound)]
    place = b"".join(b"%d:%s" % (len(word), word) for word in words)
    return head + bytes(12) + AESGCM(key).encrypt(bytes(12), text.encode(), head + place)


class Clinic:
    """Three visits: one is being filled in, one is signed, and one was sent and has a choice."""

    def __init__(self, old: Apps) -> None:
        self.old, self.at = old, timezone.now()
        self.ana = self.staff()
        self.draft = self.made("Questionnaire", slug="small", title="Small")
        text = questionnaire_to_json(SMALL)
        self.version = self.made(
            "Version", questionnaire=self.draft, number=1, document=text, sha256=sha256_of(text),
            published_at=self.at, why="x",
        )  # fmt: skip
        self.made("TestPatient", questionnaire=self.draft, name="Ana, 30", answers={"a": 1})
        self.lost = self.made("Patient", id=UUID(int=1), name=b"x", birth_date=b"x")
        self.maria = self.made(
            "Patient", id=UUID(int=2), name="Maria Delgado-García", birth_date="1979-03-14"
        )
        self.filled_in(self.visit("EV-1", self.lost, "opened"))
        self.signed(self.sent(self.visit("EV-2", self.maria, "sent", holds=2)))
        self.chosen(self.sent(self.visit("EV-3", self.maria, "sent", holds=1)))

    def made(self, name: str, /, **columns: object) -> Model:
        """A row as it was kept; texts of sealed columns are sealed as they were then."""
        model = self.old.get_model("intake", name)
        row = model(**columns)
        for field in model._meta.fields:
            text = columns.get(field.name)
            if isinstance(field, sealed.SealedField) and isinstance(text, str):
                bound = (row.pk, *(getattr(row, each) for each in BOUND.get(name, ())))
                label = model._meta.label_lower
                setattr(row, field.name, sealed_as_0_1_did(label, field.name, text, *bound))
        row.save(force_insert=True)
        return row

    def staff(self) -> Model:
        ana = self.made("User", username="ana", is_staff=True, password="!")
        ana.groups.add(self.old.get_model("auth", "Group").objects.get(name="provider"))
        self.made("Authenticator", user=ana, seed="x", made_at=self.at, confirmed_at=self.at)
        self.made("RecoveryCode", user=ana, sha256=DIGEST["RecoveryCode"])
        self.made(
            "StaffSession", session_key="k", session_data="x", expire_date=self.at,
            started_at=self.at, user=ana,
        )  # fmt: skip
        return ana

    def visit(self, reference: str, patient: Model, state: str, **columns: object) -> Model:
        visit = self.made(
            "Visit", patient=patient, provider=self.ana, questionnaire=self.draft, state=state,
            reference=reference, date=self.at.date(), created_at=self.at, created_by=self.ana,
            **columns,
        )  # fmt: skip
        is_sent = state == "sent"
        self.made(
            "Submission", visit=visit, version=self.version, opened_at=self.at, counter=9,
            state="sent" if is_sent else "open", sent_at=self.at if is_sent else None,
        )  # fmt: skip
        return visit

    def filled_in(self, visit: Model) -> None:
        """One entry of two was removed, one answer is blank, one page was left."""
        invitation = self.made(
            "Invitation", visit=visit, token_sha256=DIGEST["Invitation"], created_at=self.at,
            created_by=self.ana, expires_at=self.at + timedelta(days=1), is_on_device=True,
        )  # fmt: skip
        self.made(
            "PatientSession", invitation=invitation, key_sha256=DIGEST["PatientSession"],
            started_at=self.at, seen_at=self.at,
        )  # fmt: skip
        submission = visit.submission
        for pk, position, removed_at in ((ROWS[0], 1, self.at), (ROWS[1], 2, None)):
            self.made(
                "AnswerRow", id=pk, submission=submission, group="allergies", position=position,
                removed_at=removed_at,
            )  # fmt: skip
        for row, question, value, revision in (
            (None, "full_name", '"Maria"', 1),
            (None, "has_allergy", '["yes"]', 1),
            (None, "minutes", None, 7),
            (ROWS[0], "allergies", None, 2),
            (ROWS[1], "allergies", None, 2),
            (ROWS[0], "substance", '"Latex"', 3),
            (ROWS[1], "substance", '"Nuts"', 4),
        ):
            self.made(
                "AnswerRecord", id=uuid5(submission.pk, f"{row or ''}/{question}"), row_id=row,
                submission=submission, question=question, value=value, revision=revision,
            )  # fmt: skip
        self.made(
            "PageDraft", id=UUID(int=13), submission=submission, row_id=ROWS[1], page="you/2",
            kept_at=self.at, posted=json.dumps({"substance": ["half"]}),
        )  # fmt: skip

    def sent(self, visit: Model) -> Model:
        return self.made(
            "FrozenDiscussion", submission=visit.submission, revision=1, sha256="d" * 64,
            holds=visit.holds, frozen_at=self.at, document="{}", signature="Maria",
            log_head=f"{visit.pk}-0123",
        )  # fmt: skip

    def signed(self, discussion: Model) -> None:
        """An outcome and its taking back, a fact, and a decision."""
        here = {"visit": discussion.submission.visit, "by": self.ana, "at": self.at}
        point = {**here, "discussion": discussion, "number": 1, "point": '["reaction", "0123"]'}
        first = self.made("OutcomeRecord", sequence=1, outcome="lifted", note=NOTE, **point)
        self.made("OutcomeRecord", sequence=2, outcome="lifted", note="", takes_back=first, **point)
        self.made(
            "VerifiedRecord", **here, sequence=3, fact="given_by", verified_on=date(2026, 1, 2),
            value="Nurse", how="Said in the talk",
        )  # fmt: skip
        self.made("ChoiceRecord", **here, sequence=4, shown="x")
        self.made(
            "SignOff", visit=here["visit"], discussion=discussion, decision="wait_until",
            until=date(2027, 1, 2), entries=3, signer=self.ana, printed_name="Ana",
            role="Provider", meaning="Mine", signed_at=self.at, sha256="e" * 64,
            reason="Tests first.", what="The donor's papers", log_head="7-4567",
        )  # fmt: skip
        self.old.get_model("intake", "Visit").objects.filter(reference="EV-2").update(talk="signed")

    def chosen(self, discussion: Model) -> None:
        """A choice from the register, and an outcome whose bytes somebody has altered."""
        here = {"visit": discussion.submission.visit, "by": self.ana, "at": self.at}
        self.made("ChoiceRecord", **here, sequence=1, shown="x")
        self.made(
            "OutcomeRecord", **here, sequence=2, outcome="discussed", discussion=discussion,
            number=1, point=b"\0",
        )  # fmt: skip

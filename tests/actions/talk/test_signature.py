"""A signature is shown as not valid as soon as anything it covers was altered in the database."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import confirm_unchanged
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.actions.talk.signature import (
    SignatureState,
    addendum_states,
    in_order,
    signature_state,
    state_of,
)
from intake.actions.talk.verify import Chosen, Fact, choose, verify
from intake.actions.visits.merge import merge_patients
from intake.core.documents.codec import discussion_to_json, sha256_of
from intake.core.talk.outcomes import Outcome
from intake.core.talk.verified_facts import EXPIRY, LOT
from intake.models import WhyMerged, sealed
from tests.make.builders import a_provider, a_visit
from tests.make.guards import guards_down
from tests.make.room import (
    DECLINE,
    TOGETHER,
    a_lot,
    a_practitioner,
    a_room,
    fresh,
    lifted,
    marked,
    owner_of,
    reworded,
    signed,
)

pytestmark = pytest.mark.django_db
VALID, NOT_VALID = SignatureState.VALID, SignatureState.NOT_VALID


@pytest.fixture
def sign_off():
    """Signed after one of everything was recorded."""
    discussion = a_room()
    visit, by, at = discussion.submission.visit, owner_of(discussion), timezone.now()
    lifted(discussion)
    marked(discussion, 2, Outcome.WANTS_TIME, "Asks her sister.")
    lot = a_lot()
    choose(visit, Chosen(lot.product, lot, a_practitioner()), by=by, at=at, seen=2)
    for seen, fact in enumerate((LOT, EXPIRY), 3):
        read = {LOT: "A12", EXPIRY: "31-Dec-2030"}[fact]
        made = Fact(fact, read, "Read on the vial", timezone.localdate(at))
        verify(visit, made, by=by, at=at, seen=seen)
    confirm_unchanged(discussion, by=by, at=at)
    made = signed(discussion)
    assert signature_state(visit) is VALID
    return made


def forge(row, **columns):
    """Change columns as somebody with the database in hand, guards taken down."""
    with guards_down(connection):
        type(row).objects.filter(pk=row.pk).update(**columns)


def reseal(row, column, text):
    """Change a sealed column as somebody with the key in hand."""
    sealed.seal(row, column, text)
    forge(row, **{column: getattr(row, column)})


def alter_sheet(alter):
    """The answers as they are kept, changed with the key in hand."""
    kept = models.AnswerSheet.objects.get()
    document = json.loads(sealed.open(kept, "content"))
    alter(document["top"])
    reseal(kept, "content", json.dumps(document))


def first_outcome():
    return models.OutcomeRecord.objects.order_by("sequence").first()


def other_user():
    return a_provider(first_name="Ben")


def rewrite_document(alter):
    """The frozen discussion with other words, its digest and its seal made to fit."""
    frozen = models.FrozenDiscussion.objects.get()
    document = json.loads(discussion_to_json(frozen.read()))
    alter(document)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    frozen.sha256 = sha256_of(text)
    sealed.seal(frozen, "document", text)
    sealed.seal(frozen, "signature", "Maria Delgado")
    forge(frozen, sha256=frozen.sha256, document=frozen.document, signature=frozen.signature)


def alter_answer(document):
    document["sections"][0]["said"][0]["words"] = ["No"]


def alter_question(document):
    document["sections"][0]["said"][0]["text"] = "Another question?"


def alter_rule(document):
    document["points"][0]["provider"] = ["Something else was said."]


def rewrite_version():
    version = models.Version.objects.get()
    forge(version, document=version.document.replace("Talk about", "Speak of"))


def change_an_answer():
    alter_sheet(lambda top: top.update(source=[1, ["placenta"]]))


def swap_outcomes():
    one, two = models.OutcomeRecord.objects.order_by("sequence")
    forge(one, content=two.content)


ALTERED = {
    "an answer, in the discussion": lambda: rewrite_document(alter_answer),
    "a question, in the discussion": lambda: rewrite_document(alter_question),
    "a rule, in the discussion": lambda: rewrite_document(alter_rule),
    "the published version": rewrite_version,
    "an answer, as it is kept": change_an_answer,
    "an answer taken out": lambda: alter_sheet(dict.popitem),
    "the name the patient signed with": lambda: reseal(
        models.FrozenDiscussion.objects.get(), "signature", "Somebody Else"
    ),
    "an outcome": lambda: reworded(first_outcome(), outcome="stays"),
    "whose outcome it is": lambda: forge(first_outcome(), by=other_user()),
    "which point": lambda: reworded(first_outcome(), number=3),
    "when": lambda: forge(first_outcome(), at=timezone.now()),
    "a note": lambda: reworded(first_outcome(), note="Another reason"),
    "an outcome, moved": swap_outcomes,
    "an outcome, bits": lambda: forge(first_outcome(), content=b"\x00" * 40),
    "an outcome taken back": lambda: forge(first_outcome(), takes_back=first_outcome()),
    "a verified value": lambda: reworded(models.VerifiedRecord.objects.first(), value="A13"),
    "when it was verified": lambda: reworded(
        models.VerifiedRecord.objects.first(), on="2099-01-02"
    ),
    "the chosen lot": lambda: forge(
        models.ChoiceRecord.objects.get(),
        lot=a_lot(models.Product.objects.get(), number="B7"),
    ),
    "who confirmed": lambda: forge(models.ConfirmedRecord.objects.get(), by=None),
    "the decision": lambda: reworded(models.SignOff.objects.get(), kind="decline"),
    "the reason": lambda: reworded(models.SignOff.objects.get(), reason="Another"),
    "the decision, bits": lambda: forge(models.SignOff.objects.get(), content=b"\x00" * 40),
    "the signer": lambda: forge(models.SignOff.objects.get(), signer=other_user()),
    "the printed name": lambda: forge(models.SignOff.objects.get(), printed_name="Ben Ruiz, MD"),
    "the role": lambda: forge(models.SignOff.objects.get(), role="Nurse"),
    "the meaning": lambda: forge(models.SignOff.objects.get(), meaning="I was there"),
    "the time": lambda: forge(models.SignOff.objects.get(), signed_at=timezone.now()),
    "the digest": lambda: forge(models.SignOff.objects.get(), sha256="0" * 64),
    "the reference": lambda: forge(models.Visit.objects.get(), reference="EV-2222-2222"),
    "the revision": lambda: forge(models.Submission.objects.get(), revision=2),
}


@pytest.mark.parametrize("what", ALTERED)
def test_c56_signature_is_not_valid_when_content_was_altered(what, sign_off):
    ALTERED[what]()
    assert signature_state(sign_off.visit) is NOT_VALID


def test_signature_is_not_valid_when_a_row_was_slipped_in(sign_off):
    row = first_outcome()
    with guards_down(connection):
        said = sealed.open(row, "content")
        row.pk, row.sequence = models.OutcomeRecord._meta.pk.get_default(), 9
        sealed.seal(row, "content", said)
        row.save(force_insert=True)
    assert signature_state(sign_off.visit) is NOT_VALID


def test_signature_is_not_valid_when_a_row_was_taken_out(sign_off):
    with guards_down(connection):
        models.ConfirmedRecord.objects.get().delete()
    assert signature_state(sign_off.visit) is NOT_VALID


def test_signature_stays_valid_when_what_it_does_not_cover_changes(sign_off):
    models.User.objects.update(last_name="Ruiz-Lopez", credentials="MD, PhD")
    models.Product.objects.update(name="Shine")
    models.Lot.objects.update(expires_on=date(2099, 1, 31))
    row = first_outcome()
    sealed.seal(row, "content", sealed.open(row, "content"))  # as rotating keys does
    models.OutcomeRecord.objects.filter(pk=row.pk).update(content=row.content)
    assert signature_state(fresh(sign_off.visit)) is VALID


def test_each_decision_knows_whose_record_it_was_signed_for_when_records_merged_between(sign_off):
    by, at, visit = sign_off.signer, timezone.now(), sign_off.visit
    merge_patients(a_visit().patient, visit.patient, why=WhyMerged.TWICE, by=by, at=at)
    supersede(sign_off, Signing(replace(DECLINE, together=TOGETHER), role="MD"), by=by, at=at)
    assert [state_of(each) for each in in_order(fresh(visit))] == [VALID, VALID]
    merge_patients(a_visit().patient, fresh(visit).patient, why=WhyMerged.TWICE, by=by, at=at)
    assert [state_of(each) for each in in_order(fresh(visit))] == [VALID, VALID]
    visit.merges.get(sequence=1).delete()
    assert [state_of(each) for each in in_order(fresh(visit))] == [NOT_VALID, VALID]


def test_a_discussion_that_is_not_what_was_sent_is_not_read(sign_off):
    frozen = models.FrozenDiscussion.objects.get()
    reseal(frozen, "document", sealed.open(frozen, "document").replace("Dizzy", "Sleepy"))
    with pytest.raises(models.CannotOpen, match="not the document that was sent"):
        models.FrozenDiscussion.objects.get().read()


def test_there_is_no_state_before_signing():
    assert signature_state(a_room().submission.visit) is None


def test_altered_addendum_is_told_and_the_record_stays_valid(sign_off):
    for text in ("One.", "Two.", "Three."):
        add_addendum(sign_off, text, by=sign_off.signer, at=timezone.now(), role="Provider")
    one, two, three = sign_off.addenda.order_by("sequence")
    reseal(two, "text", "Another.")
    assert addendum_states(sign_off) == {1: VALID, 2: NOT_VALID, 3: VALID}
    with guards_down(connection):
        one.delete()
    assert addendum_states(sign_off) == {2: NOT_VALID, 3: VALID}
    forge(three, text=b"\x00" * 40)
    assert addendum_states(sign_off) == {2: NOT_VALID, 3: NOT_VALID}
    assert signature_state(sign_off.visit) is VALID

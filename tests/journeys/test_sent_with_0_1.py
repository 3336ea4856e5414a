"""What release 0.1 sent keeps its version and its copies; a new signature prints the new form."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.papers import MadePdf, store_pdf
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from intake.core.documents.codec import sha256_of
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.models import Copy, Paper, sealed
from intake.models.sealed import bind
from tests.make.builders import (
    a_sent_submission,
    a_submission,
    a_version,
    a_visit,
    patient_answers,
)
from tests.make.guards import guards_down
from tests.make.printers import all_is_printed
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_product, fresh, marked, signed
from tests.make.shipped import RELEASE_0_1, shipped
from tests.pdf.pages import page_in, text_in
from tests.provider.pages import address, page_of, talk_of, words

pytestmark = pytest.mark.django_db
DISCUSSION = RELEASE_0_1.with_name("discussion.json").read_text(encoding="utf-8").strip()
KEPT = {Copy.PROVIDER: b"%PDF-1.7 the provider's of 0.1", Copy.PATIENT: b"%PDF-1.7 hers of 0.1"}


@pytest.fixture
def frozen():
    """As an upgrade leaves it: 0.1's discussion, no answers beside it, both copies stored."""
    a_version()
    visit = a_visit(provider=a_provider(), name="Denise Okafor")
    row = a_sent_submission(visit=visit, answers=patient_answers("penicillin_unknown_ingredients"))
    row.sha256, row.answers = sha256_of(DISCUSSION), None
    sealed.seal(row, "brief", json.dumps({"holds": 2}))
    sealed.seal(row, "document", DISCUSSION)
    sealed.seal(row, "signature", "Denise Okafor")
    row.binding = None
    bind(row)
    with guards_down(connection):
        row.save()
    all_is_printed_before(row)
    a_version(shipped())
    return models.FrozenDiscussion.objects.select_related("submission__visit").get(pk=row.pk)


def all_is_printed_before(row) -> None:
    models.Job.objects.all().delete()
    for copy, content in KEPT.items():
        made = MadePdf(copy, Paper.LETTER, content)
        store_pdf(row, made, at=timezone.now() - timedelta(days=7))


def test_it_keeps_its_version_and_newcomers_get_the_new_one(frozen):
    assert frozen.submission.version.number == 1
    assert a_submission(visit=a_visit()).version.number == 2


def test_its_stored_copies_are_served_as_they_were(frozen):
    visit = frozen.submission.visit
    client = signed_in(visit.provider)
    for copy, content in KEPT.items():
        assert client.get(address(visit, f"{copy}.pdf")).content == content


def test_its_pages_and_lists_open_with_the_points_own_words(frozen):
    visit = frozen.submission.visit
    first = frozen.read().points[0]
    assert first.title in words(talk_of(visit)) and first.title in words(page_of(visit))
    assert "2 holds" in words(signed_in(visit.provider).get("/provider/").content.decode())


def test_a_new_signature_on_it_prints_the_new_form_with_the_points_own_words(frozen):
    visit, points = frozen.submission.visit, frozen.read().points
    for point in points:
        if point.severity.code == "hold":
            marked(frozen, point.number, Outcome.STAYS, "Waits for the allergist.")
    signed(frozen, Decision(DecisionKind.DECLINE, "No list of what is in it."))
    all_is_printed()
    client = signed_in(visit.provider)
    record = client.get(address(visit, "provider.pdf")).content
    assert "Decline" in page_in(record, 1) and "Signature valid when printed." in page_in(record, 1)
    for point in points:
        assert words(point.title) in words(text_in(record)), point.key
    hers = text_in(client.get(address(visit, "patient.pdf")).content)
    assert "Your provider will not give this treatment." in hers
    assert words(points[0].patient) in words(hers)


def test_what_the_register_says_of_it_makes_a_new_edition_on_the_old_version(frozen):
    visit = frozen.submission.visit
    chosen = Chosen(product=a_product(facts={"label_use": ["research_only"]}))
    choose(visit, chosen, by=visit.provider, at=timezone.now(), seen=fresh(visit).recorded)
    newest = models.FrozenDiscussion.objects.first()
    assert (newest.edition, newest.submission.version.number) == (2, 1)
    made = {point.key: point for point in newest.read().points}
    assert made["label_mismatch"].severity.code == "hold"
    numbers = {point.key: point.number for point in frozen.read().points}
    assert {key: made[key].number for key in numbers} == numbers
    # The copies of the first edition stay what they are, and are no longer what is served.
    assert models.StoredPdf.objects.filter(discussion=frozen).count() == 2

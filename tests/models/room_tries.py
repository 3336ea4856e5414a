"""One try to break each promise that the database keeps about talks and the clinic's register."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from django.db import models as columns
from django.db.models import F
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import confirm_unchanged, reopen
from intake.actions.talk.kept_notes import keep_notes
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.talk.sign_off import add_addendum
from intake.actions.talk.verify import Chosen, Fact, choose, verify
from intake.core.talk.verified_facts import LOT
from intake.models.catalog.versions import DraftTranslation, Translation
from tests.make.builders import a_provider, a_user
from tests.make.room import a_lot, a_practitioner, a_room, lifted, owner_of, signed

Breaking = Callable[[], object]


def a_busy_room() -> models.FrozenDiscussion:
    """One row of everything that can be recorded, signed, and a second visit that is reopened."""
    other = a_room()
    reopen(other.submission.visit, reason="Wrong", by=a_user(), at=timezone.now())
    discussion = a_room()
    visit, by, at = discussion.submission.visit, owner_of(discussion), timezone.now()
    lot = a_lot()
    lot.product.papers.create(title="Donor tests", seen_on=date(2026, 1, 2))
    lot.product.prices.create(words="One session", amount=10, valid_from=date(2026, 1, 2))
    models.EmergencyKit.objects.create(
        place="Room 1", checked_on=date(2026, 1, 2), check_again_on=date(2026, 7, 2)
    )
    lifted(discussion)
    day = timezone.localdate(at)
    verify(visit, Fact(LOT, "A12", "Read", day), by=by, at=at, seen=1)
    choose(visit, Chosen(lot.product, lot, a_practitioner()), by=by, at=at, seen=2)
    confirm_unchanged(discussion, by=by, at=at)
    keep_notes(visit, {"note-1": "Half a note"}, by=by, at=at)
    step_in(visit, reason="Ana is ill", by=a_provider(), at=at)
    sign_off = signed(discussion)
    add_addendum(sign_off, "She called.", by=by, at=at, role="Provider")
    reassign(visit, a_provider(), reason="Ana left", by=a_user(), at=at)
    return discussion


def change(model: type[columns.Model], **values: object) -> object:
    """Update one row where no guard stands before the constraint."""
    return model.objects.filter(pk=model.objects.order_by("pk")[:1].values("pk")).update(**values)


def twin(model: type[columns.Model], **values: object) -> object:
    """Insert a second row equal to the first but for ``values``: rows of a talk never change."""
    row = model.objects.order_by("pk").first()
    row.pk = uuid4() if isinstance(model._meta.pk, columns.UUIDField) else None
    for name, value in values.items():
        setattr(row, name, value)
    return model.objects.bulk_create([row])


def on_another_visit(model: type[columns.Model], **values: object) -> object:
    """The same on the visit that is not signed, where rows may still be added."""
    visit = models.Visit.objects.get(state="reopened")
    return twin(model, visit=visit, **{"sequence": 9, **values})


def _sequences(model: type[columns.Model], name: str) -> dict[str, Breaking]:
    def twice() -> None:
        on_another_visit(model)
        on_another_visit(model)

    return {
        f"{name}_sequence_once": twice,
        f"{name}_sequence_from_one": lambda: on_another_visit(model, sequence=0),
    }


def a_second_sign_off(**values: object) -> object:
    """A signature under a revision that is current and unsigned: only ``values`` are wrong."""
    discussion = a_room()
    visit = discussion.submission.visit
    return twin(models.SignOff, visit=visit, discussion=discussion, **values)


def a_signed_pdf(**values: object) -> object:
    plain = {"copy": "patient", "paper": "letter", "state": "failed", "addenda": 0}
    record = models.SignOff.objects.get()
    return models.SignedPdf.objects.create(
        sign_off=record, made_at=timezone.now(), **{**plain, **values}
    )


YESTERDAY = timedelta(days=1)


def a_page_time(seconds: int = 5) -> models.PageTime:
    version = models.Version.objects.first()
    return models.PageTime.objects.create(version=version, page="a/1", seconds=seconds)


def a_translation(**columns):
    version = models.Version.objects.first()
    said = {"language": "es", "texts": "{}", "sha256": "x", "kept_at": timezone.now()}
    return Translation.objects.create(version=version, **said, **columns)


ROOM: dict[str, Breaking] = {
    "visit_talk_about_what_was_sent": lambda: models.Visit.objects.filter(state="reopened").update(
        talk="signed"
    ),
    **_sequences(models.OutcomeRecord, "outcomerecord"),
    **_sequences(models.VerifiedRecord, "verifiedrecord"),
    **_sequences(models.ChoiceRecord, "choicerecord"),
    **_sequences(models.ConfirmedRecord, "confirmedrecord"),
    "choicerecord_lot_with_its_product": lambda: on_another_visit(
        models.ChoiceRecord, product=None
    ),
    "signoff_first_once": lambda: twin(models.SignOff),
    "keptnote_once": lambda: twin(models.KeptNote),
    "translation_once": lambda: [a_translation() for _ in range(2)],
    "translation_reviewer_and_date_together": lambda: a_translation(reviewer_name="Ana Ruiz"),
    "pagetime_once": lambda: [a_page_time() for _ in range(2)],
    "pagetime_within_bounds": lambda: a_page_time(seconds=185),
    "drafttranslation_once": lambda: [
        DraftTranslation.objects.create(
            questionnaire=models.Questionnaire.objects.first(), language="es"
        )
        for _ in range(2)
    ],
    "heldpost_names_a_page": lambda: models.HeldPost.objects.create(
        user=models.User.objects.first(), place="", body=b"x", at=timezone.now()
    ),
    "signoff_says_who_and_what_for": lambda: a_second_sign_off(role=""),
    "addendum_sequence_once": lambda: twin(models.Addendum),
    "addendum_says_who_and_what_for": lambda: twin(models.Addendum, sequence=2, meaning=""),
    "signedpdf_copy_once": lambda: [a_signed_pdf(), a_signed_pdf()],
    "signedpdf_content_unless_failed": lambda: a_signed_pdf(state="ok"),
    "signedpdf_copy_and_paper_known": lambda: a_signed_pdf(paper="a5"),
    "accessgrant_ends_later": lambda: twin(
        models.AccessGrant, until=models.AccessGrant.objects.get().granted_at
    ),
    "accessgrant_to_another": lambda: twin(
        models.AccessGrant, owner=models.AccessGrant.objects.get().user
    ),
    "accessgrant_seen_after_it_was_made": lambda: change(
        models.AccessGrant, owner_saw_at=F("granted_at") - YESTERDAY
    ),
    "reassignment_to_another": lambda: twin(
        models.Reassignment, to_provider=models.Reassignment.objects.get().from_provider
    ),
    "reopening_one_at_a_time": lambda: twin(models.Reopening),
    "reopening_from_a_sent_revision": lambda: twin(models.Reopening, revision=0),
    "reopening_ended_how_and_when": lambda: change(models.Reopening, ended_at=timezone.now()),
    "product_once": lambda: twin(models.Product),
    "product_named": lambda: change(models.Product, maker=""),
    "productpaper_named": lambda: change(models.ProductPaper, title=""),
    "productpaper_good_after_it_was_read": lambda: change(
        models.ProductPaper, good_until=F("seen_on") - YESTERDAY
    ),
    "lot_once": lambda: twin(models.Lot),
    "lot_good_after_it_was_made": lambda: change(models.Lot, made_on=F("expires_on") + YESTERDAY),
    "lot_certified_before_it_expired": lambda: change(
        models.Lot, certificate_on=F("expires_on") + YESTERDAY
    ),
    "lot_has_a_number": lambda: change(models.Lot, number=""),
    "lot_certificate_and_date_together": lambda: change(models.Lot, certificate_on=None),
    "practitioner_named": lambda: change(models.Practitioner, profession=""),
    "practitioner_license_and_state_together": lambda: change(
        models.Practitioner, license_state=""
    ),
    "practitioner_checked_again_later": lambda: change(
        models.Practitioner, check_again_on=F("checked_on") - YESTERDAY
    ),
    "emergencykit_place_once": lambda: twin(models.EmergencyKit),
    "emergencykit_checked_again_later": lambda: change(
        models.EmergencyKit, check_again_on=F("checked_on") - YESTERDAY
    ),
    "price_whole": lambda: change(models.Price, amount=-1),
}

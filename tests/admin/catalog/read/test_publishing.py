"""What the page that publishes says before it makes a version, and what it makes of warnings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.translate_draft import (
    keep_translations,
    record_review,
    seen_of,
    translation_of,
)
from tests.make.builders import a_version
from tests.make.small import SMALL
from tests.make.staff import leads_to, page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def publishing(draft):
    return page("questionnaire", "publish", draft.pk)


def test_what_publishing_does_is_said_before_and_a_reason_on_record_can_be_withdrawn(
    client, draft, publishing
):
    told = read(client.get(publishing))
    assert "This makes version 1." in told and "What differs from" not in told
    a_version(SMALL)
    response = client.get(publishing)
    told, waiver = read(response), models.Waiver.objects.get()
    assert (
        "What differs from version 1, and whom it would affect This makes version 2. Patients who"
        " open their link from then on are asked version 2. A version is never changed afterwards."
        " The draft says what version 1 says: nothing was changed since. Reason What changed"
        in told
    )
    assert "If you leave it empty, pages and paper say NOT CLINICALLY REVIEWED." in told
    assert (
        "Any allergy? may change: It may change what is done It says just that. Dr. Ada Okoye,"
        " 02-Nov-2026 Withdraw it" in told
    )
    for part in ("why", "reviewer_name", "reviewer_role", "reviewed_on"):
        assert f'name="{part}"' in response.content.decode()
    assert 'value="Publish version 2"' in response.content.decode()
    asked = models.Question.objects.get(key="has_allergy")
    assert leads_to(response) == [
        page("questionnaire", "difference", draft.pk),
        page("questionnaire", "change", draft.pk),
        page("question", "change", asked.pk),
        page("waiver", "take_back", waiver.pk),
    ]
    models.Question.objects.filter(key="dose").update(text="How much of it?")
    assert "nothing was changed since" not in read(client.get(publishing))


def test_a_warning_leads_to_its_place_and_asks_for_a_reason_beside_it(client, draft, publishing):
    over = timezone.localdate() - timedelta(days=1)
    models.Evidence.objects.filter(key="E1").update(read_on=date(2020, 1, 1), review_by=over)
    response = client.get(publishing)
    told = read(response)
    warned = "Each reason is kept with the version and holds until the text it is about is changed."
    ((each, (field,)),) = response.context["with_reason"]
    assert f"{warned} {each.name} : {each.problem.says} Why it may stay as it is:" in told
    assert each.address in leads_to(response)
    standing = {"standing": response.context["form"]["standing"].value()}
    assert f'value="{standing["standing"]}"' in response.content.decode()
    refused = client.post(publishing, {**standing, "why": "Ready"})
    assert "Please correct what is marked below." in read(refused)
    assert "Write why it may stay, or mend it. Why it may stay as it is:" in read(refused)
    assert f'name="{field.html_name}"' in refused.content.decode()


def test_a_language_that_is_not_whole_leads_to_its_texts_and_a_review_is_named(client, draft):
    publishing = page("questionnaire", "publish", draft.pk)
    texts = list(translation_of(draft, compile_draft(draft), "es"))
    keep_translations(draft, "es", {each.path: (each.source, "ES") for each in texts[:-1]})
    response = client.get(publishing)
    told = "It will not be offered in Spanish: 1 text is missing or stale."
    assert told in read(response)
    assert f"/admin/intake/questionnaire/{draft.pk}/translation/es/" in " ".join(leads_to(response))
    last = texts[-1]
    keep_translations(draft, "es", {last.path: (last.source, "ES")})
    told = "It will be offered in Spanish too. Nobody has reviewed that text as it stands."
    assert told in read(client.get(publishing))
    day = timezone.localdate()
    seen = seen_of(translation_of(draft, compile_draft(draft), "es"))
    record_review(draft, "es", reviewer="Ana Ruiz", on=day, seen=seen)
    told = f"It will be offered in Spanish too, as Ana Ruiz reviewed it on {day:%d-%b-%Y}."
    assert told in read(client.get(publishing))

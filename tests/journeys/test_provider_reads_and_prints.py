"""A whole morning at the provider's door, through the client."""

import html
import re

import pytest
from django.utils import timezone

from intake import models
from tests.make.builders import PASSWORD, a_sent_submission, a_visit, patient_answers
from tests.make.factor import code_of, enrolled
from tests.make.providers import a_provider

pytestmark = pytest.mark.django_db


def test_sent_answers_are_found_read_and_printed(client):
    provider = enrolled(a_provider(password=PASSWORD))
    visit = a_visit(provider=provider, name="Denise Okafor", day=timezone.localdate())
    frozen = a_sent_submission(
        visit=visit,
        answers=patient_answers("penicillin_unknown_ingredients"),
    )

    sign_in = client.get("/provider/")["Location"]
    client.post(sign_in, {"username": provider.username, "password": PASSWORD})
    code = {"code": code_of(provider)}
    worklist = client.post("/account/sign-in/code/", code, follow=True).content.decode()
    row = re.search(r"<li>.*?OKAFOR, Denise.*?</li>", worklist, re.DOTALL)[0]
    assert "2 holds" in row

    address = re.search(r'href="(/provider/visits/[^"]*)"', row)[1]
    page = html.unescape(client.get(address).content.decode())
    discussion = frozen.read()
    for hold in discussion.holds:
        assert hold.title in page
        assert all(because.short in page for because in hold.decisive)

    copies = re.findall(rf'href="({address}[a-z]*\.pdf)"', page)
    assert copies == [f"{address}{which}.pdf" for which in ("provider", "patient", "both")]
    printed = [client.get(copy).content for copy in copies]
    assert all(content.startswith(b"%PDF-") for content in printed)
    assert [client.get(copy).content for copy in copies] == printed
    assert models.StoredPdf.objects.filter(discussion=frozen, state="ok").count() == 2

    client.post("/account/sign-out/")
    assert client.get(address).status_code == 302
    found = models.AccessEvent.objects.filter(user=provider).order_by("id")
    found = found.exclude(action="factor_enrolled")
    assert list(found.values_list("action", flat=True)) == [
        "password_passed",
        "signed_in",
        "worklist_read",
        "discussion_read",
        *["copy_printed"] * 8,  # "Both" is a line for each copy.
        "signed_out",
    ]

"""What the pages of a talk tell beside its rows, and what a refused decision brings back."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.talk.sign_off import add_addendum
from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.answers import Unsaid
from tests.make.guards import guards_down
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_product, a_signed_room, fresh, lifted, marked, reopened
from tests.provider.pages import a_sent_visit, address, answers_of, page_of, part, talk_of, words

pytestmark = pytest.mark.django_db
TYPED = "TYPED, NOT IN THE REGISTER"
CHECKED = re.compile(r'<input[^>]*?name="([^"]+)"\s+value="([^"]*)"[^>]*?\bchecked\b')
CANNOT_BE_READ = "Something that was recorded was altered in the database and cannot be read."


def papers_offered(page: str) -> set[str]:
    provider, patient = (
        {*re.findall(rf'/{of}\.pdf([^"]*)"', page)} for of in ("provider", "patient")
    )
    assert provider == patient
    return provider


def test_what_is_to_be_said_alone_is_told_with_its_points_and_folded_away():
    visit = a_sent_visit(answers=answers_of("says_it_in_person", pregnancy_status=Unsaid.DECLINED))
    withheld = visit.submission.discussions.get().read().withheld
    points = ", ".join(str(n) for n in sorted({n for said in withheld for n in said.points}))
    box = re.search(r'<details class="box alone">.*?</details>', talk_of(visit), re.DOTALL)[0]
    seen, folded = map(words, box.split("</summary>"))
    told = f"See alone: {len(withheld)} things to say in person (points {points})."
    assert seen == f"{told} Alone now"
    assert folded == " ".join(said.text for said in withheld)


def test_nobody_is_asked_to_be_alone_where_nothing_is_to_be_said_so(visit):
    assert "See alone" not in talk_of(visit)


def test_what_was_typed_and_is_not_in_the_register_is_marked_wherever_it_stands(client, visit):
    said = {"seen": 0, "revision": 1, "typed_product": "Gleam", "typed_lot": "B7"}
    client.post(address(visit, "register/"), {**said, "typed_expires_on": "2030-12-31"})
    talk, decision = talk_of(visit), client.get(address(visit, "decision/")).content.decode()
    assert (talk.count(TYPED), decision.count(TYPED)) == (2, 1)
    assert "Gleam · B7 , good until 31-Dec-2030" in words(talk)
    assert "Gleam , B7 , good until 31-Dec-2030" in words(decision)
    chosen = client.get(address(visit, "register/")).content.decode()
    assert all(f'value="{each}"' in chosen for each in ("Gleam", "B7", "2030-12-31"))


def test_the_whole_discussion_tells_what_differs_and_who_verified_what(client, visit):
    assert "Please clarify" not in page_of(visit)
    product = a_product(facts={"source": ["placenta"]})
    client.post(address(visit, "register/"), {"seen": 0, "revision": 1, "product": product.pk})
    today = timezone.localdate()
    seen = {"value": "Cord", "how": "read on the label", "on": today.isoformat(), "seen": 1}
    client.post(address(visit, "facts/source/"), {**seen, "revision": 1})
    page = page_of(visit)
    assert "Please clarify 2 Answers that do not fit" in words(part(page, "clarify"))
    assert 'href="#clarify">Please clarify' in page
    told = words(part(page, "ladder"))
    assert f"Cord : read on the label {plain_date(today)}, {visit.provider.printed_name}" in told
    assert "Clinic’s register: Placenta" in told
    assert "Differs from what the patient was told. Please clarify Source" in told


def test_a_signed_talk_offers_its_papers_without_addenda_and_on_the_other_paper():
    record = a_signed_room(a_provider())
    visit, client = fresh(record.visit), signed_in(record.signer)
    assert papers_offered(page_of(visit)) == {"", "?paper=a4"}
    models.Site.objects.update(paper="a4")
    add_addendum(record, "She called.", by=record.signer, at=timezone.now(), role="Provider")
    page = client.get(address(visit, "all/")).content.decode()
    assert papers_offered(page) == {"", "?paper=letter", "?as=signed"}


def test_what_was_denied_is_named_where_no_allergy_is_told():
    visit = a_sent_visit("nothing_to_report")
    denied = ", ".join(visit.submission.discussions.get().read().allergies.denied)
    told = words(part(page_of(visit), "allergies"))
    assert f"Said no or none to: {denied}." in told


@pytest.mark.parametrize("page", ["points/{}/", "all/"])
def test_what_was_recorded_of_a_point_stands_with_it_and_who_recorded_it(
    client, visit, discussion, page
):
    lifted(discussion)
    marked(discussion, 2, note="She called her sister.")
    told = {
        1: "Hold lifted : Tolerated penicillin in 2024, record seen. Ana Ruiz, MD, ",
        2: "Discussed and understood : She called her sister. Ana Ruiz, MD, ",
    }
    for number, says in told.items():
        shown = client.get(address(visit, page.format(number))).content.decode()
        assert says in words(shown), number


def test_the_decision_names_every_point_that_is_left_open(client, visit):
    page = client.get(address(visit, "decision/")).content.decode()
    listed = re.search(r'<summary id="open">(.*?)</summary>\s*<ul>(.*?)</ul>', page, re.DOTALL)
    told, points = map(words, listed.groups())
    assert told == "Left open 3 points, with one reason: 2–4"
    assert points == "2 Dizziness 3 Healing 4 Cost"


def test_a_decision_that_is_signed_leads_to_its_signature_and_asks_for_no_other():
    visit = fresh(a_signed_room(a_provider()).visit)
    page = signed_in(visit.provider).get(address(visit, "decision/")).content.decode()
    assert "The record is signed. See the signature" in words(page)
    assert 'name="password"' not in page


@pytest.mark.parametrize(
    ("patient", "told"),
    [
        ("nothing_to_report", "0 holds. This is not clearance."),
        ("knows_nothing", "0 holds, and too little is known to clear anything."),
    ],
)
def test_no_hold_is_called_no_clearance_beside_how_much_is_not_known(patient, told):
    visit = a_sent_visit(patient)
    sent = visit.submission.discussions.get().read()
    known = f"{sent.not_known_count} of {sent.asked_count} answers are not known."
    client = signed_in(visit.provider)
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert f"{told} {known}" in words(talk_of(visit))
    assert f"0 holds, not clearance. {known}" in page


def test_an_addendum_that_was_altered_is_said_to_be_unreadable_and_the_talk_stands():
    record = a_signed_room(a_provider())
    add_addendum(record, "She called.", by=record.signer, at=timezone.now(), role="Provider")
    with guards_down(connection):
        models.Addendum.objects.update(text=b"x")
    page = words(talk_of(fresh(record.visit)))
    assert "This addendum cannot be read. Ana Ruiz, MD" in page
    assert "Go ahead Reason: All holds lifted." in page


def test_who_can_not_reopen_reads_why(client, visit, discussion):
    reopened(discussion)
    page = words(client.get(address(visit, "reopen/")).content.decode())
    assert "The answers are reopened already." in page
    signed_visit = fresh(a_signed_room(visit.provider).visit)
    page = words(client.get(address(signed_visit, "reopen/")).content.decode())
    assert "The record is signed: nothing can be corrected any more." in page


def test_what_was_altered_is_said_on_the_page(visit, discussion):
    marked(discussion, 2)
    assert CANNOT_BE_READ not in words(talk_of(visit))
    models.OutcomeRecord.objects.update(content=b"x")
    assert CANNOT_BE_READ in words(talk_of(visit))


def test_whatever_was_picked_and_typed_stands_there_again_when_signing_is_refused(
    client, visit, discussion
):
    lifted(discussion)
    picked = {
        ("why_open_as", "Next visit"),
        ("sure-sure", "yes"),
        ("sure-understand", "no"),
        ("options", "wait"),
        ("options", "nothing"),
        ("leaning", "not_sure"),
        ("kind", "decline"),
    }
    typed = {"back-1": "It can kill.", "matters": "My knee.", "present": "Her son."}
    said = {name: [each for of, each in picked if of == name] for name, _picked in picked}
    posted = {"seen": 1, "revision": 1, "password": "wrong", **said, **typed}
    again = client.post(address(visit, "decision/"), posted).content.decode()
    assert {*CHECKED.findall(again)} == picked
    assert {text for text in typed.values() if text not in again} == set()
    assert '<details class="folded" open' in " ".join(again.split())

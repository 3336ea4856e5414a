"""From the paper on the table to the provider's screen, and what stands on every copy of it."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.actions.catalog.translate import keep_translation
from intake.actions.privacy.export import export_patient
from intake.actions.visits.visits_and_links import BeingTypedIn, invite
from intake.core.documents.retelling import Retelling
from intake.core.documents.translations import Translated, texts_of
from intake.core.questionnaire.answers import Chosen
from intake.pdf.copies import patient_html, patient_text, plain_text
from tests.journeys.person import Person, fill_in
from tests.journeys.test_whole_stories import told, typed, without_ids
from tests.make.builders import a_user, a_version, a_visit, patient_answers, reworded
from tests.make.builders import shipped as the_shipped
from tests.make.factor import let_in
from tests.make.providers import a_provider, signed_in
from tests.make.small import SMALL
from tests.make.staff import a_site, works_at
from tests.make.staff import signed_in as staff_signed_in
from tests.scribe.paper import Scribe, a_scribe

pytestmark = pytest.mark.django_db
LINE = "Typed in by Kim Lee, read back by Ana Ruiz, from paper signed on 20-Nov-2026."


def said_of(visit: models.Visit) -> dict:
    return dict(load_answers(models.Submission.objects.get(visit=visit)).answers.top)


def did_of(user: models.User) -> list[str]:
    return [*models.AccessEvent.objects.filter(user=user).values_list("action", flat=True)]


def test_a_paper_is_typed_in_read_back_and_sent_like_any_other():
    meant, roles, provider = patient_answers(), the_shipped().roles, a_provider()
    of = {"name": meant.top[roles.name], "birth_date": meant.top[roles.birth_date]}
    visit = a_visit(provider=provider, **of)
    scribe = Scribe().begin(visit)
    fill_in(scribe, the_shipped(), meant)

    scribe.press_send(**{"-signature": of["name"]})

    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert "Sent. The provider sees it now." in scribe.screen.text
    arrived, meant = told(visit), without_ids(meant)
    assert {k: typed(k, a) for k, a in meant.top.items() if k in arrived.top} == {
        k: a for k, a in arrived.top.items() if k in meant.top
    }
    assert models.Job.objects.filter(kind=models.JobKind.PRINT_SENT, visit=visit).exists()
    # Every copy and screen says so.
    found = models.FrozenDiscussion.objects.get().read()
    assert LINE in " ".join(plain_text(found).split())
    hers = "Typed in by Kim Lee, read back by Ana Ruiz, from the paper you signed on November 20"
    assert hers in patient_text(found)
    talk = signed_in(provider)
    for page in ("", "all/"):
        assert LINE in talk.get(f"/provider/visits/{visit.reference}/{page}").content.decode()
    handed_out = export_patient(visit.patient, by=provider, at=timezone.now()).document
    assert "Kim Lee" in json.dumps(json.loads(handed_out)["visits"][0]["records"])
    assert {"typing_begun", "sent_from_paper"} <= {*did_of(scribe.user)}


def test_what_is_blank_on_the_paper_is_said_once_and_told_to_the_provider(visit):
    scribe = Scribe().begin(visit).get("/p/q/you/1/").say()
    assert "There is a problem" in scribe.screen.text

    scribe.get("/p/q/you/1/").say(**{"-blank": "yes"})
    assert scribe.at == "/p/q/visit/1/"
    scribe.say(heard=["none"]).say().say(ready="yes")
    scribe.press_send()

    found = models.FrozenDiscussion.objects.get().read()
    assert found.header.from_paper.left_blank == ("Allergy",)
    assert "Left blank there: 1." in plain_text(found)
    assert "Left blank on the paper: Allergy." in plain_text(found)
    assert "has_allergy" not in said_of(visit)


def test_a_page_pressed_after_it_was_sent_leads_to_the_visit_and_not_to_a_patients_receipt(visit):
    scribe = Scribe().begin(visit).get("/p/q/visit/3/")
    form = scribe.screen.main
    scribe.get("/p/q/you/1/").say(**{"-blank": "yes"})
    scribe.say(heard=["none"]).say().say(ready="yes")
    scribe.press_send()

    scribe.post("/p/q/visit/3/", {**form.fields, "worries-1": "Cost"})

    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert "call the clinic" not in scribe.screen.text


def test_leaving_off_in_the_middle_of_a_page_says_nothing_of_the_rest(visit):
    scribe = Scribe().begin(visit).get("/p/q/visit/3/")
    scribe.send(scribe.screen.main, **{"worries-1": "Cost", "-later": "yes"})
    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert "You have begun" in scribe.screen.text
    assert "You have begun: go on" in scribe.get("/from-paper/").screen.text

    scribe.begin(visit).get("/p/check/")

    assert said_of(visit) == {"worries": ("Cost",)}
    assert "Ready?" in scribe.screen.text.partition("Still to answer")[2][:200]
    assert "typing_resumed" in did_of(scribe.user)


def test_nothing_is_lost_or_shown_when_the_scribe_was_signed_out_meanwhile(visit):
    scribe = Scribe().begin(visit).get("/p/q/visit/1/")
    form = scribe.screen.main
    scribe.client.session.flush()

    scribe.send(form, heard=["cure"])

    assert scribe.at == "/account/sign-in/"
    let_in(scribe.client, scribe.user)
    scribe.begin(visit).get("/p/q/visit/1/")
    assert scribe.screen.main.fields["heard"] == ["cure"]
    assert "What you typed is below" in scribe.screen.text


def test_a_key_left_in_a_browser_opens_nothing_to_a_colleague_nor_without_the_role(visit):
    scribe = Scribe().begin(visit)
    let_in(scribe.client, a_scribe("Other"))
    assert scribe.get("/p/tasks/").at == f"/from-paper/visits/{visit.reference}/"
    assert "Being typed in by a colleague" in scribe.screen.text

    let_in(scribe.client, scribe.user)
    scribe.begin(visit)
    scribe.user.groups.clear()
    let_in(scribe.client, models.User.objects.get(pk=scribe.user.pk))
    assert scribe.get("/p/tasks/").response.status_code == 403


def test_links_are_closed_while_the_paper_is_typed_in_and_open_once_it_was_given_up(visit):
    person = Person(visit)
    scribe = Scribe().begin(visit).get("/p/q/visit/1/").say(heard=["none"])

    assert person.enter().response.status_code == 409
    assert "Your answers on paper are being typed in" in person.screen.text
    with pytest.raises(BeingTypedIn):
        invite(visit, by=a_user(), at=timezone.now())

    scribe.look_at(visit).send(scribe.screen.form_to("/give-up/"))
    assert said_of(visit) == {}
    assert person.enter().at == "/p/start/"
    assert scribe.get("/p/q/visit/1/").at == f"/from-paper/visits/{visit.reference}/"


def test_what_cannot_be_typed_in_is_told_in_words_and_begins_nothing(visit):
    scribe = Scribe()
    person = Person(visit).enter()
    assert "Answering on the link right now" in scribe.look_at(visit).screen.text
    person.get("/p/q/visit/1/").say(heard=["none"])
    person.client.post("/p/finish/")
    assert "Begun on the link" in scribe.look_at(visit).screen.text

    scribe.post(f"/p/type-in/{visit.reference}/", {})

    assert scribe.at == f"/from-paper/visits/{visit.reference}/"
    assert models.Submission.objects.get().typist is None
    assert said_of(visit) == {"heard": Chosen(("none",))}


def test_a_visit_of_another_site_is_none(visit):
    other = a_site("elsewhere")
    scribe = Scribe(works_at(a_scribe(), other))
    a_visit(name="Ana Here", site=other, day=timezone.localdate(), provider=a_provider())

    assert scribe.look_at(visit).response.status_code == 404
    assert scribe.post(f"/p/type-in/{visit.reference}/", {}).response.status_code == 404
    assert scribe.get("/from-paper/").screen.text.count("born") == 1
    assert "Nobody was found" in scribe.post("/from-paper/", {"words": "Delgado"}).screen.text


def test_the_pages_and_her_copy_are_in_the_language_of_the_paper():
    version = a_version(SMALL)
    words = {n: Translated(s, f"{s} ñ") for n, s in texts_of(SMALL).items()}
    keep_translation(version, "es", words, at=timezone.now())
    visit = a_visit()
    scribe = Scribe().begin(visit, language="es").get("/p/q/visit/1/")
    assert "What have you heard? ñ" in scribe.screen.text
    assert "Continuar" in scribe.screen.text
    assert "What is empty here" not in scribe.screen.text

    scribe.type_small().press_send()

    frozen = models.FrozenDiscussion.objects.get()
    assert frozen.submission.language == "es"
    html = patient_html(frozen.read(), retelling=Retelling("es", words))
    assert "Kim Lee anotó" in html


@pytest.mark.parametrize("number", ["", "9" * 18, "9" * 5_000, "-1", "two"])
def test_a_version_that_there_is_not_leads_to_the_newest(visit, number):
    a_version(reworded(SMALL, "heard", "What were you told?"))
    Scribe().begin(visit, version=number)
    assert models.Submission.objects.get().version.number == 2


def test_the_wrong_version_is_taken_out_and_the_right_one_typed_in(visit):
    """Nothing was said on it: neither the scribe nor the patient is bound to it."""
    a_version(reworded(SMALL, "heard", "What were you told?"))
    scribe = Scribe().begin(visit, version="1")
    assert "What have you heard?" in scribe.get("/p/q/visit/1/").screen.text

    scribe.look_at(visit).send(scribe.screen.form_to("/give-up/"))
    assert models.Submission.objects.get().version.number == 2
    scribe.begin(visit, version="1")
    scribe.look_at(visit).send(scribe.screen.form_to("/give-up/"))
    scribe.begin(visit, version="2")

    assert "What were you told?" in scribe.get("/p/q/visit/1/").screen.text
    assert scribe.look_at(visit).screen.form_to("/type-in/").fields.keys() == {
        "csrfmiddlewaretoken"
    }


def test_who_opened_the_link_of_an_older_version_and_said_nothing_may_bring_the_newer_on_paper(
    visit,
):
    Person(visit).enter().client.post("/p/finish/")
    a_version(reworded(SMALL, "heard", "What were you told?"))

    scribe = Scribe().look_at(visit)
    offered = re.findall(r'<option value="(\d)"', scribe.response.content.decode())
    scribe.begin(visit, version="2")

    assert offered == ["2", "1"]
    assert "What were you told?" in scribe.get("/p/q/visit/1/").screen.text


def test_bad_input_at_the_end_gets_words_and_nothing_is_lost(visit):
    scribe = Scribe().begin(visit).type_small()

    later = timezone.localdate().year + 1
    scribe.press_send(**{"-signed-on-year": later, "-read-back-by": "?"})

    assert scribe.response.status_code == 400
    assert "This day is still to come" in scribe.screen.text
    assert "Type a full name" in scribe.screen.text
    assert scribe.screen.main.fields["-signature"] == ["Maria Delgado"]
    assert models.FrozenDiscussion.objects.count() == 0


def test_a_paper_that_somebody_else_signed_is_asked_about_once(visit):
    scribe = Scribe().begin(visit).type_small()

    scribe.press_send(**{"-signature": "Robert Chen"})

    assert "Is this the right paper?" in scribe.screen.text
    assert models.FrozenDiscussion.objects.count() == 0
    scribe.send(scribe.screen.main, **{"-as-it-is": "yes"})
    assert models.FrozenDiscussion.objects.get().read().header.from_paper


def test_how_long_a_scribe_takes_says_nothing_of_how_long_patients_take(visit):
    scribe = Scribe().begin(visit).get("/p/q/visit/1/")
    form = scribe.screen.main

    scribe.send(form, **{"heard": ["none"], "-opened": int(form.fields["-opened"][0]) - 60})

    assert models.PageTime.objects.count() == 0


def test_the_desk_sees_who_types_and_no_answer(visit):
    Scribe().begin(visit).get("/p/q/visit/1/").say(heard=["cure"])
    page = staff_signed_in("front desk").get("/desk/", follow=True).content.decode()

    assert "Being typed in from paper" in page
    assert "Kim Lee" in page
    assert "cure" not in page


def test_a_list_costs_the_same_queries_with_one_row_and_with_three(visit):
    scribe = Scribe()
    counts = []
    for more in (0, 2):
        for _ in range(more):
            Scribe(a_scribe("Other")).begin(a_visit(day=timezone.localdate()))
        with CaptureQueriesContext(connection) as found:
            scribe.get("/from-paper/")
        counts.append(len(found))
    assert scribe.screen.text.count("born") == 3
    assert counts[0] == counts[1]

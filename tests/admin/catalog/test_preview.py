"""A draft is answered as a patient would answer it, what it raises is shown, and it can be kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake import models
from intake.forms.page import PageForm
from intake.models import Copy
from intake.pdf.copies import Busy, Incomplete, RenderFailed
from intake.pdf.printer.text_of import pieces_of
from intake.printing.conduct import PRINTERS
from tests.make.builders import a_draft, a_version
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, page, signed_in
from tests.pdf.pages import is_in

pytestmark = pytest.mark.django_db


def preview(what, draft, *args):
    return page("questionnaire", f"preview{what}", draft.pk, *args)


def say(client, draft, section, number, *row, **said):
    return client.post(preview("_page", draft, section, number, *row), said)


def answered(client, draft):
    """Somebody with two allergies, up to the last page."""
    say(client, draft, "you", 1, full_name="Ana", has_allergy="yes")
    for substance in ("Latex", "Penicillin"):
        entry = client.post(preview("_list", draft, "allergies") + "?add")["Location"]
        client.post(entry, {"substance": substance})
    say(client, draft, "visit", 1, heard="cure")
    say(client, draft, "visit", 2, minutes="10", dose="3")
    return client.get(page("questionnaire", "trial", draft.pk))


def test_pages_come_in_the_order_in_which_a_patient_meets_them(client, draft):
    response = client.get(preview("", draft))
    assert [task.state for task in response.context["tasks"]] == ["not_started"] * 2
    first = client.get(preview("_page", draft, "you", 1))
    assert isinstance(first.context["form"], PageForm)
    assert "Discard what I typed" not in first.content.decode()
    assert {"intake/patient/page.html", "intake/preview/page.html"} <= {
        each.name for each in first.templates
    }
    on = say(client, draft, "you", 1, full_name="Ana", has_allergy="yes")["Location"]
    assert on == preview("_list", draft, "allergies")
    on = client.post(f"{on}?add")["Location"]
    assert on == preview("_page", draft, "you", 2, "1")
    on = client.post(on, {"substance": "Latex"})["Location"]
    assert on == preview("_page", draft, "you", 3, "1")
    on = client.post(on, {})["Location"]
    assert on == preview("_list", draft, "allergies")
    on = client.post(on)["Location"]
    assert on == preview("_page", draft, "visit", 1)


def test_list_is_left_only_when_every_entry_is_finished_as_by_a_patient(client, draft):
    say(client, draft, "you", 1, full_name="Ana", has_allergy="yes")
    listed = preview("_list", draft, "allergies")
    client.post(f"{listed}?add")
    response = client.post(listed)
    assert response.status_code == 400
    assert "Finish or remove “Entry 1”." in response.content.decode()


def test_page_left_blank_counts_as_gone_through_as_by_a_patient(client, draft):
    say(client, draft, "you", 1, full_name="Ana", has_allergy="no")
    say(client, draft, "visit", 1)
    tasks = client.get(preview("", draft)).context["tasks"]
    assert [task.state for task in tasks] == ["done", "started"]


def test_more_entries_than_a_list_holds_are_not_made(client, draft):
    say(client, draft, "you", 1, full_name="Ana", has_allergy="yes")
    listed = preview("_list", draft, "allergies")
    for number, substance in enumerate(("Latex", "Penicillin", "Bees"), 1):
        entry = client.post(f"{listed}?add")["Location"]
        assert entry == preview("_page", draft, "you", 2, str(number))
        client.post(entry, {"substance": substance})
    assert client.post(f"{listed}?add")["Location"] == preview("_page", draft, "you", 2, "3")


def test_page_on_which_nothing_is_asked_leads_back_to_the_sections(client, draft):
    say(client, draft, "you", 1, full_name="Ana", has_allergy="yes")
    entry = client.post(preview("_list", draft, "allergies") + "?add")["Location"]
    say(client, draft, "you", 1, full_name="Ana", has_allergy="no")
    assert client.get(entry)["Location"] == preview("", draft)


def test_question_that_is_not_opened_is_not_asked(client, draft):
    on = say(client, draft, "you", 1, full_name="Ana", has_allergy="no")["Location"]
    assert on == preview("_page", draft, "visit", 1)
    assert client.get(preview("_list", draft, "allergies")).status_code == 302


def test_mistake_is_told_as_to_a_patient(client, draft):
    response = say(client, draft, "you", 1, full_name="", has_allergy="yes")
    assert response.status_code == 400
    assert "Type an answer: “What is your name?”" in response.content.decode()


def test_nothing_is_stored_for_a_patient(client, draft):
    with CaptureQueriesContext(connection) as found:
        answered(client, draft)
    writes = [q["sql"] for q in found if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert {sql.split('"')[1] for sql in writes} <= {"intake_staffsession"}
    counted = (models.Visit, models.Submission, models.AnswerSheet, models.Patient)
    assert [model.objects.count() for model in counted] == [0, 0, 0, 0]


def test_begin_again_forgets_what_was_said(client, draft):
    answered(client, draft)
    client.post(preview("_again", draft))
    assert client.get(preview("_page", draft, "you", 1)).context["form"].initial == {
        "full_name": None,
        "has_allergy": None,
    }


def test_entry_is_removed(client, draft):
    answered(client, draft)
    client.post(preview("_list", draft, "allergies") + "?remove=1")
    entries = client.get(preview("_list", draft, "allergies")).context["entries"]
    assert [entry.name for entry, _change, _remove in entries] == ["Penicillin"]


def test_what_the_answers_raise_is_shown_with_its_trace(client, draft):
    lines = {line.key: line for line in answered(client, draft).context["lines"]}
    assert lines["allergy"].actual == "Hold for clinician review"
    assert lines["allergy"].because == ("Allergy: “Yes”", "Minutes: “10”", "Dose: “3”")
    assert lines["claim:cure"].actual == "Discuss first"


def test_answers_are_kept_as_a_test_patient(client, draft):
    answered(client, draft)
    address = page("questionnaire", "trial", draft.pk)
    posted = {"name": "Ana, latex", "must": ["allergy=hold"], "must_not": []}
    response = client.post(address, posted)
    kept = models.ExamplePatient.objects.get()
    assert response["Location"] == page("examplepatient", "change", kept.pk)
    assert kept.document == {
        "name": "Ana, latex",
        "answers": {
            "full_name": "Ana",
            "has_allergy": ["yes"],
            "heard": ["cure"],
            "minutes": 10,
            "dose": {"decimal": "3"},
        },
        "rows": {"allergies": [{"substance": "Latex"}, {"substance": "Penicillin"}]},
        "expect": {"points": {"allergy": "hold"}},
    }
    again = client.get(response["Location"])
    assert again.context["tried"].ok


def test_point_cannot_be_expected_and_forbidden(client, draft):
    answered(client, draft)
    models.Point.objects.filter(key="allergy")
    kept = models.ExamplePatient.objects.create(
        questionnaire=draft, name="Ana", expect={"points": {"identity": "hold"}}
    )
    address = page("examplepatient", "change", kept.pk)
    posted = {"name": "Ana", "must": ["identity=hold"], "must_not": ["identity"]}
    form = client.post(address, posted).context["form"]
    assert form.errors == {
        "must_not": ["“About identity” must appear and must not appear. Keep one of the two."]
    }


def test_kept_patient_is_answered_again_and_changed(client, draft):
    answered(client, draft)
    trial = page("questionnaire", "trial", draft.pk)
    client.post(trial, {"name": "Ana", "must": ["allergy=hold"]})
    kept = models.ExamplePatient.objects.get()
    client.post(preview("_again", draft))
    client.post(page("examplepatient", "answer", kept.pk))
    say(client, draft, "visit", 2, minutes="90", dose="3")
    (wrong, *_others) = client.get(trial).context["lines"]
    assert (wrong.key, wrong.expected, wrong.actual, wrong.ok) == (
        "allergy",
        "Hold for clinician review",
        "does not appear",
        False,
    )
    client.post(trial, {"name": "Ana, an hour", "must_not": ["allergy"]})
    kept.refresh_from_db()
    assert (kept.name, kept.expect, kept.answers["minutes"]) == (
        "Ana, an hour",
        {"absent": ["allergy"]},
        90,
    )


def test_draft_that_cannot_be_compiled_leads_to_its_problems(client, draft):
    models.TriggerCondition.objects.all().delete()
    outline = page("questionnaire", "outline", draft.pk)
    for address in (
        preview("", draft),
        preview("_page", draft, "you", 1),
        page("questionnaire", "trial", draft.pk),
        page("questionnaire", "patients", draft.pk),
        page("questionnaire", "coverage", draft.pk),
    ):
        assert client.get(address)["Location"] == outline


def test_entries_of_the_shipped_questionnaire_are_called_by_what_was_ticked(client):
    draft = a_draft()
    say(client, draft, "allergies", 2, reaction_product="none", reaction_injection_items="latex")
    say(client, draft, "allergies", 3, reaction_culture_items="none", has_allergy="yes")
    listed = preview("_list", draft, "allergies_list")
    told = {"allergy_category": "other", "allergy_reaction": "hives", "allergy_severity": "mild"}
    for name in ("Latex", "Bees"):
        entry = client.post(listed + "?add")["Location"]
        assert client.post(entry, {"allergy_substance": name, **told}).status_code == 302
    entries = [entry for entry, *_addresses in client.get(listed).context["entries"]]
    assert [(each.name, each.is_ticked) for each in entries] == [("Latex", True), ("Bees", False)]


@pytest.mark.parametrize("query", ["", "?add"])
def test_list_of_which_every_question_was_taken_away_leads_back_to_the_preview(
    client, draft, query
):
    answered(client, draft)
    models.Trigger.objects.all().delete()
    models.Question.objects.filter(parent__key="allergies").delete()
    address = preview("_list", draft, "allergies") + query
    for response in (client.get(address), client.post(address)):
        assert response["Location"] == preview("", draft)


def test_answer_that_the_draft_does_not_take_any_more_is_left_out(client, draft):
    answered(client, draft)
    models.Claim.objects.all().delete()
    models.ShowIf.objects.filter(option__code="cure").delete()
    models.Option.objects.get(code="cure").delete()
    assert client.get(preview("_page", draft, "visit", 1)).context["form"].initial["heard"] is None
    assert client.get(preview("_page", draft, "you", 1)).context["form"].initial["full_name"]


@pytest.mark.parametrize("copy", ["provider", "patient"])
def test_both_copies_are_printed_and_marked_on_every_page(client, draft, copy):
    answered(client, draft)
    response = client.get(preview("_paper", draft, copy))
    assert response["Content-Type"] == "application/pdf"
    # Heads included: it is there that a page in the middle says so.
    for _width, _height, pieces in pieces_of(response.content):
        assert is_in("PREVIEW", " ".join(piece.text for piece in pieces))


@pytest.mark.parametrize("failure", [Busy(), RenderFailed("x"), Incomplete("y")])
def test_copy_that_could_not_be_printed_says_so_in_words(client, draft, failure, monkeypatch):
    def fail(_discussion, **_more):
        raise failure

    answered(client, draft)
    monkeypatch.setitem(PRINTERS, Copy.PATIENT, fail)
    response = client.get(preview("_paper", draft, "patient"))
    said = "The copy could not be printed. Try once more."
    assert (response.status_code, response.content.decode()) == (503, said)


def test_address_of_no_page_of_the_draft_is_not_found(client, draft):
    for args in (("you", 9), ("nowhere", 1), ("you", 2, "7")):
        assert client.get(preview("_page", draft, *args)).status_code == 404
    assert client.get(preview("_list", draft, "nothing")).status_code == 404
    assert client.get(preview("_paper", draft, "other")).status_code == 404
    assert client.get(preview("_paper", draft, "patient") + "?paper=a5").status_code == 404


def test_preview_is_for_question_editors(draft):
    a_version(SMALL)
    client = signed_in(FRONT_DESK)
    for address in (preview("", draft), page("questionnaire", "patients", draft.pk)):
        assert client.get(address).status_code == 403

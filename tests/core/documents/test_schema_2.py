"""Documents of schema 2: kept to the letter, and a broken promise is named with its path."""

import json
from dataclasses import replace

import pytest

from intake.core.documents.codec import questionnaire_from_json, questionnaire_to_json
from intake.core.documents.values import DocumentError
from intake.core.editing.check import check
from intake.core.editing.coverage import Given, impact
from intake.core.editing.differences import What, differences
from intake.core.questionnaire.names import ListedName
from intake.core.questionnaire.rule_words import faults
from tests.make.shipped import AS_OF, DOCUMENT, RELEASE_0_1, release_0_1, shipped, test_patient

TEXT = DOCUMENT.read_text(encoding="utf-8")
WORDS = " ".join(["word"] * 40)


def planted(*place, value):
    """The shipped document with one value put in, at a path of names and numbers."""
    document = json.loads(TEXT)
    inside = document
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    return json.dumps(document)


def place_of(key: str) -> int:
    return [point.key for point in shipped().points].index(key)


HOLDING = ("points", place_of("anaphylaxis_history"), "triggers", 0)
FIRST = ("points", place_of("high_risk_route"), "triggers", 7)
GATE = ("sections", 3, "items", 0, "options", 3)


@pytest.mark.parametrize("text", [TEXT, RELEASE_0_1.read_text(encoding="utf-8")])
def test_a_document_is_written_as_it_was_read(text):
    assert questionnaire_to_json(questionnaire_from_json(text)) == text


def test_a_document_of_schema_1_has_no_names_of_schema_2():
    with pytest.raises(DocumentError) as caught:
        questionnaire_from_json(planted("schema", value=1))
    assert caught.value.path == "schema"


@pytest.mark.parametrize(
    ("place", "value", "path", "problem"),
    [
        ((*HOLDING, "short"), WORDS, "short", "short has 40 words, 6 at most."),
        ((*HOLDING, "title"), WORDS, "title", "title has 40 words, 12 at most."),
        ((*HOLDING, "talk"), WORDS, "talk", "talk has 40 words, 20 at most."),
        ((*HOLDING, "patient"), WORDS, "patient", "patient has 40 words, 30 at most."),
        ((*HOLDING, "ask"), WORDS, "ask", "ask has 40 words, 14 at most."),
        ((*HOLDING, "lift"), ["One", WORDS], "lift[1]", "has 40 words, 7 at most."),
        ((*HOLDING, "lift"), ["Only one"], "lift", "A hold has 2 ways to lift it, or none."),
        ((*FIRST, "lift"), ["One", "Two"], "lift", "Only a hold is lifted."),
        ((*HOLDING, "row"), "consent", "row", "has points of two kinds"),
        ((*HOLDING, "loud"), True, "loud", "this name is not known here"),
        ((*GATE, "answers_for"), ["nobody"], "answers_for", 'question "nobody", which does not'),
        ((*GATE, "answers_for"), ["hope"], "answers_for", 'does not offer "I don\'t know"'),
        ((*GATE, "answers_for"), ["has_allergy"], "answers_for", "which is asked before it"),
        ((*GATE, "answers_for"), ["papers_seen"], "answers_for", "which is asked before it"),
        ((*GATE, "entry_name"), "Milk", "entry_kind", "it needs a name and a kind"),
        (("sections", 3, "items", 0, "why"), WORDS, "why", "has 40 words, 30 at most"),
        (("sections", 3, "items", 0, "voice"), {}, "voice", "The second voice says nothing."),
        (("sections", 3, "items", 0, "voice"), {"options": [{"code": "x", "text": "X"}]},
         "voice.options[0]", 'the option "x", which the question has not'),
        (("names", 0, "asked"), "route", "asked", "where nothing is typed"),
        (("names", 0, "kind"), "stone", "kind", "which its list does not ask for"),
        (("names", 0, "ticks"), ["route/air"], "ticks", "which does not exist"),
        (("names", 0, "ticks"), ["nowhere/none"], "ticks", "which does not exist"),
        (("names", 0, "ticks"), ["medicines_risk/none"], "ticks", "which stands alone"),
        (("names", 1, "also"), [" "], "text", "a spelling without letters"),
        (("points", 0, "check_title"), "Which?", "check_title", "Only answers that do not fit"),
        (("points", place_of("clarify_register"), "check_title"), WORDS, "check_title",
         "Its title for the check page has 40 words, 8 at most."),
    ],
)  # fmt: skip
def test_a_broken_promise_is_refused_with_its_path(place, value, path, problem):
    with pytest.raises(DocumentError) as caught:
        questionnaire_from_json(planted(*place, value=value))
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place[:-1])
    if path != "row":  # The row is named where its second kind stands.
        assert caught.value.path == f"{steps.lstrip('.')}.{path}"
    assert problem in caught.value.problem


def test_a_spelling_that_two_names_of_one_list_share_is_named():
    with pytest.raises(DocumentError) as caught:
        questionnaire_from_json(planted("names", 1, "also", value=["Tylenol"]))
    assert (caught.value.path, caught.value.problem) == (
        "names[1]",
        "“Tylenol” stands for another name of its list already.",
    )


def test_a_name_whose_question_is_gone_is_one_fault_and_the_faults_behind_it_are_told():
    lost = ListedName("gone", "Peanut", ticks=("gone/yes",))
    late = ListedName("medicines_list", " ")
    draft = replace(shipped(), names=(lost, late))
    assert [(fault.path, fault.says) for fault in faults(draft)] == [
        ("names[0].asked", '“Peanut” is offered for "gone", where nothing is typed.'),
        ("names[1].text", "“ ” has a spelling without letters."),
    ]


def test_a_talk_that_holds_below_a_hold_is_found_unless_it_names_its_condition():
    for talk, found in (("Hold and ask.", 1), ("Hold if the label says so.", 0)):
        draft = questionnaire_from_json(planted(*FIRST, "talk", value=talk))
        said = [p.says for p in check(draft, on=AS_OF.date()) if "in the talk" in p.says]
        assert len(said) == found, talk


def test_regulatory_evidence_that_waits_longer_than_six_months_is_warned_about():
    draft = questionnaire_from_json(planted("evidence", 0, "review_by", value="2027-11-21"))
    about = [problem.about for problem in check(draft, on=AS_OF.date())]
    assert "regulatory" in about


def test_every_trigger_of_the_shipped_document_has_words_and_every_hold_two_ways_to_lift():
    for point in shipped().points:
        for trigger in point.triggers:
            words = (trigger.short, trigger.title, trigger.talk, trigger.patient)
            assert all(words), (point.key, trigger)
            assert trigger.ask or point.kind == "clarify" or not point.ask
            assert len(trigger.lift) == (2 if trigger.severity.code == "hold" else 0)


def test_the_new_content_over_the_old_is_told_in_words():
    found = differences(release_0_1(), shipped())
    parts = {each.part for each in found if each.place == "point:mast_cell_asthma"}
    assert {"Raised by", "Words of its triggers"} <= parts
    gone = {each.place for each in found if each.what is What.REMOVED}
    assert {"question:emergency_ready", "point:clarify_no_allergy_but_reaction"} <= gone
    gate = next(each for each in found if each.place == "question:papers_seen")
    assert "says “I don't know” for product_identity" in gate.after


def test_what_changes_for_patients_who_answered_before_is_counted():
    names = ("mast_cell_disease", "pregnant")
    counted = impact(release_0_1(), shipped(), [Given(test_patient(n).answers) for n in names])
    told = {each.key: (each.gain, each.lose, each.shift) for each in counted.points}
    assert counted.patients == 2
    assert told["mast_cell_asthma"] == (1, 0, 0)
    assert told["future_options"] == (2, 0, 0)

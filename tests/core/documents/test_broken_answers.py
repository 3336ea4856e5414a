"""Answers in a file are refused with their path when the question does not offer them."""

import pytest

from intake.core.documents.clinic import clinic_from_json
from intake.core.documents.codec import answers_from_json
from intake.core.documents.values import DocumentError
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.questionnaire.answers import EMPTY, Answers, Chosen, Row, Unsaid
from tests.make.shipped import release_0_1

NOT_HERE = "there is no question with this key here"


def mistake(document) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        answers_from_json(release_0_1(), document)
    return caught.value.path, caught.value.problem


@pytest.mark.parametrize(
    ("key", "value", "path", "problem"),
    [
        ("colour", "red", "answers.colour", NOT_HERE),
        ("allergy_substance", "bees", "answers.allergy_substance", NOT_HERE),
        ("asthma", "maybe", "answers.asthma", '"asthma" has no option "maybe"'),
        ("asthma", True, "answers.asthma", '"asthma" has no option true'),
        ("asthma", [["no"]], "answers.asthma", '"asthma" has no option ["no"]'),
        ("asthma", ["no", "controlled"], "answers.asthma",
         '"asthma" takes one option, here are 2'),
        ("asthma", {}, "answers.asthma", '"asthma" has no option null'),
        ("asthma", {"codes": ["no"], "txt": "x"}, "answers.asthma.txt",
         "this name is not known here"),
        ("other_conditions", {"codes": ["other"], "text": 3}, "answers.other_conditions.text",
         "must be text"),
        ("clot_bleed", ["dont_know", "clot"], "answers.clot_bleed",
         '"dont_know" stands alone, without other options or words'),
        ("other_conditions", {"codes": ["dont_know"], "text": "well"}, "answers.other_conditions",
         '"dont_know" stands alone, without other options or words'),
        ("clot_bleed", {"unsaid": "perhaps"}, "answers.clot_bleed",
         '"perhaps" is not one of: dont_know, declined'),
        ("clot_bleed", {"unsaid": ["declined"]}, "answers.clot_bleed",
         '["declined"] is not one of: dont_know, declined'),
        ("has_allergy", {"unsaid": "declined"}, "answers.has_allergy",
         '"has_allergy" does not offer "declined"'),
        ("completed_by", "dont_know", "answers.completed_by",
         '"completed_by" does not offer "dont_know"'),
        ("hope", {"unsaid": "dont_know"}, "answers.hope", '"hope" does not offer "dont_know"'),
        ("hope", 3, "answers.hope", "must be text"),
        ("hope", ["a"], "answers.hope", "must be text"),
        ("worries", ["needles", 3], "answers.worries[1]", "must be text"),
        ("worries", {"text": "needles"}, "answers.worries[0]", "must be text"),
        ("is_adult", 1, "answers.is_adult", "must be true or false"),
        ("is_adult", "yes", "answers.is_adult", "must be true or false"),
        ("observation_minutes", True, "answers.observation_minutes", "must be a whole number"),
        ("observation_minutes", 30.5, "answers.observation_minutes", "must be a whole number"),
        ("observation_minutes", "30", "answers.observation_minutes", "must be a whole number"),
        ("date_of_birth", "14.07.1979", "answers.date_of_birth",
         "must be a date such as 2026-11-30"),
        ("date_of_birth", "19790714", "answers.date_of_birth",
         "must be a date such as 2026-11-30"),
        ("date_of_birth", 19790714, "answers.date_of_birth", "must be a date such as 2026-11-30"),
        ("date_of_birth", "2026-02-29", "answers.date_of_birth",
         "must be a date such as 2026-11-30"),
    ],
)  # fmt: skip
def test_an_answer_is_refused_with_its_path(key, value, path, problem):
    assert mistake({"answers": {key: value}}) == (path, problem)


@pytest.mark.parametrize(
    ("document", "path", "problem"),
    [
        ([], "", "must be an object with answers"),
        (None, "", "must be an object with answers"),
        ({"answers": []}, "answers", "must be an object of answers"),
        ({"rows": []}, "rows", "must be an object of groups"),
        ({"rows": {"pets": [{"name": "Rex"}]}}, "rows.pets", "there is no group with this key"),
        ({"rows": {"allergies_list": None}}, "rows.allergies_list", "must be a list of entries"),
        ({"rows": {"allergies_list": {}}}, "rows.allergies_list", "must be a list of entries"),
        ({"rows": {"allergies_list": ["bees"]}}, "rows.allergies_list[0]",
         "must be an object of answers"),
        ({"rows": {"allergies_list": [{}, {"has_allergy": "yes"}]}},
         "rows.allergies_list[1].has_allergy", NOT_HERE),
        ({"rows": {"allergies_list": [{"allergy_severity": "deadly"}]}},
         "rows.allergies_list[0].allergy_severity", '"allergy_severity" has no option "deadly"'),
        ({"rows": {"allergies_list": [{"id": 7, "answers": {}}]}}, "rows.allergies_list[0].id",
         "must be text"),
        ({"rows": {"allergies_list": [{"id": "a", "answers": {"allergy_when": "now"}}]}},
         "rows.allergies_list[0].answers.allergy_when", '"allergy_when" has no option "now"'),
        ({"rows": {"allergies_list": [{"id": "a", "answers": {}}, {"id": "a", "answers": {}}]}},
         "rows.allergies_list[1]", 'the key "a" is used twice'),
    ],
)  # fmt: skip
def test_a_misplaced_answer_is_refused_with_its_path(document, path, problem):
    assert mistake(document) == (path, problem)


@pytest.mark.parametrize(
    ("key", "value", "answer"),
    [
        ("asthma", "no", Chosen(("no",))),
        ("asthma", ["no"], Chosen(("no",))),
        ("asthma", "dont_know", Unsaid.DONT_KNOW),
        ("asthma", ["dont_know"], Unsaid.DONT_KNOW),
        ("asthma", {"unsaid": "dont_know"}, Unsaid.DONT_KNOW),
        ("cancer_history", {"unsaid": "declined"}, Unsaid.DECLINED),
        # options are kept in the order of the question, each once
        ("clot_bleed", ["stroke", "clot", "stroke"], Chosen(("clot", "stroke"))),
        ("other_conditions", {"codes": ["other"], "text": "Gout"}, Chosen(("other",), "Gout")),
        ("worries", ["b", "a"], ("b", "a")),
        ("worries", "needles", ("needles",)),
        ("observation_minutes", 0, 0),
        # in free text these are words like any other
        ("hope", "dont_know", "dont_know"),
        ("worries", ["dont_know"], ("dont_know",)),
    ],
)
def test_an_answer_is_read(key, value, answer):
    assert answers_from_json(release_0_1(), {"answers": {key: value}}) == Answers({key: answer})


@pytest.mark.parametrize("blank", [None, "", []])
@pytest.mark.parametrize("key", ["asthma", "clot_bleed", "hope", "worries"])
def test_an_empty_answer_is_a_blank_and_a_blank_is_absent(key, blank):
    assert answers_from_json(release_0_1(), {"answers": {key: blank}}) == EMPTY


@pytest.mark.parametrize(
    ("document", "path", "problem"),
    [
        ([], "clinic", "must be an object of register, verified and lapsed"),
        ({"registry": {}}, "clinic.registry", "this name is not known here"),
        ({"verified": ["route"]}, "clinic.verified", "must be an object of questions and options"),
        ({"register": {"colour": "red"}}, "clinic.register.colour",
         "there is no choice with this key"),
        ({"register": {"hope": "well"}}, "clinic.register.hope",
         "there is no choice with this key"),
        ({"verified": {"allergy_severity": "severe"}}, "clinic.verified.allergy_severity",
         "is asked once for each entry; the clinic has no fact for it"),
        ({"register": {"asthma": "maybe"}}, "clinic.register.asthma",
         '"asthma" has no option "maybe" for a clinic'),
        ({"register": {"asthma": [["no"]]}}, "clinic.register.asthma",
         '"asthma" has no option ["no"] for a clinic'),
        ({"verified": {"route": ["iv", "dont_know"]}}, "clinic.verified.route",
         '"route" has no option "dont_know" for a clinic'),
        ({"verified": {"route": []}}, "clinic.verified.route",
         '"route" takes one option, here are 0'),
        ({"verified": {"asthma": ["no", "controlled"]}}, "clinic.verified.asthma",
         '"asthma" takes one option, here are 2'),
        ({"lapsed": "lot"}, "clinic.lapsed", "must be a list"),
    ],
)  # fmt: skip
def test_what_the_clinic_says_is_refused_with_its_path(document, path, problem):
    with pytest.raises(DocumentError) as caught:
        clinic_from_json(release_0_1(), document, "clinic")
    assert (caught.value.path, caught.value.problem) == (path, problem)


def test_several_options_of_the_clinic_are_kept_in_the_order_of_the_question():
    read = clinic_from_json(release_0_1(), {"verified": {"route": ["joint", "iv"]}}, "clinic")
    assert read.verified == {"route": ("iv", "joint")}


def test_rows_without_ids_are_named_by_their_place():
    rows = [{"allergy_substance": "bees"}, {"id": "b7", "answers": {"allergy_substance": "nuts"}}]
    read = answers_from_json(release_0_1(), {"rows": {"allergies_list": rows}})
    assert read.rows_of("allergies_list") == (
        Row("0", {"allergy_substance": "bees"}),
        Row("b7", {"allergy_substance": "nuts"}),
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[]", ""),
        ("{}", "name"),
        ('{"name": "A", "answer": {}}', "answer"),
        ('{"name": "A", "answers": {"asthma": "maybe"}}', "answers.asthma"),
        ('{"name": "A", "rows": 5}', "rows"),
        ('{"name": "A", "expect": []}', "expect"),
        ('{"name": "A", "expect": {"point": {}}}', "expect.point"),
        ('{"name": "A", "expect": {"points": {"cost": "stop"}}}', "expect.points.cost"),
        ('{"name": "A", "expect": {"points": {"cost": ["hold"]}}}', "expect.points.cost"),
        ('{"name": "A", "expect": {"points": ["cost"]}}', "expect.points"),
        ('{"name": "A", "expect": {"absent": "cost"}}', "expect.absent"),
        ('{"name": "\\ud800"}', "name"),
    ],
)
def test_a_broken_test_patient_is_refused_with_its_path(text, path):
    with pytest.raises(DocumentError) as caught:
        example_patient_from_json(release_0_1(), text)
    assert caught.value.path == path


@pytest.mark.parametrize("codes", [(), ("dont_know",)])
def test_a_choice_is_of_an_option_and_never_of_nothing_or_of_not_knowing(codes):
    with pytest.raises(ValueError, match=r"blank answer|Unsaid"):
        Chosen(codes)

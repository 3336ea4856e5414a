"""Each mistake is planted in the shipped questionnaire, which has none, and found in its place."""

import json
from datetime import date
from statistics import median

import pytest

from intake.actions.catalog.reading_grade import school_grade, spanish_syllables
from intake.core.documents.codec import questionnaire_from_json
from intake.core.documents.translations import translated
from intake.core.editing.check import Weight, check
from intake.core.editing.wording_rules import look_alikes
from intake.walking.filling import spoken
from tests.make.shipped import DOCUMENT, spanish_texts

ON = date(2026, 11, 28)
MINUTES = "minutes"
TEXT = DOCUMENT.read_text(encoding="utf-8")
SHIPPED = questionnaire_from_json(TEXT)
HARD = (
    "Notwithstanding preliminary bioavailability considerations, administration necessitates"
    " individualized pharmacological evaluation preceding subsequent intervention."
)


def is_one_of(question, *codes):
    return {"question": question, "operator": "=", "values": list(codes)}


def number(question, operator, value):
    return {"question": question, "operator": operator, "values": [value]}


class Draft:
    """The shipped document, to plant something in."""

    def __init__(self):
        self.document = json.loads(TEXT)
        section = self.document["sections"][0]
        section["items"].append({"key": MINUTES, "kind": "integer", "text": "How many minutes?",
                                 "short": "Minutes", "minimum": 0, "maximum": 600})  # fmt: skip
        section["pages"].append([MINUTES])

    def question(self, key):
        sections = self.document["sections"]
        every = [item for section in sections for item in section["items"]]
        every += [question for item in every for question in item.get("items", ())]
        return next(each for each in every if each["key"] == key)

    def point(self, key):
        return next(each for each in self.document["points"] if each["key"] == key)

    def ask_when(self, key, *conditions, behavior="all"):
        self.question(key)["show_if"] = {"conditions": list(conditions), "behavior": behavior}

    def fire_when(self, key, *conditions, behavior="all"):
        self.point(key)["always"] = None
        self.point(key)["triggers"] = [
            {"severity": "discuss", "behavior": behavior, "conditions": list(conditions)}
        ]

    def empty(self, key):
        """A group of which every question was taken away, and every name for its boxes."""
        group, self.document["names"] = self.question(key), []
        gone = {question["key"] for question in group["items"]}
        group["items"] = []
        for section in self.document["sections"]:
            section["pages"] = [page for page in section["pages"] if gone.isdisjoint(page)]

    def problems(self, **options):
        draft = questionnaire_from_json(json.dumps(self.document))
        found = check(draft, on=ON, reading=school_grade, **options)
        return [(each.place, each.says) for each in found]


def planted(plant):
    draft = Draft()
    plant(draft)
    return draft.problems()


def test_nothing_is_reported_on_the_shipped_questionnaire():
    assert check(SHIPPED, on=ON, published=SHIPPED, reading=school_grade) == ()


YES_NO_KEY = "prior_treatment"
TWICE = (is_one_of(YES_NO_KEY, "yes"), is_one_of(YES_NO_KEY, "no"))


@pytest.mark.parametrize(
    ("plant", "place", "words"),
    [
        # what nobody reaches
        (lambda d: d.ask_when("my_questions", *TWICE), "question:my_questions",
         "It can never be asked: its conditions exclude each other."),
        (lambda d: d.ask_when("my_questions", TWICE[0], number(MINUTES, ">", 9999999),
                              behavior="any"), "question:my_questions", "This can never be met"),
        (lambda d: d.question("my_questions").update(
            options=[{"code": "a", "text": "A"}, {"code": "b", "text": "B"}]),
         "question:my_questions", "Its options can't be reached"),
        (lambda d: d.point("cost").update(always=None, triggers=[]), "point:cost",
         "It can never be raised"),
        (lambda d: d.fire_when("cost", *TWICE), "point:cost", "Trigger 1: It can never fire"),
        (lambda d: d.fire_when("cost", number(MINUTES, ">", 60), number(MINUTES, "<", 61)),
         "point:cost", "Trigger 1: It can never fire"),
        (lambda d: d.fire_when("cost", {**TWICE[0], "operator": "exists", "values": [False]},
                               TWICE[0]), "point:cost", "Trigger 1: It can never fire"),
        # follow-ups
        (lambda d: d.ask_when("pregnancy_status", is_one_of("cancer_history", "no")),
         "question:pregnancy_status", 'It depends on "cancer_history", which is not asked before'),
        *(
            (lambda d, odd=odd: d.ask_when("my_questions", number(MINUTES, "=", odd)),
             "question:my_questions", f'It compares "{MINUTES}" with a value of another kind.')
            for odd in ("sixty", True)
        ),
        # questions
        (lambda d: d.question("has_allergy").update(options=[{"code": "dont_know", "text": "?"}]),
         "question:has_allergy", "It needs at least two options."),
        (lambda d: d.question("source_type").update(options=[
            {"code": "a", "text": "A"}, {"code": "b", "text": "B"}], voice=None),
         "question:source_type", "It is required and has no way out"),
        (lambda d: d.question("has_allergy").pop("settles"), "question:has_allergy",
         "Say who settles it"),
        # a group
        (lambda d: d.empty("allergies_list"), "question:allergies_list",
         "This group asks nothing."),
        (lambda d: d.ask_when("my_questions", is_one_of("allergy_severity", "severe")),
         "question:my_questions",
         'It depends on "allergy_severity", which is asked once for each entry of a group.'),
        # what no rule reads
        (lambda d: d.ask_when("my_questions", is_one_of("hope", "well")),
         "question:my_questions", 'No rule reads free text, and "hope" is free text.'),
        (lambda d: d.ask_when("my_questions", {**is_one_of("hope", "well"), "operator": "!="}),
         "question:my_questions", 'No rule reads free text, and "hope" is free text.'),
        (lambda d: d.fire_when("cost", is_one_of("hope", "well")), "point:cost",
         'Trigger 1: No rule reads free text, and "hope" is free text.'),
        # parts of the questionnaire that are gone
        (lambda d: d.document["roles"]["allergy"].update(group="bees"), "",
         'The allergy table names the group "bees", which is not there.'),
        (lambda d: d.document["roles"].update(help_point="call"), "",
         'The point "call", which says when to get help, is not there.'),
        (lambda d: d.document["roles"].update(consent=["signed"]), "",
         'The point "signed", which says that consent is missing, is not there.'),
        # what a point rests on
        (lambda d: d.question("has_allergy").update(evidence=["E99"]), "question:has_allergy",
         'It names the evidence "E99", which does not exist.'),
        (lambda d: d.document["claims"][0].update(evidence=[]), "claim:fda_approved",
         "It needs evidence that exists."),
        (lambda d: d.document["claims"][0].update(evidence=["E01", "E99"]), "claim:fda_approved",
         "It needs evidence that exists."),
        (lambda d: d.point("cost").update(evidence=[]), "point:cost", "It has no evidence."),
        (lambda d: d.document["evidence"][0].update(review_by="2026-11-21"), "evidence:E01",
         "It was to be read again by 21-Nov-2026."),
        # wording
        (lambda d: d.point("cost").update(patient=HARD), "point:cost", "Reads at school grade"),
        (lambda d: d.question("has_allergy").update(help=HARD), "question:has_allergy",
         "Reads at school grade"),
        (lambda d: d.question("talk_language").update(
            voice={"text": "Is it safe for {name}?", "help": "", "options": []}),
         "question:talk_language", "Avoid “safe” in “Is it safe for {name}”."),
        (lambda d: d.document["sections"][0].update(intro="Exosomes are safe for you."),
         f"section:{SHIPPED.sections[0].key}", "Avoid “safe” in “Exosomes are safe for you”."),
        (lambda d: d.point("cost").update(patient="You are ELIGIBLE."), "point:cost",
         "Write instead: needs review before treatment"),
        (lambda d: d.question("asthma_control").update(text="Do you have аsthma?"),
         "question:asthma_control",
         "Letters of mixed scripts in “аsthma?”: “а” is Cyrillic small letter a."),
        (lambda d: d.document["evidence"][0].update(source="FDA nоtice"), "evidence:E01",
         "Letters of mixed scripts in “nоtice”: “о” is Cyrillic small letter o."),
        (lambda d: d.document.update(language="es"), "",
         "The pages around the questions are not translated into “es” yet."),
    ],
)  # fmt: skip
def test_planted_mistake_is_found_in_its_place(plant, place, words):
    found = planted(plant)
    assert [each for each in found if each[0] == place and words in each[1]], found


def test_rule_may_ask_whether_free_text_was_given():
    is_told = {"question": "hope", "operator": "exists", "values": [True]}
    assert planted(lambda draft: draft.ask_when("confirm_accurate", is_told)) == []


def test_follow_up_on_the_page_of_its_source_is_found():
    draft = Draft()
    section = draft.document["sections"][1]
    first, second = section["items"][:2]
    asked_when = {"conditions": [is_one_of(first["key"], "yes")]}
    follow_up = {**draft.question("asthma_control"), "key": "follow_up", "show_if": asked_when}
    section["items"][:2] = [first, second, follow_up]
    section["pages"][0].append("follow_up")
    says = f'It follows up on "{first["key"]}" and must be on a later page.'
    assert ("question:follow_up", says) in draft.problems()


@pytest.mark.parametrize("change", [{"always": "inform"}, {"always": None}, None])
def test_point_for_everyone_that_is_softened_or_removed_needs_a_reason(change):
    draft = Draft()
    points = draft.document["points"]
    point = next(each for each in points if each["always"] == "discuss")
    if change is None:
        points.remove(point)
    else:
        point.update(change)
        point["triggers"] = draft.point("no_fda_approved_product")["triggers"]
    read = questionnaire_from_json(json.dumps(draft.document))
    found = check(read, on=ON, published=SHIPPED, reading=school_grade)
    said = [each for each in found if each.about == "softened"]
    assert [(each.place, each.weight) for each in said] == [
        (f"point:{point['key']}", Weight.WITH_REASON)
    ]


def test_question_behind_one_that_nobody_is_asked_is_found_as_well():
    draft = Draft()
    draft.ask_when("cancer_history", *(is_one_of("has_allergy", code) for code in ("yes", "no")))
    draft.fire_when("cost", is_one_of("cancer_history", "no"))
    places = [place for place, _says in draft.problems()]
    assert {"question:cancer_history", "point:cost"} <= set(places)


@pytest.mark.parametrize(
    "text",
    [
        "We do not know if it is safe.",
        "Nobody has shown that it heals.",
        "It isn't harmless.",
        "Your safety matters.",
        "It is unsafe.",
    ],
)
def test_what_is_not_claimed_is_no_promise(text):
    assert planted(lambda draft: draft.point("cost").update(patient=text)) == []


def test_promise_after_another_sentence_with_not_is_still_found():
    text = "We do not know the dose. It is safe."
    found = planted(lambda draft: draft.point("cost").update(patient=text))
    assert [place for place, _says in found] == ["point:cost"]


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("plain", ()),
        ("Größe", ()),
        ("μg", ()),
        ("Москва", ()),
        ("dоctor", ("о",)),
        ("ｆda", ("ｆ",)),
    ],
)
def test_letters_of_another_script_are_named(word, letters):
    assert look_alikes(word) == letters


@pytest.mark.parametrize("text", ["", "Streptomycin, gentamicin", "Ja, das ist so.", "1 2 3 . ! ?"])
def test_grade_of_a_few_words_is_not_told(text):
    assert school_grade(text, "en") is None


def test_grade_is_told_for_languages_with_a_formula_of_their_own():
    assert (school_grade(HARD, "en") or 0) > 15
    assert school_grade(HARD, "de") is None
    easy = "El perro come pan. La casa es azul. El sol sale hoy."
    hard = "La administración intravenosa de productos exosomales no autorizados es problemática."
    assert (school_grade(easy, "es") or 0) < 2 < 8 < (school_grade(hard, "es") or 0)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("anafilaxia", 5), ("había", 3), ("guía", 2), ("que", 1), ("aéreo", 4), ("muy", 1)],
)
def test_spanish_syllables_are_counted_as_they_are_spoken(word, syllables):
    assert spanish_syllables(word) == syllables


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_with_its_hint_is_easy_to_read_for_whoever_answers(language):
    document = SHIPPED if language == "en" else translated(SHIPPED, spanish_texts(), "es")
    texts = [
        f"{said.text} {said.help}".strip()
        for question in document.questions
        for said in (question, spoken(question, "Leo"))
    ]
    grades = {text: school_grade(text, language) for text in texts}
    told = {text: grade for text, grade in grades.items() if grade is not None}

    assert {text: grade for text, grade in told.items() if grade > 6} == {}
    assert median(told.values()) <= 4

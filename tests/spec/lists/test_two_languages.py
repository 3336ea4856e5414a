"""Ticks of names that were typed in one language and are read in another."""

from intake.core.documents.translations import translated
from intake.core.questionnaire.answers import Answers, Chosen, Marks, Row
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.recognised import Beside, follow, take_away
from intake.core.questionnaire.walk import walk
from tests.make.shipped import shipped, spanish_texts

BEEF = "Carne o suero de res"
BOVINE = "reaction_culture_items/bovine"
OWN = Chosen(("penicillin",))
BOTH = Chosen(("penicillin", "bovine"))


def spanish() -> Questionnaire:
    return translated(shipped(), spanish_texts(), "es")


def with_entry(name: str, ticked: Chosen, *medicines: str) -> Answers:
    rows = {"allergies_list": (Row("1", {"allergy_substance": name}),)}
    top = {"has_allergy": Chosen(("yes",)), "reaction_culture_items": ticked}
    return Answers(top | ({"medicines_list": medicines} if medicines else {}), rows)


def test_a_tick_stays_in_a_language_that_does_not_know_its_name():
    made = follow(walk(spanish(), with_entry(BEEF, OWN)), Marks())
    assert made == Beside({"reaction_culture_items": BOTH}, Marks({BOVINE: (BEEF, False)}))

    in_english = follow(walk(shipped(), with_entry(BEEF, BOTH)), made.marks)
    assert in_english == Beside({}, made.marks)


def test_a_tick_goes_once_what_was_typed_in_another_language_is_gone():
    marks = Marks({BOVINE: (BEEF, False)})
    made = follow(walk(shipped(), with_entry("Cats", BOTH)), marks)
    assert made == Beside({"reaction_culture_items": OWN}, Marks())

    # The same words on another list are no reason for it.
    among_medicines = with_entry("Cats", BOTH, BEEF)
    assert follow(walk(shipped(), among_medicines), marks) == made


def test_a_tick_that_is_taken_away_in_one_language_stays_away_in_the_other():
    marks = Marks({BOVINE: (BEEF, False)})
    made = take_away(walk(shipped(), with_entry(BEEF, BOTH)), marks, BOVINE)
    assert made.values == {"reaction_culture_items": OWN}

    again = follow(walk(spanish(), with_entry(BEEF, OWN)), made.marks)
    assert again == Beside({}, made.marks)

"""Ticks of names that were typed in one language and are read in another."""

import pytest

from intake.core.documents.translations import Translated, hearing, translated
from intake.core.questionnaire.answers import Answers, Chosen, Marks, Row
from intake.core.questionnaire.names import ListedName
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.recognised import (
    Beside,
    follow,
    follow_back,
    follow_out,
    recognised,
    take_away,
)
from intake.core.questionnaire.walk import walk
from tests.make.shipped import shipped, spanish_texts
from tests.make.small import SMALL

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


# --- With the names of every language ----------------------------------------------------------

CELLS = "reaction_product/cell_tissue_product"


def entry(name: str) -> Row:
    return Row(name, {"allergy_substance": name})


@pytest.mark.parametrize("is_spanish", [False, True])
def test_what_a_tick_calls_its_entry_is_known_in_every_language(is_spanish):
    read = (shipped(), spanish())
    heard = hearing(read[is_spanish], read)
    called = [
        (f"{question.key}/{option.code}", entry(option.entry_name))
        for document in read
        for question in document.questions
        for option in question.options
        if option.entry_name
    ]
    assert len(called) == 40
    for tick, row in called:
        found = recognised(heard, Answers(rows={"allergies_list": (row,)}))
        assert {each.option for each in found} == {tick}


def test_what_is_offered_is_of_the_language_that_is_read():
    heard = hearing(spanish(), (shipped(), spanish()))
    offered = len(spanish().names_of["allergy_substance"].names)
    own = heard.names_of["allergy_substance"].names[:offered]
    assert own == spanish().names_of["allergy_substance"].names


def test_a_name_is_offered_in_her_language_and_the_others_word_stays_a_spelling_of_it():
    words = {"name/substance/peanut": Translated("Peanut", "maní")}
    [name] = translated(SMALL, words, "es").names
    assert name == ListedName("substance", "maní", ("Peanut", "Groundnut"), ticks=("heard/cure",))


def test_an_entry_takes_her_own_tick_along_in_another_language_than_it_was_made_in():
    gone, cells = entry("A cell or birth-tissue product"), Chosen(("cell_tissue_product",))
    top = {"has_allergy": Chosen(("yes",)), "reaction_product": cells}
    heard = hearing(spanish(), (shipped(), spanish()))
    made = follow_out(walk(heard, Answers(top)), Marks(), gone, "allergies_list")
    assert made == Beside({"reaction_product": None}, Marks())

    # Another entry stands for it as well, in the words of the other language.
    left = Answers(top, {"allergies_list": (entry("A cell or birth tissue product"),)})
    assert follow_out(walk(heard, left), Marks(), gone, "allergies_list") == Beside({}, Marks())


def test_an_entry_that_is_put_back_in_another_language_ticks_again():
    back = Answers({"has_allergy": Chosen(("yes",))}, {"allergies_list": (entry(BEEF),)})
    heard = hearing(shipped(), (shipped(), spanish()))
    made = follow_back(walk(heard, back), Marks(), BEEF)
    assert made.values == {"reaction_culture_items": Chosen(("bovine",))}

"""Names that patients type, and what they tick: tables that a clinician can read.

Every name here is for review. What is not in a table ticks nothing.
"""

import pytest

from intake.core.questionnaire.answers import Answers, Chosen, Marks, Row, Unsaid
from intake.core.questionnaire.recognised import (
    Beside,
    follow,
    follow_back,
    follow_out,
    recognised,
    take_away,
    unfit,
)
from intake.core.questionnaire.walk import walk
from tests.make.shipped import shipped

NOTHING = ()
KINDS = {
    "blood_thinner": (
        "warfarin, Coumadin, Eliquis 5 mg, apixaban, Xarelto, Pradaxa, Savaysa, Lovenox shots,"
        " heparin, anticoagulante, Sintrom, warfarina, apixabán 5"
    ),
    "antiplatelet": "aspirin 81, baby aspirin, Plavix, clopidogrel, Brilinta, Effient, aspirina",
    "beta_blocker": (
        "metoprolol 50 twice a day, Toprol-XL, atenolol, propranolol, carvedilol, Coreg,"
        " bisoprolol, Bystolic, labetalol, nadolol, sotalol, timolol drops, Cosopt, Combigan"
    ),
    "ace_inhibitor": (
        "lisinopril, Zestril, enalapril, ramipril, benazepril, Lotrel, captopril, quinapril,"
        " fosinopril, perindopril, trandolapril, LISINOPRIL-HCTZ 20"
    ),
}
NOT_OF_A_KIND = (
    "losartan, valsartan, Entresto, amlodipine, metformin, metoclopramide, Celexa, Celebrex,"
    " fish oil, no aspirin, stopped warfarin in 2020, allergic to lisinopril, never took Plavix,"
    " sin aspirina, vitamin D, insulin, Tylenol, none, ?, 81"
)
STANDS_FOR = {
    "reaction_culture_items/penicillin": "Penicillin, amoxicillin, Augmentin, penicilina",
    "reaction_culture_items/aminoglycoside": "gentamicin, streptomycin, Neosporin, tobramycin",
    "reaction_culture_items/bovine": "beef, cow serum, fetal bovine serum",
    "reaction_culture_items/milk": "milk, Cow’s milk, dairy, leche",
    "reaction_culture_items/fish": "fish, shrimp, Crabs, lobster, salmon, tuna, shellfish, camarón",
    "reaction_culture_items/alpha_gal": "red meat, alpha-gal, carne roja",
    "reaction_culture_items/gelatin": "gelatin, Jell-O, gelatina",
    "reaction_culture_items/dmso": "DMSO",
    "reaction_culture_items/peg_polysorbate": "PEG, MiraLAX, polysorbate 80, polyethylene glycol",
    "reaction_culture_items/heparin": "heparin, Lovenox",
    "reaction_culture_items/pork": "pork, ham, cerdo",
    "reaction_injection_items/local_anesthetic": "lidocaine, Novocain, Marcaine, numbing shot",
    "reaction_injection_items/latex": "latex, Latex gloves, rubber, látex",
    "reaction_injection_items/chlorhexidine": "chlorhexidine, Hibiclens",
    "reaction_injection_items/iodine": "Betadine, iodine, yodo",
    "reaction_injection_items/tape_adhesive": "tape, adhesive, Band-Aid, bandages",
    "reaction_product/vaccine": "flu shot, tetanus shot, vaccine, COVID vaccine",
    "reaction_product/blood_product": "blood transfusion, plasma, albumin, IVIG",
    "reaction_product/biologic_drug": "Humira, Remicade, rituximab",
    "reaction_product/cell_tissue_product": "PRP, stem cells, exosomes",
}
STANDS_FOR_NOTHING = (
    "peanuts, sulfa, cats, bee sting, lactose, lactose intolerance, contrast dye, pollen, not sure,"
    " fish oil, egg, penicillium, cow, milk thistle, ibuprofen"
)


def split(names: str) -> list[str]:
    return [each.strip() for each in names.split(",")]


def ticks_of_medicine(line: str) -> tuple[str, ...]:
    found = recognised(shipped(), Answers({"medicines_list": (line,)}))
    return tuple(each.code for each in found)


def ticks_of_allergy(name: str) -> tuple[str, ...]:
    rows = {"allergies_list": (Row("1", {"allergy_substance": name}),)}
    return tuple(each.option for each in recognised(shipped(), Answers({}, rows)))


@pytest.mark.parametrize(("kind", "names"), KINDS.items())
def test_a_medicine_is_of_its_kind_in_any_spelling_and_beside_its_dose(kind, names):
    assert {name: ticks_of_medicine(name) for name in split(names)} == {
        name: (kind,) for name in split(names)
    }


def test_other_medicines_and_those_not_taken_are_of_no_kind():
    assert {name: ticks_of_medicine(name) for name in split(NOT_OF_A_KIND)} == {
        name: NOTHING for name in split(NOT_OF_A_KIND)
    }


def test_several_medicines_on_one_line_are_each_of_their_kind():
    assert ticks_of_medicine("Eliquis, metoprolol 50 and lisinopril") == (
        "blood_thinner",
        "beta_blocker",
        "ace_inhibitor",
    )


@pytest.mark.parametrize(("option", "names"), STANDS_FOR.items())
def test_the_name_of_an_allergy_stands_for_what_is_asked_before(option, names):
    assert {name: ticks_of_allergy(name) for name in split(names)} == {
        name: (option,) for name in split(names)
    }


def test_other_allergies_stand_for_nothing_that_is_asked_before():
    assert {name: ticks_of_allergy(name) for name in split(STANDS_FOR_NOTHING)} == {
        name: NOTHING for name in split(STANDS_FOR_NOTHING) if name != "cow"
    } | {"cow": ("reaction_culture_items/bovine",)}


def test_a_name_is_known_in_the_words_people_put_around_it():
    said = (
        "allergic to penicillin",
        "penicillin allergy",
        "Penicillins",
        "alergia a la penicilina",
    )
    assert {ticks_of_allergy(each) for each in said} == {("reaction_culture_items/penicillin",)}
    assert ticks_of_allergy("penicillin and latex") == (
        "reaction_culture_items/penicillin",
        "reaction_injection_items/latex",
    )


# --- Slips -------------------------------------------------------------------------------------

SLIPS = {
    "Shelfish": "Shellfish",
    "Amoxicilin": "Amoxicillin",
    "penicilin": "Penicillin",
    "penut": "Peanut",
    "ibuprofin": "Ibuprofen",
    "lidocane": "Lidocaine",
}
NO_SLIPS = ("Cot", "cats", "Peanut", "penicillin and sulfa", "zzzzzz", "", "I do not remember it")


def slip_in(name: str) -> str | None:
    found = shipped().names_of["allergy_substance"].near(name)
    return found and found.name


def test_one_slip_in_a_name_is_told_and_two_in_a_long_one():
    assert {typed: slip_in(typed) for typed in SLIPS} == SLIPS


def test_a_name_that_is_known_or_near_to_none_is_no_slip():
    names = shipped().names_of["allergy_substance"]
    assert [typed for typed in NO_SLIPS if not names.whole(typed) and names.near(typed)] == []


def test_a_slip_is_found_before_a_dose():
    found = shipped().names_of["medicines_list"].near_within("metoprlol 50 mg")
    assert (found.typed, found.name) == ("metoprlol", "Metoprolol")


# --- What becomes of an answer -----------------------------------------------------------------

METOPROLOL = {"medicines_list": ("Metoprolol 50",)}
BETA = "medicines_risk/beta_blocker"


def chose(*codes: str) -> Chosen:
    return Chosen(codes)


def following(answer, **options):
    given = Answers({**METOPROLOL, **({"medicines_risk": answer} if answer else {})})
    made = follow(walk(shipped(), given), options.pop("marks", Marks()), **options)
    return dict(made.values), made.marks.names


@pytest.mark.parametrize(
    ("answer", "becomes", "listed"),
    [
        # What she ticked stays, and one more is ticked.
        (chose("antiplatelet"), chose("antiplatelet", "beta_blocker"), {BETA: "Metoprolol 50"}),
        # "I don't know" gives way to a name, as it does to the clinic's own record.
        (Unsaid.DONT_KNOW, chose("beta_blocker"), {BETA: "Metoprolol 50"}),
        # Her own tick is hers.
        (chose("beta_blocker"), None, {}),
        # "None of these" is never taken away: it is asked about before she sends.
        (chose("none"), None, {}),
        # What is not answered yet is not answered for her.
        (None, None, {}),
    ],
)
def test_a_name_ticks_beside_what_was_answered(answer, becomes, listed):
    values = {"medicines_risk": becomes} if becomes else {}
    assert following(answer) == (values, listed)


def test_none_of_these_beside_a_name_is_to_be_asked():
    given = Answers({**METOPROLOL, "medicines_risk": chose("none")})
    assert [(each.typed, each.option) for each in unfit(shipped(), given)] == [
        ("Metoprolol 50", BETA)
    ]


def test_a_tick_that_she_took_away_stays_away_for_this_name():
    before = {"medicines_risk": chose("antiplatelet", "beta_blocker")}
    given = Answers({**METOPROLOL, "medicines_risk": chose("antiplatelet")})
    made = follow(walk(shipped(), given), Marks(), saved=("medicines_risk",), before=before)

    assert (dict(made.values), made.marks.names) == ({}, {})
    assert following(chose("antiplatelet"), marks=made.marks) == ({}, {})


def with_entry(name: str, ticked: Chosen | Unsaid) -> Answers:
    rows = {"allergies_list": (Row("1", {"allergy_substance": name}),)}
    return Answers({"has_allergy": chose("yes"), "reaction_injection_items": ticked}, rows)


LATEX = "reaction_injection_items/latex"


def test_a_tick_goes_with_the_name_that_made_it():
    marks = Marks({LATEX: ("Latex gloves", False)})
    made = follow(walk(shipped(), with_entry("Cats", chose("latex", "iodine"))), marks)
    assert dict(made.values) == {"reaction_injection_items": chose("iodine")}

    was_unknown = Marks({LATEX: ("Latex gloves", True)})
    made = follow(walk(shipped(), with_entry("Cats", chose("latex"))), was_unknown)
    assert dict(made.values) == {"reaction_injection_items": Unsaid.DONT_KNOW}


def test_a_tick_that_is_taken_away_gives_back_what_stood_there():
    marks = Marks({LATEX: ("Latex gloves", True)})
    walked = walk(shipped(), with_entry("Latex gloves", chose("latex")))
    made = take_away(walked, marks, LATEX)

    assert dict(made.values) == {"reaction_injection_items": Unsaid.DONT_KNOW}
    again = follow(walk(shipped(), with_entry("Latex gloves", Unsaid.DONT_KNOW)), made.marks)
    assert dict(again.values) == {}
    hers = take_away(walked, Marks(), LATEX)
    assert dict(hers.values) == {"reaction_injection_items": None}


@pytest.mark.parametrize("answer", [Unsaid.DONT_KNOW, chose("iodine")])
def test_what_was_answered_anew_in_another_window_is_not_taken_away_with_a_tick(answer):
    made = take_away(walk(shipped(), with_entry("Latex gloves", answer)), Marks(), LATEX)
    assert dict(made.values) == {}


def test_an_entry_that_is_no_allergy_takes_its_tick_along_and_brings_it_back():
    entry = Row("1", {"allergy_substance": "Latex"})
    left = Answers({"has_allergy": chose("yes"), "reaction_injection_items": chose("latex")})
    out = follow_out(walk(shipped(), left), Marks(), entry, "allergies_list")
    assert dict(out.values) == {"reaction_injection_items": None}

    back = Answers({"has_allergy": chose("yes")}, {"allergies_list": (entry,)})
    made = follow_back(walk(shipped(), back), out.marks, "1")
    assert dict(made.values) == {"reaction_injection_items": chose("latex")}


def test_an_entry_that_is_put_back_answers_nothing_that_other_names_could_answer():
    kiwi, latex = Row("1", {"allergy_substance": "Kiwi"}), Row("2", {"allergy_substance": "Latex"})
    left = Answers({"has_allergy": chose("yes"), **METOPROLOL}, {"allergies_list": (kiwi, latex)})
    assert follow_back(walk(shipped(), left), Marks(), "1") == Beside({}, Marks())

    made = follow_back(walk(shipped(), left), Marks(), "2")
    assert made == Beside(
        {"reaction_injection_items": chose("latex")}, Marks({LATEX: ("Latex", False)})
    )


@pytest.mark.parametrize("answer", [chose("none"), Unsaid.DECLINED])
def test_an_entry_that_is_put_back_ticks_nothing_beside_none_of_these_or_said_in_person(answer):
    latex = {"allergies_list": (Row("1", {"allergy_substance": "Latex"}),)}
    given = Answers({"has_allergy": chose("yes"), "reaction_injection_items": answer}, latex)
    assert follow_back(walk(shipped(), given), Marks(), "1") == Beside({}, Marks())

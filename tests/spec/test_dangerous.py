"""No dangerous patient reads "No hold fired", and hardly any harmless one is held.

First the patients of ``fixtures/patients/danger`` and ``harmless``, then a table of kinds: somebody
about whom nothing is special, changed in one respect by what she says, what the clinic's register
or the visit says, or what she corrected. Nothing here was reviewed by a clinician.
"""

import json
from statistics import median

import pytest

from intake.core.editing.example_patients import example_patient_from, run
from intake.core.questionnaire.points import Severity
from tests.make.shipped import AS_OF, DANGER, FIXTURES, HARMLESS, shipped, tried

CAREFUL = json.loads((FIXTURES / "patients/harmless/oona_fitzsimmons.json").read_text("utf-8"))
NOTHING_SHOWN = {"papers_seen": "dont_know", "product_identity": None, "label_use": None,
                 "ingredients_list": None, "donor_testing": None, "lot_testing": None}  # fmt: skip
PEANUT = {"allergy_substance": "peanut", "allergy_category": "food", "allergy_severity": "severe",
          "allergy_reaction": ["hives"], "allergy_treatment": ["antihistamine"]}  # fmt: skip
SALMON = {**PEANUT, "allergy_substance": "salmon", "allergy_severity": "moderate"}
RASH = {**PEANUT, "allergy_substance": "amoxicillin", "allergy_category": "medicine",
        "allergy_reaction": ["itching_rash"], "allergy_severity": "mild"}  # fmt: skip
FAINT = {**RASH, "allergy_substance": "blood draw", "allergy_reaction": ["faint"]}


def discussion(changes: dict, rows=(), clinic=None, before=None):
    answers = {k: v for k, v in {**CAREFUL["answers"], **changes}.items() if v is not None}
    patient = {"name": "Kind", "answers": answers, "clinic": clinic or {}}
    if rows:
        patient["answers"] |= {"has_allergy": "yes"}
        patient["rows"] = {"allergies_list": list(rows)}
    if before:
        patient["before"] = {**before, "answers": {**answers, **before.get("answers", {})}}
    return run(shipped(), example_patient_from(shipped(), patient), as_of=AS_OF).discussion


def rows_first(made) -> int:
    """Rows of page 1 that are to be discussed first: points of one matter share a row."""
    first = [p for p in made.points if p.severity is Severity.DISCUSS_FIRST]
    return len({p.row or p.key for p in first})


@pytest.mark.parametrize("path", DANGER, ids=lambda path: path.stem)
def test_a_dangerous_patient_is_held(path):
    assert tried(path.stem).discussion.holds != ()


def test_of_harmless_patients_at_most_one_in_ten_is_held_and_few_have_more_than_two_rows():
    made = [tried(path.stem).discussion for path in HARMLESS]
    assert sum(bool(each.holds) for each in made) <= len(made) / 10
    assert median(map(rows_first, made)) <= 2


IV, JOINT, SKIN = ({"route": [way]} for way in ("iv", "joint", "skin"))
SKIN |= {"skin_history": ["none"]}
NEEDLES, BREATH, UNCLEAR, ELSE = (
    {"route": [way]} for way in ("microneedling", "nose_lungs", "dont_know", "other")
)
NEEDLES |= {"skin_history": ["none"]}
AGAIN = {"prior_treatment": "yes"}


def entry(substance: str, category: str, signs: list, severity: str, *treatment: str) -> dict:
    told = {"allergy_substance": substance, "allergy_category": category}
    told |= {"allergy_reaction": signs, "allergy_severity": severity}
    return told | ({"allergy_treatment": list(treatment)} if treatment else {})


@pytest.mark.parametrize(
    ("kind", "changes", "more"),
    [
        # what she has
        ("mast cell disease", {"allergy_conditions": ["mast_cell"]}, {}),
        ("hereditary angioedema", {"allergy_conditions": ["hae"]}, {}),
        ("told to carry epinephrine", {"allergy_conditions": ["epinephrine"]}, {}),
        ("asthma out of control", {"allergy_conditions": ["asthma"],
                                   "asthma_control": "not_controlled"}, {}),
        ("asthma, breathed in", {"allergy_conditions": ["asthma"], "asthma_control": "controlled",
                                 "route": ["nose_lungs"]}, {}),
        ("past anaphylaxis", {"anaphylaxis_ever": "yes"}, {"rows": [PEANUT]}),
        ("severe allergy, contents unknown", NOTHING_SHOWN, {"rows": [PEANUT]}),
        ("severe allergy, contents only told", {"ingredients_list": "told_only"},
         {"rows": [PEANUT]}),
        ("severe allergy and an ACE inhibitor", {"medicines_risk": ["ace_inhibitor"]},
         {"rows": [PEANUT]}),
        ("anaphylaxis unsure and a beta blocker", {"anaphylaxis_ever": "dont_know",
                                                   "medicines_risk": ["beta_blocker"]}, {}),
        ("salmon allergy, animal source", {"source_type": ["animal"]}, {"rows": [SALMON]}),
        ("milk allergy, milk source", {"source_type": ["milk"], "reaction_culture_items": ["milk"]},
         {"rows": [{**SALMON, "allergy_substance": "milk"}]}),
        ("alpha-gal, contents unknown", {**NOTHING_SHOWN, "reaction_culture_items": ["alpha_gal"]},
         {"rows": [{**SALMON, "allergy_severity": "mild"}]}),
        ("transplant, everything seen", {**JOINT, "immune_status": ["transplant"]}, {}),
        ("strong immune medicine, drip", {**IV, "immune_status": ["weak_medicine"]}, {}),
        ("weak immunity, lot untested", {**IV, "immune_status": ["weak_disease"],
                                         "lot_testing": "dont_know"}, {}),
        ("infection now", {"infection_now": "now"}, {}),
        ("pregnant", {"pregnancy_status": "pregnant"}, {}),
        ("cancer now", {"cancer_history": "active"}, {}),
        ("being checked for cancer", {"cancer_history": "being_checked"}, {}),
        ("past clot, drip", {**IV, "clot_bleed": ["clot"]}, {}),
        ("bleeding disorder, joint", {**JOINT, "clot_bleed": ["bleeding_disorder"]}, {}),
        ("blood thinner, joint", {**JOINT, "medicines_risk": ["blood_thinner"]}, {}),
        ("reacted to such a product", {"reaction_product": ["cell_tissue_product"]},
         {"rows": [RASH]}),
        ("allergic to the last one", {"prior_treatment": "yes",
                                      "prior_treatment_problem": ["allergic"]}, {}),
        ("infection after the last one, product unknown",
         {**NOTHING_SHOWN, "prior_treatment": "yes", "prior_treatment_problem": ["infection"]}, {}),
        ("a child", {"is_adult": False, "completed_by": "parent_guardian"}, {}),
        ("man-made joint", {**JOINT, "other_conditions": ["man_made_joint"]}, {}),
        ("heart valve, drip, nothing shown", {**NOTHING_SHOWN, **IV,
                                              "other_conditions": ["implant"]}, {}),
        ("lips and throat swelled, ER, she says mild, nothing shown", {**NOTHING_SHOWN, **SKIN},
         {"rows": [entry("amoxicillin", "medicine", ["throat_swelling"], "mild",
                         "emergency_visit")]}),
        ("passed out after contrast, she says mild, contents only told",
         {**IV, "ingredients_list": "told_only"},
         {"rows": [entry("contrast dye", "medicine", ["passed_out"], "mild", "steroid")]}),
        ("nuts, wheeze and ER, she says mild, nothing shown", NOTHING_SHOWN,
         {"rows": [entry("walnut", "food", ["trouble_breathing"], "mild", "emergency_visit")]}),
        ("a clot, and the way is not known", {**NOTHING_SHOWN, **UNCLEAR, "clot_bleed": ["clot"]},
         {}),
        ("a stroke, and the way is not known", {**UNCLEAR, "clot_bleed": ["stroke"]}, {}),
        ("low IgA, drip of unknown contents", {**NOTHING_SHOWN, **IV,
                                               "immune_status": ["iga_deficiency"]}, {}),
        ("low IgA, drip, contents refused to be listed",
         {**IV, "immune_status": ["iga_deficiency"], "ingredients_list": "dont_know"}, {}),
        ("leukemia, tiny needles, lot only told",
         {**NEEDLES, "immune_status": ["weak_disease"], "lot_testing": "told_only"}, {}),
        ("shots for arthritis, and the way is not known",
         {**UNCLEAR, "immune_status": ["weak_medicine"]}, {}),
        ("serum sickness, animal source",
         {**SKIN, "source_type": ["animal"], "donor_testing": None},
         {"rows": [entry("antivenom", "medicine", ["serum_sickness"], "moderate")]}),
        ("lung disease, breathed in", {**BREATH, "other_conditions": ["lung"]}, {}),
        ("breathed in, nothing shown", {**NOTHING_SHOWN, **BREATH}, {}),
        ("breathed in, label not seen", {**BREATH, "label_use": "dont_know"}, {}),
        ("infection after the last one, donor tests not shown",
         {**AGAIN, "prior_treatment_problem": ["infection"], "donor_testing": "dont_know"}, {}),
        ("chills after the last drip, this lot not tested",
         {**IV, **AGAIN, "prior_treatment_problem": ["fever_chills"],
          "lot_testing": "dont_know"}, {}),
        ("shock from a skin cleaner, ER, she says medium, everything shown",
         {**SKIN, "reaction_injection_items": ["chlorhexidine"]},
         {"rows": [entry("chlorhexidine", "skin_product_latex", ["hives", "passed_out"],
                         "moderate", "emergency_visit")]}),
        ("a numbing shot put her in the hospital, she says mild, everything shown", {},
         {"rows": [entry("lidocaine", "medicine", ["passed_out"], "mild", "hospital_stay")]}),
        ("hives from albumin, drip, nothing shown",
         {**NOTHING_SHOWN, **IV, "reaction_product": ["blood_product"]},
         {"rows": [entry("albumin", "blood_or_cell_product", ["hives"], "moderate", "steroid")]}),
        ("wheeze from an antibody drip, contents only told",
         {**JOINT, "ingredients_list": "told_only", "reaction_product": ["blood_product"]},
         {"rows": [entry("IVIG", "blood_or_cell_product", ["hives"], "dont_know", "steroid")]}),
        ("alpha-gal, contents shown, and where it comes from is not known",
         {"source_type": ["dont_know"], "reaction_culture_items": ["alpha_gal"],
          "donor_testing": "seen_in_writing"},
         {"rows": [entry("red meat", "food", ["hives"], "moderate", "antihistamine")]}),
        ("cow serum, contents shown, another source",
         {**SKIN, "source_type": ["other"], "reaction_culture_items": ["bovine"]},
         {"rows": [entry("cow serum", "other", ["itching_rash"], "mild")]}),
        # what it is, where, and who
        ("a way that is not on the list, nothing shown", {**NOTHING_SHOWN, **ELSE}, {}),
        ("a chiropractor puts in the drip", {**IV, "provider_type": "other_licensed"}, {}),
        ("an aesthetician gives shots into the face at a spa",
         {**SKIN, "provider_type": "other_licensed", "place_type": "spa_salon"}, {}),
        ("an aesthetician comes to the hotel, the way is not known",
         {**UNCLEAR, "provider_type": "other_licensed", "place_type": "home_hotel"}, {}),
        ("label: research", {"label_use": "research_only"}, {}),
        ("label: skin, by needle", {**JOINT, "label_use": "skin_only"}, {}),
        ("label: shot, breathed in", {"route": ["nose_lungs"], "label_use": "injection"}, {}),
        ("plant in a vein", {**IV, "source_type": ["plant"], "donor_testing": None}, {}),
        ("near the spine", {"route": ["spine"]}, {}),
        ("refused to say what is in it", {"ingredients_list": "asked_not_given"}, {}),
        ("no license", {"provider_type": "not_licensed", "license_checked": "no"}, {}),
        ("drip at a spa", {**IV, "place_type": "spa_salon"}, {}),
        ("shared vial", {"clinic_flags": ["shared_supplies"]}, {}),
        ("no epinephrine", {"clinic_flags": ["no_epinephrine"]}, {}),
        ("told to stop her pills", {"claims_heard": ["stop_treatment"],
                                    "claims_source": ["clinic_staff"]}, {}),
        # what only the clinic knows
        ("register: research", {}, {"clinic": {"register": {"label_use": "research_only"}}}),
        ("visit: skin label, joint", JOINT, {"clinic": {"verified": {"label_use": "skin_only"}}}),
        ("visit: nobody licensed", {}, {"clinic": {"verified": {"provider_type": "not_licensed"}}}),
        ("visit: papers are gone, transplant", {**IV, "immune_status": ["weak_disease"]},
         {"clinic": {"verified": {"lot_testing": "told_only"}}}),
        ("lot past its date", {}, {"clinic": {"lapsed": ["lot"]}}),
        ("license past its date", {}, {"clinic": {"lapsed": ["license"]}}),
        ("label that may be past its date", {}, {"clinic": {"lapsed": ["label"]}}),
        ("register: from an animal, she reacts to red meat",
         {"reaction_culture_items": ["alpha_gal"]},
         {"rows": [entry("beef", "food", ["hives"], "moderate")],
          "clinic": {"register": {"source_type": ["animal"]}}}),
        ("register: a plant, drip", IV, {"clinic": {"register": {"source_type": ["plant"]}}}),
        ("visit: drip in a hotel", IV, {"clinic": {"verified": {"place_type": "home_hotel"}}}),
        ("visit: contents only told, severe sesame allergy", {},
         {"rows": [entry("sesame", "food", ["hives"], "severe")],
          "clinic": {"verified": {"ingredients_list": "told_only"}}}),
        # what was corrected away
        ("an infection two days ago", {}, {"before": {"answers": {"infection_now": "now"}}}),
        ("pregnant two days ago", {}, {"before": {"answers": {"pregnancy_status": "pregnant"}}}),
        ("lot lapsed, another one chosen", {}, {"before": {"clinic": {"lapsed": ["lot"]}}}),
    ],
)  # fmt: skip
def test_this_kind_is_held(kind, changes, more):
    assert discussion(changes, **more).holds != (), kind


@pytest.mark.parametrize(
    ("kind", "changes", "more"),
    [
        ("nothing at all", {}, {}),
        ("a mild rash from amoxicillin long ago, nothing shown", NOTHING_SHOWN, {"rows": [RASH]}),
        ("fainted at a blood draw", {"other_conditions": ["fainting_needles"]}, {"rows": [FAINT]}),
        ("hay fever, plant cream on whole skin",
         {"route": ["topical"], "source_type": ["plant"], "donor_testing": None,
          "label_use": "skin_only"},
         {"rows": [{**RASH, "allergy_category": "pollen_pet_dust"}]}),
        ("a food makes her skin itch; cord cream, nothing shown",
         {**NOTHING_SHOWN, "route": ["topical"]}, {"rows": [{**RASH, "allergy_category": "food"}]}),
        ("asthma under control", {"allergy_conditions": ["asthma"],
                                  "asthma_control": "controlled"}, {}),
        ("aspirin", {"medicines_risk": ["antiplatelet"]}, {}),
        ("a cold that is over", {"infection_now": "better"}, {}),
        ("cancer fifteen years ago", {"cancer_history": "past"}, {}),
        ("lupus, quiet", {"immune_status": ["autoimmune"]}, {}),
        ("nothing looked up yet", {**NOTHING_SHOWN, "license_checked": "no"}, {}),
        ("cats make her wheeze, nothing shown", NOTHING_SHOWN,
         {"rows": [entry("cats", "pollen_pet_dust", ["trouble_breathing"], "moderate")]}),
        ("raw apple makes her lips swell, contents only told",
         {**SKIN, "ingredients_list": "told_only"},
         {"rows": [entry("apple", "food", ["throat_swelling"], "mild", "none")]}),
        ("severe hay fever and an ACE inhibitor, nothing shown",
         {**NOTHING_SHOWN, "medicines_risk": ["ace_inhibitor"]},
         {"rows": [entry("ragweed", "pollen_pet_dust", ["itching_rash"], "severe")]}),
        ("codeine makes her throw up, severe she says, nothing shown", NOTHING_SHOWN,
         {"rows": [entry("codeine", "medicine", ["stomach"], "severe", "none")]}),
        ("faint at a blood draw, severe he says, nothing shown", NOTHING_SHOWN,
         {"rows": [entry("blood draw", "other", ["faint"], "severe", "none")]}),
        ("a bee sting swelled, nothing shown", NOTHING_SHOWN,
         {"rows": [entry("bee", "insect", ["site_swelling"], "moderate")]}),
        ("itch from latex gloves, tiny needles", NEEDLES,
         {"rows": [entry("latex", "skin_product_latex", ["itching_rash"], "moderate")]}),
        ("fever after a flu shot", {"reaction_product": ["vaccine"]},
         {"rows": [entry("flu shot", "vaccine", ["fever_chills"], "mild")]}),
        ("a blood thinner, cream on whole skin",
         {"route": ["topical"], "medicines_risk": ["blood_thinner"]}, {}),
        ("breastfeeding, cream on whole skin",
         {"route": ["topical"], "pregnancy_status": "breastfeeding"}, {}),
        ("fever after a transfusion, nothing shown",
         {**NOTHING_SHOWN, "reaction_product": ["blood_product"]},
         {"rows": [entry("red cells", "blood_or_cell_product", ["fever_chills"], "moderate")]}),
        ("a rash from albumin, contents shown", {"reaction_product": ["blood_product"]},
         {"rows": [entry("albumin", "blood_or_cell_product", ["itching_rash"], "mild")]}),
        ("alpha-gal, contents and a human source shown",
         {"reaction_culture_items": ["alpha_gal"]},
         {"rows": [entry("beef", "food", ["hives"], "mild")]}),
        ("cats sent her to an emergency room, everything shown", {},
         {"rows": [entry("cats", "pollen_pet_dust", ["trouble_breathing"], "moderate",
                         "emergency_visit")]}),
        ("a bee sting swelled her arm, an emergency room looked at it, everything shown", {},
         {"rows": [entry("bee", "insect", ["site_swelling"], "moderate", "emergency_visit")]}),
        ("an aesthetician puts a cream on whole skin at a spa",
         {"route": ["topical"], "provider_type": "other_licensed", "place_type": "spa_salon",
          "label_use": "skin_only"}, {}),
        ("a nurse gives shots into the face at a spa",
         {**SKIN, "provider_type": "nurse", "place_type": "spa_salon"}, {}),
        ("had one before, bruised", {**AGAIN, "prior_treatment_problem": ["other"]}, {}),
        ("had one before, no trouble", {"prior_treatment": "yes",
                                        "prior_treatment_problem": ["none"]}, {}),
        ("register and visit agree with her", {},
         {"clinic": {"register": {"label_use": "injection"},
                     "verified": {"lot_testing": "seen_in_writing"}}}),
    ],
)  # fmt: skip
def test_this_kind_is_not_held(kind, changes, more):
    made = discussion(changes, **more)
    assert [point.key for point in made.holds] == [], kind
    assert rows_first(made) <= 3, kind

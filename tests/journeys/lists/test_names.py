"""Names on the lists: what is noticed, what is ticked, and how each of it is undone."""

from dataclasses import replace

import pytest

from intake.actions.answers.rows import add_row
from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Chosen, Unsaid
from intake.core.questionnaire.names import ListedName
from intake.core.questionnaire.questionnaire import Kind
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit, shipped_now
from tests.make.values import choice, group, question, questionnaire

pytestmark = pytest.mark.django_db
MEDICINES = "/p/q/health/4/"
LIST = "/p/list/allergies_list/"
RASH = {"allergy_reaction": ["hives"], "allergy_severity": "mild"}


@pytest.fixture(autouse=True)
def with_todays_questionnaire():
    a_version(shipped_now())


def entered() -> Person:
    visit = a_visit()
    person = Person(visit).enter()
    person.visit = visit
    return person


def told(person: Person) -> dict[str, object]:
    return dict(load_answers(person.visit.submission).answers.top)


def medicines(person: Person, kinds: list[str], *lines: str, **others: str) -> Person:
    typed = {f"medicines_list__{n}": line for n, line in enumerate(lines, 1)}
    return person.get(MEDICINES).say(medicines_risk=kinds, **typed, **others)


def typed_allergy(person: Person, name: str, **others: object) -> Person:
    """Told on the list, after the pages before said something else."""
    person.get("/p/q/allergies/2/").say(
        reaction_product=["none"], reaction_injection_items=others.pop("items", ["iodine"])
    )
    person.get("/p/q/allergies/3/").say(reaction_culture_items=["none"], has_allergy="yes")
    person.get(LIST).send(person.screen.form_to("/add/"))
    return person.say(allergy_substance=name, allergy_category="other", **RASH)


def test_a_tick_beside_a_full_list_is_kept_and_makes_no_entry():
    person = entered()
    submission = person.visit.submission
    group = submission.version.read().groups["allergies_list"]
    for _each in range(group.max_rows):
        add_row(submission, group, given=load_answers(submission))
    person.get("/p/q/allergies/2/").say(
        reaction_product=["none"], reaction_injection_items=["latex"]
    )
    given = load_answers(submission).answers
    assert given.top["reaction_injection_items"] == Chosen(("latex",))
    assert [row.answers for row in given.rows_of("allergies_list")] == [{}] * group.max_rows


def test_a_medicine_that_is_known_is_ticked_before_the_page_is_left_and_said():
    person = medicines(entered(), ["antiplatelet"], "Baby aspirin", "Metoprolol 50")

    assert person.at == MEDICINES
    assert "You wrote “Metoprolol 50”. So we ticked “A beta blocker" in person.screen.text
    assert person.screen.main.fields["medicines_risk"] == ["antiplatelet", "beta_blocker"]
    assert "medicines_risk" not in told(person)

    person.send(person.screen.main)
    assert person.at != MEDICINES
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet", "beta_blocker"))
    assert told(person)["medicines_list"] == ("Baby aspirin", "Metoprolol 50")
    assert "From your list: “Metoprolol 50”" in person.get(MEDICINES).screen.text
    assert "From your list: “Metoprolol 50”" in person.get("/p/check/").screen.text


@pytest.mark.parametrize(
    ("chosen", "told_of_it"), [("opioid", "So we ticked “Thinner”"), ("none", "You chose “None”")]
)
def test_a_name_is_noticed_also_where_a_page_asks_for_nothing_else(chosen, told_of_it):
    kinds, alone = ("thinner", "opioid", "none"), {"exclusive": ("none",), "repeats": True}
    taken = choice("taken", *kinds, in_person=False, settles=None, **alone)
    named = ListedName("pills", "Aspirin", ticks=("taken/thinner",))
    document = questionnaire(taken, question("pills", Kind.STRING), names=(named,))
    only = replace(document.sections[0], pages=(("taken", "pills"),))
    person = Person(a_visit(version=a_version(replace(document, sections=(only,))))).enter()

    person.get("/p/q/only/1/").say(taken=[chosen], pills="Aspirin")

    assert told_of_it in person.screen.text


def test_a_tick_for_a_medicine_can_be_taken_away_and_stays_away():
    person = medicines(entered(), ["antiplatelet"], "Metoprolol 50")
    person.say(medicines_risk=["antiplatelet"])
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet",))

    person.get(MEDICINES).send(person.screen.main)
    assert person.at != MEDICINES
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet",))


def test_what_is_put_aside_is_ticked_as_well_and_a_tick_taken_away_there_stays_away():
    person = medicines(entered(), ["antiplatelet"], "Metoprolol 50", **{"-later": "1"})
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet", "beta_blocker"))

    person.get(MEDICINES).send(
        person.screen.main, medicines_risk=["antiplatelet"], **{"-later": "1"}
    )
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet",))
    person.get("/p/q/allergies/2/").say(
        reaction_product=["none"], reaction_injection_items=["none"]
    )
    person.get(MEDICINES).send(person.screen.main)
    assert told(person)["medicines_risk"] == Chosen(("antiplatelet",))


def test_a_known_medicine_takes_the_place_of_i_dont_know():
    person = medicines(entered(), ["dont_know"], "lisinopril")
    assert person.screen.main.fields["medicines_risk"] == ["ace_inhibitor"]

    person.send(person.screen.main)
    assert told(person)["medicines_risk"] == Chosen(("ace_inhibitor",))


def test_none_of_these_stays_unless_she_says_otherwise():
    person = medicines(entered(), ["none"], "Eliquis 5")
    assert "You chose “None of these”." in person.screen.text
    assert person.screen.main.fields["medicines_risk"] == ["none"]
    person.send(person.screen.main)
    assert told(person)["medicines_risk"] == Chosen(("none",))

    person = medicines(entered(), ["none"], "Eliquis 5")
    person.send(person.screen.main, **{"-tick": "medicines_risk/blood_thinner"})
    assert told(person)["medicines_risk"] == Chosen(("blood_thinner",))

    person = medicines(entered(), ["none"], "Eliquis 5")
    herself = ["none", "blood_thinner"]
    person.send(
        person.screen.main, medicines_risk=herself, **{"-tick": "medicines_risk/blood_thinner"}
    )
    assert told(person)["medicines_risk"] == Chosen(("blood_thinner",))


def test_a_slip_is_asked_about_once_and_kept_or_mended():
    person = medicines(entered(), ["none"], "Atorvastatine 20")
    assert "You wrote “Atorvastatine”. Did you mean “Atorvastatin”?" in person.screen.text
    person.send(person.screen.main)
    assert told(person)["medicines_list"] == ("Atorvastatine 20",)

    person = medicines(entered(), ["none"], "Atorvastatine 20")
    person.send(person.screen.main, **{"-instead": "medicines_list-1"})
    assert told(person)["medicines_list"] == ("Atorvastatin 20",)


def test_a_typed_entry_ticks_the_matching_option_and_says_so_on_the_list():
    person = typed_allergy(entered(), "Latex gloves")
    assert told(person)["reaction_injection_items"] == Chosen(("latex", "iodine"))

    person.get(LIST)
    assert "You wrote “Latex gloves”. So we also ticked “Latex or rubber”" in person.screen.text
    person.send(person.screen.form_to("/untick/"))
    assert told(person)["reaction_injection_items"] == Chosen(("iodine",))
    assert "So we also ticked" not in person.screen.text
    assert person.get("/p/check/").screen.text.count("Latex gloves") >= 1


def test_a_typed_entry_leaves_none_of_these_and_takes_the_place_of_i_dont_know():
    person = typed_allergy(entered(), "Latex gloves", items=["none"])
    assert told(person)["reaction_injection_items"] == Chosen(("none",))

    person = typed_allergy(entered(), "Latex gloves", items=["dont_know"])
    assert told(person)["reaction_injection_items"] == Chosen(("latex",))
    person.get(LIST).send(person.screen.form_to("/untick/"))
    assert told(person)["reaction_injection_items"] is Unsaid.DONT_KNOW


def test_the_kind_of_a_known_name_need_not_be_chosen():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["none"], has_allergy="yes")
    person.say(allergy_substance="Peanuts", **RASH)

    row = load_answers(person.visit.submission).answers.rows_of("allergies_list")[0]
    assert row.answers["allergy_category"] == Chosen(("food",))


def test_the_kind_of_a_known_name_answers_nothing_that_may_be_several():
    plain = {"in_person": False, "settles": None}
    kind = choice("kind", "food", "medicine", **plain)
    signs = choice("signs", "food", "rash", repeats=True, **plain)
    entry = group("each", question("cause", Kind.STRING), kind, signs, min_rows=1, max_rows=3)
    named = (ListedName("cause", "Peanuts", kind="food"),)
    document = questionnaire(choice("ready", "yes", "no", **plain), entry, names=named)
    only = replace(document.sections[0], pages=(("ready",), ("cause", "kind", "signs")))
    version = a_version(replace(document, sections=(only,)))
    person = Person(visit := a_visit(version=version)).enter()
    person.get("/p/list/each/").send(person.screen.form_to("/add/")).say(cause="Peanuts")

    (row, *_others) = load_answers(visit.submission).answers.rows_of("each")
    assert row.answers == {"cause": "Peanuts", "kind": Chosen(("food",))}


def test_not_an_allergy_takes_the_tick_along_and_put_back_brings_it_back():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish", "pork"], has_allergy="no").get(LIST)
    person.send(person.screen.form_to("/remove/"))
    assert told(person)["reaction_culture_items"] == Chosen(("pork",))

    person.send(person.screen.form_to("/bring-back/"))
    assert told(person)["reaction_culture_items"] == Chosen(("fish", "pork"))


def test_an_entry_that_is_put_back_leaves_open_what_was_left_open():
    person = typed_allergy(entered(), "Kiwi")
    person = medicines(person, [], "Metoprolol 50", **{"-later": "1"})
    assert "medicines_risk" not in told(person)

    person.get(LIST).send(person.screen.form_to("/remove/"))
    person.send(person.screen.form_to("/bring-back/"))
    assert "medicines_risk" not in told(person)


def test_when_the_only_tick_goes_with_its_entry_the_question_is_asked_again():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish"], has_allergy="no").get(LIST)

    person.send(person.screen.form_to("/remove/"))

    assert person.at == "/p/q/allergies/3/"
    assert "reaction_culture_items" not in told(person)


def test_names_are_offered_in_the_page_itself():
    html = entered().get(MEDICINES).response.content.decode()
    assert '<datalist id="names-medicines_list">' in html
    assert html.count('list="names-medicines_list"') == 20
    assert '<option value="Metoprolol">' in html


def test_a_ticked_mild_allergy_is_told_with_three_answers():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish"], has_allergy="no")
    asked = [{*person.screen.main.offered} - {"-later", "-revision"}]
    person.say(**RASH)
    asked.append({*person.screen.main.offered})
    person.say(allergy_treatment=["none"])

    assert asked == [{"allergy_reaction", "allergy_severity"}, {"allergy_treatment"}]
    assert person.at == LIST
    assert "Not finished" not in person.screen.text


def test_a_tick_on_a_page_that_is_put_aside_makes_its_entry():
    person = entered().get("/p/q/allergies/3/")
    ticked = {"reaction_culture_items": ["fish"], "has_allergy": "no"}
    person.send(person.screen.main, **ticked, **{"-later": "yes"})
    assert person.at == "/p/later/"

    person.get(LIST)

    assert "Fish or seafood" in person.screen.text
    assert "Not finished" in person.screen.text


def test_a_ticked_entry_takes_a_name_in_her_own_words():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish"], has_allergy="no")
    person.get(person.screen.link("Write the name in your own words"))
    assert person.screen.main.fields["allergy_substance"] == ["Fish or seafood"]

    person.say(allergy_substance="Raw tuna", **RASH)
    row = load_answers(person.visit.submission).answers.rows_of("allergies_list")[0]
    assert row.answers["allergy_substance"] == "Raw tuna"
    assert told(person)["reaction_culture_items"] == Chosen(("fish",))


def test_an_entry_that_holds_more_is_asked_about_when_its_tick_goes():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish", "pork"], has_allergy="no").say(**RASH)
    person.get("/p/q/allergies/3/").say(reaction_culture_items=["pork"], has_allergy="no")

    person.get(LIST)
    assert "You took the tick for “Fish or seafood” away." in person.screen.text
    rows = load_answers(person.visit.submission).answers.rows_of("allergies_list")
    fish = next(row.id for row in rows if row.answers["allergy_substance"] == "Fish or seafood")
    person.post(f"{LIST}{fish}/remove/", {})
    assert "You took the tick" not in person.screen.text
    assert told(person)["reaction_culture_items"] == Chosen(("pork",))

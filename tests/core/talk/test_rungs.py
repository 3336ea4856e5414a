"""The ladder with what the clinic shows: filled rungs, what is past its date, what differs."""

from dataclasses import replace
from datetime import date

import pytest

from intake.core.questionnaire.answers import Chosen, Unsaid
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.talk.ladder import clarify_in, gaps_in, ladder_now
from intake.core.talk.verified_facts import (
    CERTIFICATE,
    EXPIRY,
    LOT,
    RECORD_FACTS,
    Choice,
    RegisterFact,
    Shown,
)
from tests.make.talks import AT, DAY, a_verified
from tests.make.values import choice, discussed, questionnaire, said, shown_if, when

SHOWING = ("seen_in_writing", "told_only", "asked_not_given", "dont_know")
ASKED = questionnaire(
    choice("source", "cord", "placenta", "fat", "dont_know", repeats=True, short="Source"),
    choice("given_by", "doctor", "nurse", "dont_know", short="Given by"),
    choice("study", *SHOWING, "not_study", short="Study"),
    choice("tests", *SHOWING, short="Donor tests"),
    choice("looked_up", "clear", "problem", "no", short="License looked up"),
    choice("extra", short="Extra", show_if=shown_if(when("given_by", "=", "nurse"))),
    roles=Roles(
        ladder=(
            Rung("source"),
            Rung("given_by"),
            Rung("study"),
            Rung("tests"),
            Rung("looked_up", seen=("clear", "problem"), unknown=("no",)),
            Rung("extra"),
        )
    ),
)
DOCTOR_DOES_NOT_KNOW = {"given_by": Unsaid.DONT_KNOW}


def fact(key, *codes, **columns):
    return RegisterFact(key, columns.pop("source", "Product: Glow"), codes=codes, **columns)


def rungs(told=None, facts=(), verified=(), on=DAY):
    discussion = discussed(ASKED, said(**(told or {})))
    return ladder_now(ASKED, discussion, verified, Choice(1, AT, 7, Shown(facts=tuple(facts))), on)


def rung(key, *given, **named):
    return {each.fact: each for each in rungs(*given, **named)}[key]


def differs(told, *facts):
    return list(clarify_in(rungs(told, facts)))


CORD = "Source: the patient was told “Cord”; the register says “Placenta” (Product: Glow)."
STUDY = "Study: the patient was told “Told only”; the register says “Not study” (Product: Glow)."


@pytest.mark.parametrize(
    ("told", "register", "says"),
    [
        # the same, or nothing to compare
        ({"source": Chosen(("cord",))}, [fact("source", "cord")], []),
        ({"source": Chosen(("cord",))}, [fact("source")], []),
        ({"source": Chosen(("cord",))}, [], []),
        ({"source": Unsaid.DONT_KNOW}, [fact("source", "cord")], []),
        ({"source": Unsaid.DECLINED}, [fact("source", "cord")], []),
        ({}, [fact("source", "cord")], []),
        # told one thing, and the register says another
        ({"source": Chosen(("cord",))}, [fact("source", "placenta")], [CORD]),
        (
            {"source": Chosen(("cord", "fat"))},
            [fact("source", "cord")],
            [
                "Source: the patient was told “Cord”; “Fat”;"
                " the register says “Cord” (Product: Glow)."
            ],
        ),
        ({"source": Chosen(("cord", "fat"))}, [fact("source", "cord"), fact("source", "fat")], []),
        (
            {"given_by": Chosen(("doctor",))},
            [fact("given_by", "nurse", source="Kim Lee")],
            ["Given by: the patient was told “Doctor”; the register says “Nurse” (Kim Lee)."],
        ),
        # told of a paper, or having seen it, is one statement; to be refused is none
        ({"tests": Chosen(("told_only",))}, [fact("tests", "seen_in_writing")], []),
        ({"tests": Chosen(("asked_not_given",))}, [fact("tests", "seen_in_writing")], []),
        ({"study": Chosen(("told_only",))}, [fact("study", "not_study")], [STUDY]),
        ({"study": Chosen(("not_study",))}, [fact("study", "not_study")], []),
        # a rung's own words for seen and unknown
        ({"looked_up": Chosen(("no",))}, [fact("looked_up", "clear")], []),
        ({"looked_up": Chosen(("problem",))}, [fact("looked_up", "clear")], []),
    ],
)
def test_clarify_line_says_both_sides_when_register_and_patient_differ(told, register, says):
    assert differs(told, *register) == says


def test_rung_is_filled_with_options_and_words_of_the_register():
    held = fact("source", "placenta", words="Data sheet of 02-Jan-2026", on=date(2026, 1, 2))
    found = rung("source", {"source": Chosen(("placenta",))}, [held])
    assert found.register_words == ("Placenta; Data sheet of 02-Jan-2026",)
    assert (found.register, found.is_shown, found.gaps) == ((held,), True, ())


def test_words_of_the_register_stand_alone_when_the_option_only_says_it_was_shown():
    held = fact("tests", "seen_in_writing", words="Donor tests of 02-Jan-2026")
    assert rung("tests", {}, [held]).register_words == ("Donor tests of 02-Jan-2026",)
    assert rung("tests", {}, [fact("tests", "seen_in_writing")]).register_words == (
        "Seen in writing",
    )


@pytest.mark.parametrize(
    ("until", "gaps"),
    [
        (None, ()),
        (date(2026, 11, 30), ()),
        (date(2026, 12, 1), ()),
        (date(2026, 11, 29), ("Lot A12: was good until 29-Nov-2026.",)),
    ],
)
def test_fact_past_its_date_is_a_gap(until, gaps):
    found = rung(LOT, {}, [fact(LOT, source="Lot A12", words="A12", until=until)])
    assert (found.gaps, found.is_shown) == (gaps, not gaps)


def test_gap_is_told_once_when_several_rungs_have_it():
    late = {"source": "Lot A12", "until": date(2026, 1, 1)}
    found = rungs({}, [fact(LOT, **late), fact(EXPIRY, **late), fact("tests", **late)])
    assert gaps_in(found) == ("Lot A12: was good until 01-Jan-2026.",)


def test_verified_value_closes_the_gap_of_its_rung_only():
    late = {"source": "Lot A12", "until": date(2026, 1, 1)}
    seen = a_verified(3, LOT, value="B7")
    found = rungs({}, [fact(LOT, **late)], [seen])
    assert gaps_in(found) == ()
    assert gaps_in(rungs({}, [fact(LOT, **late), fact(EXPIRY, **late)], [seen])) != ()


@pytest.mark.parametrize(
    ("seen", "is_shown"),
    [([], True), ([a_verified(1, LOT)], True), ([a_verified(1, LOT, is_shown=False)], False)],
)
def test_what_was_asked_for_on_this_visit_and_not_shown_counts_before_the_register(seen, is_shown):
    assert rung(LOT, {}, [fact(LOT, words="A12")], seen).is_shown is is_shown


@pytest.mark.parametrize(
    ("recorded", "counts"),
    [
        ([], None),
        ([a_verified(1, LOT, value="A12")], "A12"),
        ([a_verified(1, LOT, value="A12"), a_verified(2, LOT, value="A13")], "A13"),
        ([a_verified(2, LOT, value="A13"), a_verified(1, LOT, value="A12")], "A13"),
        (
            [
                a_verified(1, LOT, value="A12"),
                a_verified(2, LOT, value="A13"),
                a_verified(3, LOT, takes_back=2),
            ],
            "A12",
        ),
        ([a_verified(1, CERTIFICATE)], None),
    ],
)
def test_latest_verified_value_counts(recorded, counts):
    found = rung(LOT, {}, (), recorded)
    assert (found.verified.value if found.verified else None) == counts


def test_rungs_are_those_asked_and_then_the_facts_of_the_record():
    keys = [each.fact for each in rungs({"given_by": Chosen(("doctor",))})]
    assert keys == ["source", "given_by", "study", "tests", "looked_up", *RECORD_FACTS]


def test_every_rung_is_there_before_anything_was_sent():
    found = ladder_now(ASKED, None, (), None, DAY)
    assert [each.fact for each in found][:6] == [r.question for r in ASKED.roles.ladder]
    assert {(each.line, each.is_shown, each.clarify) for each in found} == {(None, False, "")}


def test_rung_that_no_question_asks_is_left_out():
    roles = replace(ASKED.roles, ladder=(Rung("nowhere"), Rung("source")))
    found = ladder_now(replace(ASKED, roles=roles), None, (), None, DAY)
    assert [each.fact for each in found] == ["source", *RECORD_FACTS]


def test_what_was_verified_of_a_question_that_the_version_has_not_is_no_rung():
    asked = rungs({"given_by": Chosen(("doctor",))})
    assert rungs({"given_by": Chosen(("doctor",))}, (), [a_verified(1, "nowhere")]) == asked

"""How a questionnaire speaks of the patient to whoever answers for her."""

from dataclasses import replace

import pytest

from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.questionnaire import Option, Voice
from intake.walking.filling import first_name, section_of, spoken, spoken_of, title_of
from tests.make.values import choice, chose, group, questionnaire, said, section

ANSWERED_BY = choice("answered_by", "myself", "parent_guardian", "legal_rep")
ASKED = questionnaire(ANSWERED_BY, roles=Roles(answered_by="answered_by", name="name"))
VOICE = Voice("Does {name} smoke?", "{name} alone. Not you.", (Option("yes", "{name} does"),))


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Leo Delgado", "Leo"),
        ("Delgado Ruiz, Leo Max", "Leo"),
        ("Delgado,", ""),
        ("Delgado", ""),
        ("", ""),
    ],
)
def test_the_first_name_is_taken_only_where_it_can_be_told(name, first):
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("answers", "name", "called"),
    [
        (said(answered_by=chose("myself")), "Leo Delgado", ""),
        (said(), "Leo Delgado", ""),
        (said(answered_by=chose("parent_guardian")), "Leo Delgado", "Leo"),
        (said(answered_by=chose("parent_guardian"), name="Max Ruiz"), "Leo Delgado", "Max"),
        (said(answered_by=chose("parent_guardian")), "", "your child"),
        (said(answered_by=chose("legal_rep")), "Delgado", "the person you help"),
    ],
)
def test_the_patient_is_named_to_whoever_else_answers(answers, name, called):
    assert spoken_of(ASKED, answers, name) == called


def test_a_question_is_put_about_the_patient_and_keeps_the_words_that_do_not_differ():
    plain = choice("smokes", "yes", "no", voice=VOICE)
    said = spoken(plain, "your child")
    assert (said.text, said.help) == ("Does your child smoke?", "Your child alone. Not you.")
    kept = plain.options[1].text
    assert [option.text for option in said.options] == ["Your child does", kept]
    assert spoken(plain, "") == plain
    silent = replace(plain, voice=Voice())
    assert (spoken(silent, "Leo").text, spoken(silent, "Leo").help) == (plain.text, plain.help)


@pytest.mark.parametrize(
    ("voice", "name", "title"),
    [
        (Voice("{name}’s allergies"), "Leo", "Leo’s allergies"),
        (Voice("{name}’s allergies"), "", "Your allergies"),
        (Voice(), "Leo", "Your allergies"),
        (None, "Leo", "Your allergies"),
    ],
)
def test_lists_and_sections_are_headed_for_whoever_answers(voice, name, title):
    listed = replace(group("allergies", choice("cause")), text="Your allergies", voice=voice)
    assert title_of(listed, name) == title
    part = replace(section("allergies"), title="Your allergies", intro="Think back.", voice=voice)
    headed = section_of(part, name)
    assert (headed.title, headed.intro) == (title, "Think back.")

"""Point numbers: given at the first send, kept while a point stays, never given to another."""

from dataclasses import replace

import pytest

from intake.core.discussion.changes import changes_since
from intake.core.questionnaire.questionnaire import Kind
from tests.make.values import (
    DISCUSS,
    DISCUSS_FIRST,
    HOLD,
    INFORM,
    any_of,
    choice,
    chose,
    discussed,
    group,
    point,
    question,
    questionnaire,
    said,
    when,
)

NAMES = ("apple", "bread", "cheese", "dates")
ASKED = questionnaire(
    choice("eaten", *NAMES, "none", repeats=True),
    choice("how_much", "little", "much"),
    points=[
        *(point(name, any_of(DISCUSS, when("eaten", "=", name))) for name in NAMES),
        point("too_much", any_of(HOLD, when("how_much", "=", "much")), always=INFORM),
    ],
)


def revisions(*eaten: tuple[str, ...]):
    """The discussion of each revision in turn; each knows the one before."""
    previous = None
    for revision, names in enumerate(eaten, 1):
        answers = said(eaten=chose(*(names or ("none",))))
        previous = discussed(ASKED, answers, revision=revision, previous=previous)
        yield previous


@pytest.mark.parametrize(
    ("story", "eaten", "numbers"),
    [
        (
            "the first send numbers in the order of printing",
            [("bread", "apple")],
            [{"apple": 1, "bread": 2, "too_much": 3}],
        ),
        (
            "nothing changed",
            [("apple",), ("apple",)],
            [{"apple": 1, "too_much": 2}, {"apple": 1, "too_much": 2}],
        ),
        (
            "a point that comes is numbered on, even if it prints first",
            [("bread",), ("apple", "bread")],
            [{"bread": 1, "too_much": 2}, {"apple": 3, "bread": 1, "too_much": 2}],
        ),
        (
            "a number that went free is not given to another point",
            [("apple", "bread"), ("bread",), ("bread", "cheese")],
            [
                {"apple": 1, "bread": 2, "too_much": 3},
                {"bread": 2, "too_much": 3},
                {"bread": 2, "cheese": 4, "too_much": 3},
            ],
        ),
        (
            "not even when the highest number went free two revisions ago",
            [("apple",), ("apple", "bread"), ("apple",), ("apple",), ("apple", "cheese")],
            [
                {"apple": 1, "too_much": 2},
                {"apple": 1, "bread": 3, "too_much": 2},
                {"apple": 1, "too_much": 2},
                {"apple": 1, "too_much": 2},
                {"apple": 1, "cheese": 4, "too_much": 2},
            ],
        ),
        (
            "a point that comes back is new: its old number stays behind",
            [("apple", "bread"), ("apple",), ("apple", "bread")],
            [
                {"apple": 1, "bread": 2, "too_much": 3},
                {"apple": 1, "too_much": 3},
                {"apple": 1, "bread": 4, "too_much": 3},
            ],
        ),
    ],
)
def test_numbers_are_kept_and_never_used_again(story, eaten, numbers):
    found = [{p.key: p.number for p in made.points} for made in revisions(*eaten)]
    assert found == numbers, story


def test_the_last_number_given_outlives_its_point():
    *_, last = revisions(("apple", "bread", "cheese"), ("apple",))
    assert [(p.key, p.number) for p in last.points] == [("apple", 1), ("too_much", 4)]
    assert last.last_number == 4


def test_a_point_keeps_its_number_when_it_becomes_more_urgent():
    before = discussed(ASKED, said(eaten=chose("apple"), how_much=chose("little")))
    after = discussed(
        ASKED,
        said(eaten=chose("apple"), how_much=chose("much")),
        revision=2,
        previous=before,
    )
    assert [(p.key, p.number, p.severity) for p in after.points] == [
        ("too_much", 2, HOLD),
        ("apple", 1, DISCUSS),
    ]


BREAKFAST = choice("breakfast", "apple", "none")
SUPPER = choice("supper", "apple", "none")
FRUIT = point(
    "fruit",
    any_of(DISCUSS, when("breakfast", "=", "apple")),
    any_of(DISCUSS_FIRST, when("supper", "=", "apple")),
    any_of(DISCUSS, when("supper", "exists", True)),
)


def digest(**answers):
    asked = questionnaire(BREAKFAST, SUPPER, choice("weather"), points=[FRUIT])
    (made,) = discussed(asked, said(**answers)).points
    return made.digest


def test_the_digest_is_equal_when_the_same_answers_raise_the_point():
    assert digest(breakfast=chose("apple")) == digest(
        breakfast=chose("apple"), weather=chose("yes")
    )


@pytest.mark.parametrize(
    ("story", "answers"),
    [
        ("another answer joined", {"breakfast": chose("apple"), "supper": chose("none")}),
        ("more urgent", {"breakfast": chose("apple"), "supper": chose("apple")}),
        ("another answer instead", {"supper": chose("none")}),
    ],
)
def test_the_digest_differs_when_the_trace_differs(story, answers):
    """An outcome of a talk carries over only to a point that rests on the same answers."""
    assert digest(breakfast=chose("apple")) != digest(**answers), story


ALLERGY = question("substance", Kind.STRING)
REACTION = replace(choice("reaction", "hives", "other"), kind=Kind.OPEN_CHOICE)
HIVES, ODD = chose("hives"), chose("other", text="Blue lips")


def digest_of_entry(**row):
    raising = point("allergy", any_of(HOLD, when("reaction", "=", "hives", "other")))
    asked = questionnaire(group("allergies", ALLERGY, REACTION), points=[raising])
    (made,) = discussed(asked, said({"allergies": [row]})).points
    return made.digest


@pytest.mark.parametrize(
    ("story", "before", "after"),
    [
        (
            "the same reaction, to something else",
            {"substance": "Amoxicillin", "reaction": HIVES},
            {"substance": "Lidocaine shot", "reaction": HIVES},
        ),
        (
            "the entry had no name",
            {"reaction": HIVES},
            {"substance": "Amoxicillin", "reaction": HIVES},
        ),
        (
            "something else again, in her own words",
            {"substance": "Amoxicillin", "reaction": ODD},
            {"substance": "Amoxicillin", "reaction": chose("other", text="A cough")},
        ),
    ],
)
def test_the_digest_differs_when_the_codes_are_the_same_but_not_what_they_are_about(
    story, before, after
):
    assert digest_of_entry(**before) == digest_of_entry(**before)
    assert digest_of_entry(**before) != digest_of_entry(**after), story


def test_the_digest_is_equal_when_only_words_beside_another_option_differ():
    raising = point("hives", any_of(HOLD, when("reaction", "=", "hives")))
    several = replace(REACTION, repeats=True)

    def beside(words):
        told = chose("hives", "other", text=words)
        (made,) = discussed(questionnaire(several, points=[raising]), said(reaction=told)).points
        return made.digest

    assert beside("A cough") == beside("Blue lips")


def test_the_digest_differs_when_a_rule_was_made_more_urgent():
    def under(severity):
        rule = point("fruit", any_of(severity, when("breakfast", "=", "apple")))
        (made,) = discussed(
            questionnaire(BREAKFAST, points=[rule]), said(breakfast=chose("apple"))
        ).points
        return made.digest

    assert under(DISCUSS) == under(DISCUSS)
    assert under(DISCUSS) != under(HOLD)


def test_changes_name_what_came_what_went_and_what_weighs_differently():
    before = discussed(ASKED, said(eaten=chose("apple", "bread"), how_much=chose("little")))
    after = discussed(
        ASKED,
        said(eaten=chose("bread", "cheese"), how_much=chose("much")),
        revision=2,
        previous=before,
    )
    changes = after.changes
    assert changes == changes_since(before, after)
    assert changes.since_revision == 1
    assert [(c.short, c.before, c.after) for c in changes.answers] == [
        ("eaten", "Apple; Bread", "Bread; Cheese"),
        ("how_much", "Little", "Much"),
    ]
    assert [(c.number, c.title, c.before, c.after) for c in changes.points] == [
        (3, "Too_much", INFORM, HOLD),
        (4, "Cheese", None, DISCUSS),
        (1, "Apple", DISCUSS, None),
    ]


def test_a_first_revision_has_no_changes_and_an_equal_one_has_none_to_name():
    first, second = revisions(("apple",), ("apple",))
    assert first.changes is None
    assert (second.changes.answers, second.changes.points) == ((), ())

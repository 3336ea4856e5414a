"""A broken document is refused with the path of the mistake, in words, and nothing else happens."""

import copy
import json

import pytest

from intake.core.documents.codec import (
    discussion_from_json,
    discussion_to_json,
    parse,
    questionnaire_from_json,
)
from intake.core.documents.values import DocumentError
from intake.core.limits import DOCUMENT_BYTES, DOCUMENT_DEPTH, QUESTIONS
from tests.make.shipped import RELEASE_0_1, tried

DROP = object()
SHIPPED = json.loads(RELEASE_0_1.read_text(encoding="utf-8"))
TWIN = "has_allergy"


def broken(*path, value):
    """The shipped document with one place set to something else, or left out."""
    document = copy.deepcopy(SHIPPED)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    if value is DROP:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return json.dumps(document)


def mistake(text: str, read=questionnaire_from_json) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        read(text)
    return caught.value.path, caught.value.problem


QUESTION = ("sections", 1, "items", 0)
GROUP = ("sections", 1, "items", 1)
POINT = ("points", 0)
CONDITION = (*POINT, "triggers", 0, "conditions", 0)
KINDS = "choice, open-choice, string, text, date, integer, decimal, boolean"
WORD = "must be a word, a whole number, a date, true or false"
ODD_TEXT = "holds a NUL or half a character (a lone surrogate)"
ONE_PAGE = 'every question stands on one page, in the order of items; look at "{}"'


@pytest.mark.parametrize(
    ("place", "value", "path", "problem"),
    [
        # the document itself
        (("schema",), 3, "schema", "must be 1 or 2; this document says 3"),
        (("schema",), True, "schema", "must be 1 or 2; this document says True"),
        (("schema",), DROP, "schema", "must be 1 or 2; this document says None"),
        (("document",), "discussion", "document",
         "must be \"questionnaire\"; this document says 'discussion'"),
        (("colour",), "red", "colour", "this name is not known here"),
        (("title",), DROP, "title", "is missing"),
        (("title",), None, "title", "must be text"),
        (("sections",), {}, "sections", "must be a list"),
        (("sections", 1), "allergies", "sections[1]", "must be an object"),
        (("review",), {"name": "Dr. Ada", "role": "MD", "on": "30.11.2026"}, "review.on",
         "must be a date such as 2026-11-30"),
        # a question
        ((*QUESTION, "kind"), "chioce", "sections[1].items[0].kind",
         f'"chioce" is not one of: {KINDS}'),
        ((*QUESTION, "kind"), ["choice"], "sections[1].items[0].kind",
         f'["choice"] is not one of: {KINDS}'),
        ((*QUESTION, "txt"), "?", "sections[1].items[0].txt", "this name is not known here"),
        ((*QUESTION, "key"), DROP, "sections[1].items[0].key", "is missing"),
        ((*QUESTION, "required"), "yes", "sections[1].items[0].required", "must be true or false"),
        ((*QUESTION, "required"), 1, "sections[1].items[0].required", "must be true or false"),
        ((*QUESTION, "maximum"), 5.0, "sections[1].items[0].maximum", "must be a whole number"),
        ((*QUESTION, "maximum"), True, "sections[1].items[0].maximum", "must be a whole number"),
        ((*QUESTION, "options"), [["yes", "Yes"]], "sections[1].items[0].options[0]",
         "must be an object"),
        ((*QUESTION, "options", 2, "text"), 3, "sections[1].items[0].options[2].text",
         "must be text"),
        ((*QUESTION, "settles"), "nobody", "sections[1].items[0].settles",
         '"nobody" is not one of: clinic, own_doctor, provider'),
        # a group and what opens it
        ((*GROUP, "items", 0, "kind"), "string ", "sections[1].items[1].items[0].kind",
         f'"string " is not one of: {KINDS}'),
        ((*GROUP, "min_rows"), None, "sections[1].items[1].min_rows", "must be a whole number"),
        ((*GROUP, "show_if", "conditions"), [], "sections[1].items[1].show_if",
         "Show-if needs at least one condition"),
        ((*GROUP, "show_if", "conditions", 0, "values"), [],
         "sections[1].items[1].show_if.conditions[0]",
         "The condition on has_allergy names no value"),
        ((*GROUP, "show_if", "behavior"), "some", "sections[1].items[1].show_if.behavior",
         '"some" is not one of: all, any'),
        # a point and its triggers
        ((*POINT, "always"), "stop", "points[0].always",
         '"stop" is not one of: hold, discuss_first, discuss, inform'),
        ((*POINT, "knowledge"), None, "points[0]",
         "The point no_fda_approved_product has no knowledge label"),
        ((*POINT, "triggers", 0, "conditions"), [], "points[0].triggers[0]",
         "A trigger needs at least one condition"),
        ((*CONDITION, "operator"), "!=", "points[0].triggers[0]",
         'A trigger may not use "!="'),
        ((*CONDITION, "operator"), "==", "points[0].triggers[0].conditions[0].operator",
         '"==" is not one of: exists, =, !=, >, <, >=, <='),
        ((*CONDITION, "operator"), "exists", "points[0].triggers[0].conditions[0]",
         '"exists" on claims_heard takes true or false'),
        ((*CONDITION, "values"), "fda_approved", "points[0].triggers[0].conditions[0].values",
         "must be a list"),
        ((*CONDITION, "values", 1), None, "points[0].triggers[0].conditions[0].values[1]", WORD),
        ((*CONDITION, "values", 0), 1.5, "points[0].triggers[0].conditions[0].values[0]", WORD),
        ((*CONDITION, "values", 0), {"decimal": "two"},
         "points[0].triggers[0].conditions[0].values[0]", "must be a number"),
        ((*CONDITION, "values", 0), {"decimal": "NaN"},
         "points[0].triggers[0].conditions[0].values[0]", "must be a number"),
        ((*CONDITION, "values", 0), "2026-02-30",
         "points[0].triggers[0].conditions[0].values[0]", "must be a date such as 2026-11-30"),
        # evidence
        (("evidence", 3, "read_on"), "20261130", "evidence[3].read_on",
         "must be a date such as 2026-11-30"),
        (("evidence", 3, "reading"), "skimmed", "evidence[3].reading",
         '"skimmed" is not one of: seen, abstract, secondary, general'),
        # the same key twice
        (("sections", 2, "items", 0, "key"), TWIN, "sections[2].items[0]",
         f'the key "{TWIN}" is used twice'),
        ((*GROUP, "items", 0, "key"), TWIN, "sections[1].items[1]",
         f'the key "{TWIN}" is used twice'),
        ((*GROUP, "key"), TWIN, "sections[1].items[1]", f'the key "{TWIN}" is used twice'),
        (("sections", 3, "key"), "health", "sections[3]", 'the key "health" is used twice'),
        (("points", 5, "key"), "cost", "points[8]", 'the key "cost" is used twice'),
        (("claims", 1, "option"), "fda_approved", "claims[1]",
         'the key "fda_approved" is used twice'),
        (("evidence", 1, "key"), "E01", "evidence[1]", 'the key "E01" is used twice'),
        # pages
        (("sections", 1, "pages", 0), [], "sections[1].pages", ONE_PAGE.format(TWIN)),
        (("sections", 1, "pages", 0), [TWIN, TWIN], "sections[1].pages", ONE_PAGE.format(TWIN)),
        (("sections", 1, "pages", 0), ["nobody", TWIN], "sections[1].pages",
         ONE_PAGE.format("nobody")),
        (("sections", 1, "pages", 0), ["route", TWIN], "sections[1].pages",
         ONE_PAGE.format("route")),
        (("sections", 1, "items"), [], "sections[1].pages", ONE_PAGE.format(TWIN)),
        (("sections", 8), {"key": "x", "title": "", "intro": "", "items": [], "pages": [["y"]]},
         "sections[8].pages", ONE_PAGE.format("y")),
        # what no database keeps
        (("title",), "Half \ud83d", "title", ODD_TEXT),
        ((*QUESTION, "help"), "NUL \x00", "sections[1].items[0].help", ODD_TEXT),
        ((*QUESTION, "\udc00"), "", "sections[1].items[0]",
         'the name "\\udc00" can\'t be stored'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_path(place, value, path, problem):
    assert mistake(broken(*place, value=value)) == (path, problem)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON at line 1, column 1: Expecting value"),
        ("{schema: 1}",
         "not JSON at line 1, column 2: Expecting property name enclosed in double quotes"),
        ("[]", "this is not a JSON object"),
        ("null", "this is not a JSON object"),
        ('{"schema": NaN}', "NaN is not a number that JSON allows"),
        ('{"schema": -Infinity}', "-Infinity is not a number that JSON allows"),
        ('{"schema": ' + "9" * 5_000 + "}", "a number in it has too many digits"),
        ('{"schema": 1, "schema": 1}', 'the name "schema" stands twice in one object'),
        ('{"a": {"\\ud800": 1, "\\ud800": 2}}', 'the name "\\ud800" stands twice in one object'),
        (nested(1_000), f"nested deeper than {DOCUMENT_DEPTH} levels"),
        ('{"a":' * 1_000, f"nested deeper than {DOCUMENT_DEPTH} levels"),
        (nested(DOCUMENT_DEPTH + 1), f"nested deeper than {DOCUMENT_DEPTH} levels"),
        ("]" * 1_000 + "[" * 1_000, "not JSON at line 1, column 1: Expecting value"),
        (f'"{"x" * DOCUMENT_BYTES}"', f"larger than {DOCUMENT_BYTES:,} bytes"),
        (f'"{"ü" * (DOCUMENT_BYTES // 2)}"', f"larger than {DOCUMENT_BYTES:,} bytes"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_document_is_refused(text, problem):
    assert mistake(text) == ("", problem)


def test_a_mark_before_the_first_letter_is_no_mistake():
    assert parse("\ufeff{}") == {}


def test_brackets_inside_words_are_no_depth():
    assert parse(json.dumps(["[" * 1_000, '\\"[' * 100])) == ["[" * 1_000, '\\"[' * 100]
    assert parse(nested(DOCUMENT_DEPTH)) is not None


def test_a_quotation_that_never_ends_is_refused_at_once():
    """Searched again from every quotation mark inside it, this took minutes."""
    path, problem = mistake('"' + '\\"' * (DOCUMENT_BYTES // 2 - 1))
    assert (path, problem[:42]) == ("", "not JSON at line 1, column 1: Unterminated")


def test_more_questions_than_the_limit_are_refused():
    keys = [f"q{number}" for number in range(QUESTIONS + 1)]
    many = {
        "key": "many",
        "title": "Many",
        "intro": "",
        "items": [{"key": k, "kind": "text", "text": "", "short": ""} for k in keys],
        "pages": [keys],
    }
    text = json.dumps({**SHIPPED, "sections": [many]}, separators=(",", ":"))
    assert mistake(text) == ("sections", "more than 2,000 questions")


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 100_000, '{"schema":' + "9" * 5_000 + "}", "[]", '{"schema":1}']
)
def test_a_discussion_that_is_no_discussion_is_refused(text):
    path, problem = mistake(text, discussion_from_json)
    assert path in ("", "document")
    assert problem


@pytest.mark.parametrize(
    ("name", "value", "path", "problem"),
    [
        ("header", [], "header", "must be an object"),
        ("points", [{}], "points[0].number", "is missing"),
        ("asked_count", "many", "asked_count", "must be a whole number"),
        ("surprise", 1, "surprise", "this name is not known here"),
    ],
)
def test_a_damaged_discussion_is_refused_with_its_path(name, value, path, problem):
    document = json.loads(discussion_to_json(tried("nothing_to_report").discussion))
    text = json.dumps({**document, name: value})
    assert mistake(text, discussion_from_json) == (path, problem)

"""The content sheet's rules, read a second time without the core: plain loops over its own data.

`content_0_2.json` is the sheet as it was written; a patient is a test-patient document (answers and
rows as JSON). Nothing here imports the product, so an error in one reading shows in the other.
"""

import json
from pathlib import Path

SHEET = json.loads(Path(__file__).with_name("content_0_2.json").read_text(encoding="utf-8"))
RANKS = ["inform", "discuss", "discuss_first", "hold"]
NOT_ASKED = object()


def evaluate(patient: dict) -> dict:
    """Which questions are asked, and each raised point with its severity and its reasons."""
    asked = ask(patient)
    points = {}
    for point in SHEET["discussion_points"]:
        fired = [(t["severity"], reasons(t, asked)) for t in point["triggers"]]
        fired = [("hold" if s == "stop" else s, why) for s, why in fired if why]
        severities = [severity for severity, _ in fired]
        if point["always_on"]:
            severities.append(point["default_severity"])
        if severities:
            because = {reason for _, why in fired for reason in why}
            points[point["key"]] = (max(severities, key=RANKS.index), because)
    for claim in SHEET["claims"]:
        if claim["option"] in codes(asked["claims_heard", None]):
            why = {("claims_heard", None, claim["option"])}
            points["claim:" + claim["option"]] = ("discuss_first", why)
    keys = {key for (key, _), answer in asked.items() if answer is not NOT_ASKED}
    return {"asked": keys, "points": points}


def ask(patient: dict) -> dict:
    """(question, row) to what was said: a JSON value, None for a blank, or NOT_ASKED."""
    asked = {}
    for section in SHEET["sections"]:
        for question in section["items"]:
            is_asked = shown(question, asked)
            if not question.get("group"):
                given = patient.get("answers", {}).get(question["key"])
                asked[question["key"], None] = given if is_asked else NOT_ASKED
                continue
            rows = patient.get("rows", {}).get(question["key"], []) if is_asked else []
            for column in question["items"]:
                # The list is asked even while it is empty; an empty list has said nothing.
                asked[column["key"], "list"] = None if is_asked else NOT_ASKED
                for place, row in enumerate(rows):
                    asked[column["key"], str(place)] = row.get(column["key"])
    return asked


def shown(question: dict, asked: dict) -> bool:
    found = [
        bool(set(codes(asked[when["question"], None])) & set(wanted(when)))
        for when in question["enable_when"]
    ]
    if not found:
        return True
    return any(found) if question["enable_behavior"] == "any" else all(found)


def wanted(condition: dict) -> list:
    value = condition["value"]
    return value if isinstance(value, list) else [value]


def codes(answer) -> list:
    """What a condition may name; an unknown and "in person" are both named dont_know."""
    if answer is None or answer is NOT_ASKED:
        return []
    if isinstance(answer, dict):
        return ["dont_know"] if "unsaid" in answer else answer["codes"]
    return answer if isinstance(answer, list) else [answer]


def reasons(trigger: dict, asked: dict) -> set:
    """The answers that made a trigger fire; empty when it did not."""
    met = [met_by(condition, asked) for condition in trigger["conditions"]]
    if trigger["behavior"] == "any":
        return set().union(*met)
    if not all(met):
        return set()
    columns = [found for found in met if any(row is not None for _, row, _ in found)]
    if columns:
        rows = set.intersection(*({row for _, row, _ in found} for found in columns))
        met = [{r for r in found if r[1] is None or r[1] in rows} for found in met]
    return set().union(*met) if all(met) else set()


def met_by(condition: dict, asked: dict) -> set:
    found = set()
    for (key, row), answer in asked.items():
        if key == condition["question"] and answer is not NOT_ASKED and row != "list":
            found |= {(key, row, name(answer, code)) for code in meeting(condition, answer)}
    return found


def meeting(condition: dict, answer) -> list:
    operator, value = condition["operator"], condition["value"]
    if operator == "exists":
        # Only "is blank" occurs in the sheet.
        return [None] if value is False and answer is None else []
    if operator == "<":
        return [n for n in codes(answer) if isinstance(n, int) and n < value]
    return [code for code in codes(answer) if code in wanted(condition)]


def name(answer, code):
    """How a reason is written: in person is kept apart from not knowing."""
    if answer == {"unsaid": "declined"}:
        return "declined"
    return str(code).lower() if isinstance(code, bool) else None if code is None else str(code)

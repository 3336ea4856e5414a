"""The shipped document read a second time, without the product: plain loops over its JSON.

A patient is an example-patient document, with what the clinic's side says and, perhaps, the
revision before. Nothing here imports the product, so an error in one reading shows in the other.
"""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "fixtures" / "exosome_pretreatment.json").read_text(encoding="utf-8"))
RANKS = ["inform", "discuss", "discuss_first", "hold"]
LAPSES = {"lot": "lot_lapsed", "license": "license_lapsed", "label": "label_unclear"}
TOLD_ABOUT = {"told_only", "asked_not_given"}
NOT_ASKED = object()


def evaluate(patient: dict) -> dict:
    """What is asked, and each point: its severity and whose statements raised it.

    A point is named by its key and whether it is a hold that was withdrawn: beside one stands
    what the same point is raised by now.
    """
    asked = ask(patient)
    raised = raise_points(patient, asked)
    points = {(key, False): told for key, told in raised.items()}
    if "before" in patient:
        earlier = patient["before"]
        for key, (severity, because) in raise_points(earlier, ask(earlier)).items():
            if severity == "hold" and raised.get(key, ("",))[0] != "hold":
                points[key, True] = ("hold", because)
    keys = {key for (key, _), answer in asked.items() if answer is not NOT_ASKED}
    return {"asked": keys, "points": points}


def questions() -> list:
    """Every question with the key of its group, or None."""
    found = []
    for section in DOCUMENT["sections"]:
        for item in section["items"]:
            inside = item.get("items")
            found += [(q, item["key"]) for q in inside] if inside else [(item, None)]
    return found


def ask(patient: dict) -> dict:
    """(question, row) to what was said: a JSON value, None for a blank, or NOT_ASKED."""
    asked = {}
    for section in DOCUMENT["sections"]:
        for item in section["items"]:
            is_asked = shown(item.get("show_if"), asked)
            if "items" not in item:
                given = patient.get("answers", {}).get(item["key"])
                asked[item["key"], None] = given if is_asked else NOT_ASKED
                continue
            rows = patient.get("rows", {}).get(item["key"], []) if is_asked else []
            for column in item["items"]:
                # The list is asked even while it is empty; an empty list has said nothing.
                asked[column["key"], "list"] = None if is_asked else NOT_ASKED
                for place, row in enumerate(rows):
                    asked[column["key"], str(place)] = row.get(column["key"])
    return asked


def shown(show_if, asked: dict) -> bool:
    if not show_if:
        return True
    found = [
        (c["operator"] == "!=") is not bool(set(codes(asked[c["question"], None])) & {*c["values"]})
        for c in show_if["conditions"]
    ]
    return any(found) if show_if.get("behavior") == "any" else all(found)


def codes(answer) -> list:
    """What a condition may name; an unknown and "in person" are both named dont_know."""
    if answer is None or answer is NOT_ASKED:
        return []
    if isinstance(answer, dict):
        return ["dont_know"] if "unsaid" in answer else answer["codes"]
    return answer if isinstance(answer, list) else [answer]


def raise_points(patient: dict, asked: dict) -> dict:
    said = statements(patient, asked)
    points = {}
    for point in DOCUMENT["points"]:
        fired = [(t["severity"], reasons(t, said)) for t in point["triggers"]]
        fired = [(severity, why) for severity, why in fired if why]
        severities = [severity for severity, _ in fired]
        if point["always"]:
            severities.append(point["always"])
        if severities:
            because = {reason for _, why in fired for reason in why}
            points[point["key"]] = (max(severities, key=RANKS.index), because)
    for claim in DOCUMENT["claims"]:
        if claim["option"] in codes(asked["claims_heard", None]):
            why = {("claims_heard", None, claim["option"], "patient")}
            points["claim:" + claim["option"]] = ("discuss_first", why)
    for lapse in patient.get("clinic", {}).get("lapsed", []):
        points[LAPSES[lapse]] = ("hold", {"lapsed"})
    if differing := differences(patient, asked):
        points["clarify_register"] = ("discuss", differing)
    return points


def facts(patient: dict, key: str) -> list:
    """(who, codes) of the clinic's side to one question."""
    clinic = patient.get("clinic", {})
    return [
        (who, codes(clinic[who][key]))
        for who in ("register", "verified")
        if key in clinic.get(who, {})
    ]


def statements(patient: dict, asked: dict) -> list:
    """(question, row, answer, who): what counts for triggers, the clinic's facts among it."""
    found = []
    for (key, row), answer in asked.items():
        if answer is NOT_ASKED or row == "list":
            continue
        unsaid = answer in (None, "dont_know", ["dont_know"]) or (
            isinstance(answer, dict) and "unsaid" in answer
        )
        if not (unsaid and row is None and facts(patient, key)):
            found.append((key, row, answer, "patient"))
    for question, group in questions():
        if group is None:
            for who, told in facts(patient, question["key"]):
                found.append((question["key"], None, told, who))
    return found


def differences(patient: dict, asked: dict) -> set:
    """Both sides of each question to which they say different things."""
    found = set()
    for question, group in questions():
        key = question["key"]
        shown_by = facts(patient, key)
        if group is not None or not shown_by:
            continue
        theirs = set(codes(asked[key, None])) - {"dont_know"}
        sides = [set(told) for _, told in shown_by]
        if theirs and not theirs <= TOLD_ABOUT:
            sides.append(theirs)
        if any(side != sides[0] for side in sides):
            found |= {(key, None, code, "patient") for code in theirs}
            found |= {(key, None, code, who) for who, told in shown_by for code in told}
    return found


def reasons(trigger: dict, said: list) -> set:
    """The answers that made a trigger fire; empty when it did not."""
    met = [met_by(condition, said) for condition in trigger["conditions"]]
    if trigger["behavior"] == "any":
        return set().union(*met)
    if not all(met):
        return set()
    columns = [found for found in met if any(row is not None for _, row, _, _ in found)]
    if columns:
        rows = set.intersection(*({row for _, row, _, _ in found} for found in columns))
        met = [{r for r in found if r[1] is None or r[1] in rows} for found in met]
    return set().union(*met) if all(met) else set()


def met_by(condition: dict, said: list) -> set:
    found = set()
    for key, row, answer, who in said:
        if key == condition["question"]:
            met = [code for code in codes(answer) if code in condition["values"]]
            found |= {(key, row, name(answer, code), who) for code in met}
    return found


def name(answer, code):
    """How a reason is written: in person is kept apart from not knowing."""
    if answer == {"unsaid": "declined"}:
        return "declined"
    return str(code).lower() if isinstance(code, bool) else str(code)

"""Patients made up by dice from the shipped document: some answer nearly all, some hardly anything.

The clinic's side says something of some questions, and some patients corrected what they had said.
"""

import random

from tests.spec.independent import DOCUMENT, questions

DECLINED, DONT_KNOW = {"unsaid": "declined"}, {"unsaid": "dont_know"}


def random_patient(seed: int) -> dict:
    """The same patient for the same seed. Every second one answers almost everything.

    Answers are given to questions that are not asked as well: those must take part in nothing.
    """
    chance = random.Random(seed)
    patient = {"name": f"Patient {seed}", **_told(seed, chance)}
    if seed % 3 == 0:
        patient["before"] = _told(seed, chance)
    return patient


def _told(seed: int, chance: random.Random) -> dict:
    blanks = chance.choice([0.0, 0.05]) if seed % 2 else chance.uniform(0.1, 0.7)
    answers, rows = {}, {}
    for section in DOCUMENT["sections"]:
        for question in section["items"]:
            if "items" in question:
                count = chance.choice([0, 1, 1, 2, 2, 3, 5])
                entries = [_filled(question["items"], blanks, chance) for _ in range(count)]
                rows[question["key"]] = entries
            else:
                answers |= _filled([question], blanks, chance)
    told = {"answers": answers, "rows": rows}
    return {**told, "clinic": _clinic(chance)} if seed % 4 else told


def _clinic(chance: random.Random) -> dict:
    """Facts of the register and of the visit, more often than a clinic has them."""
    choices = [q for q, group in questions() if group is None and "options" in q]
    lapsed = [each for each in ("lot", "license", "label") if chance.random() < 0.1]
    return {who: _facts(choices, chance) for who in ("register", "verified")} | {"lapsed": lapsed}


def _facts(choices: list, chance: random.Random) -> dict:
    picked = chance.sample(choices, chance.choice([0, 0, 1, 2, 4, 12]))
    found = {}
    for question in picked:
        every = [o["code"] for o in question["options"] if o["code"] != "dont_know"]
        count = chance.randint(1, 2) if question.get("repeats") else 1
        found[question["key"]] = sorted(chance.sample(every, count), key=every.index)
    return found


def _filled(questions: list, blanks: float, chance: random.Random) -> dict:
    return {q["key"]: _answer(q, chance) for q in questions if chance.random() >= blanks}


def _answer(question: dict, chance: random.Random):
    if question.get("in_person") and chance.random() < 0.15:
        return DECLINED
    made = _PLAIN.get(question["kind"])
    return made(question, chance) if made else _choice(question, chance)


def _choice(question: dict, chance: random.Random):
    every = [option["code"] for option in question["options"]]
    alone = [code for code in every if code in (*question.get("exclusive", ()), "dont_know")]
    code = chance.choice(every)
    if code == "dont_know":
        return chance.choice([DONT_KNOW, "dont_know"])
    if not question.get("repeats"):
        return code
    picked = [code]
    if code not in alone:
        others = [each for each in every if each not in alone]
        picked = sorted({code, *chance.sample(others, chance.randint(0, min(3, len(others))))})
    if "other" in picked and question["kind"] == "open-choice":
        return {"codes": picked, "text": chance.choice(["penicillin", "yes", "I don't know"])}
    return picked


_PLAIN = {
    "string": lambda q, c: (
        ["needles", "yes"] if q.get("repeats") else c.choice(["Ann", "dont_know"])
    ),
    "text": lambda q, c: c.choice(["I hope so", "no", "penicillin"]),
    "date": lambda q, c: c.choice(["1948-02-29", "2017-04-03"]),
    "boolean": lambda q, c: c.random() < 0.7,
}

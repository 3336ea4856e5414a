"""Patients made up by dice from the content sheet: some answer nearly all, some hardly anything."""

import random

from tests.spec.independent import SHEET

DECLINED, DONT_KNOW = {"unsaid": "declined"}, {"unsaid": "dont_know"}
GROUP = "allergies_list"


def random_patient(seed: int) -> dict:
    """The same patient for the same seed. Every second one answers almost everything.

    Answers are given to questions that are not asked as well: those must take part in nothing.
    """
    chance = random.Random(seed)
    blanks = chance.choice([0.0, 0.05]) if seed % 2 else chance.uniform(0.1, 0.7)
    answers, rows = {}, {}
    for section in SHEET["sections"]:
        for question in section["items"]:
            if question.get("group"):
                count = chance.choice([0, 1, 1, 2, 2, 3, 5])
                entries = [_filled(question["items"], blanks, chance) for _ in range(count)]
                rows[question["key"]] = entries
            else:
                answers |= _filled([question], blanks, chance)
    return {"name": f"Patient {seed}", "answers": answers, "rows": rows}


def _filled(questions: list, blanks: float, chance: random.Random) -> dict:
    return {q["key"]: _answer(q, chance) for q in questions if chance.random() >= blanks}


def _answer(question: dict, chance: random.Random):
    if question.get("in_person") and chance.random() < 0.15:
        return DECLINED
    made = _PLAIN.get(question["type"])
    return made(question, chance) if made else _choice(question, chance)


def _choice(question: dict, chance: random.Random):
    every = [code for code, _ in question["options"]]
    alone = [code for code in every if code in (*question["exclusive"], "dont_know")]
    code = chance.choice(every)
    if code == "dont_know":
        return chance.choice([DONT_KNOW, "dont_know"])
    if not question["repeats"]:
        return code
    picked = [code]
    if code not in alone:
        others = [each for each in every if each not in alone]
        picked = sorted({code, *chance.sample(others, chance.randint(0, min(3, len(others))))})
    if "other" in picked:
        return {"codes": picked, "text": chance.choice(["penicillin", "yes", "I don't know"])}
    return picked


_PLAIN = {
    "string": lambda q, c: ["needles", "yes"] if q["repeats"] else c.choice(["Ann", "dont_know"]),
    "text": lambda q, c: c.choice(["I hope so", "no", "penicillin"]),
    "date": lambda q, c: c.choice(["1948-02-29", "2017-04-03"]),
    "integer": lambda q, c: c.choice([0, 15, 29, 30, 31, 600]),
    "boolean": lambda q, c: c.random() < 0.7,
}

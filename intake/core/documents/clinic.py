"""What the clinic's side says, read from JSON: register, verified facts, and what has lapsed."""

import json
from typing import Any

from intake.core.questionnaire.answers import DONT_KNOW
from intake.core.questionnaire.facts import ClinicSays, Lapsed
from intake.core.questionnaire.questionnaire import CHOICES, Questionnaire

from .values import UNKNOWN_NAME, DocumentError, decode

SIDES = ("register", "verified")


def clinic_from_json(questionnaire: Questionnaire, document: Any, path: str) -> ClinicSays:
    """``{"register": {key: code | [codes]}, "verified": {…}, "lapsed": ["lot", "license"]}``.

    ``lapsed`` may name the label too.
    """
    if not isinstance(document, dict):
        raise DocumentError(path, "must be an object of register, verified and lapsed")
    for name in document:
        if name not in (*SIDES, "lapsed"):
            raise DocumentError(f"{path}.{name}", UNKNOWN_NAME)
    said = {}
    for side in SIDES:
        facts, at = document.get(side, {}), f"{path}.{side}"
        if not isinstance(facts, dict):
            raise DocumentError(at, "must be an object of questions and options")
        said[side] = {key: _codes(questionnaire, key, facts[key], f"{at}.{key}") for key in facts}
    lapsed = frozenset(decode(tuple[Lapsed, ...], document.get("lapsed", []), f"{path}.lapsed"))
    # The register has days; only what is read at the visit can mean several.
    read = lapsed & {Lapsed.LABEL}
    return ClinicSays(said["register"], said["verified"], lapsed - read, read)


def _codes(questionnaire: Questionnaire, key: str, told: Any, path: str) -> tuple[str, ...]:
    question = questionnaire.by_key.get(key)
    if question is None or question.kind not in CHOICES:
        raise DocumentError(path, "there is no choice with this key")
    if key in questionnaire.group_of:
        raise DocumentError(path, "is asked once for each entry; the clinic has no fact for it")
    codes = told if isinstance(told, list) else [told]
    # That something is not known is for the patient to say.
    nameable = [code for code in question.texts if code != DONT_KNOW]
    for code in codes:
        if code not in nameable:
            raise DocumentError(path, f'"{key}" has no option {json.dumps(code)} for a clinic')
    if not codes or (len(codes) > 1 and not question.repeats):
        raise DocumentError(path, f'"{key}" takes one option, here are {len(codes)}')
    return tuple(code for code in question.texts if code in codes)

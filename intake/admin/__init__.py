"""The staff's door: the catalog that is edited, versions, visits, the register, and staff."""

from . import (
    evidence,
    people,
    points,
    questionnaires,
    questions,
    register,
    triggers,
    versions,
    visits,
)

__all__ = [
    "evidence",
    "people",
    "points",
    "questionnaires",
    "questions",
    "register",
    "triggers",
    "versions",
    "visits",
]

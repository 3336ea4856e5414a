"""The staff's door: catalog, versions, visits, the register, staff, records and who looked."""

from . import (
    access_log,
    erased,
    evidence,
    people,
    points,
    questionnaires,
    questions,
    records,
    register,
    trials,
    triggers,
    versions,
    visits,
    wording,
)

__all__ = [
    "access_log",
    "erased",
    "evidence",
    "people",
    "points",
    "questionnaires",
    "questions",
    "records",
    "register",
    "trials",
    "triggers",
    "versions",
    "visits",
    "wording",
]

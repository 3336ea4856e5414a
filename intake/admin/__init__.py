"""The staff's door: catalog, versions, the register, staff, records and who looked."""

from . import people
from .catalog import evidence, points, questionnaires, questions, triggers, versions, wording
from .catalog.example_patients import admin as example_patients
from .privacy import access_log, erased, records
from .register import register

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
    "example_patients",
    "triggers",
    "versions",
    "wording",
]

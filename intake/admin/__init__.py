"""The staff's door: the catalog that is edited, versions, visits with their links, and staff."""

from . import evidence, people, points, questionnaires, questions, triggers, versions, visits

__all__ = [
    "evidence",
    "people",
    "points",
    "questionnaires",
    "questions",
    "triggers",
    "versions",
    "visits",
]

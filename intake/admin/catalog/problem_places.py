"""Mistakes in a draft with the page where each is mended, for every page that lists them."""

from dataclasses import dataclass

from django.urls import reverse

from intake.core.editing.check import Problem
from intake.models import Claim, Evidence, ExamplePatient, Point, Question, Section

# What a place is called, and the columns that name its questionnaire, its key and its words.
WHERE = {
    "section": (Section, "questionnaire", "key", "title"),
    "question": (Question, "section__questionnaire", "key", "text"),
    "point": (Point, "questionnaire", "key", "title"),
    "claim": (Claim, "questionnaire", "option__code", "option__text"),
    "evidence": (Evidence, "questionnaire", "key", "source"),
    "patient": (ExamplePatient, "questionnaire", "name", "name"),
}

SHOWN = ("section", "question")
"""What the outline itself shows."""


@dataclass(frozen=True)
class Placed:
    """A problem, what people call its place, and the address where it can be mended."""

    problem: Problem
    name: str
    address: str


def named(document, problems):
    """Problems of a document that is not a draft yet: by its own words, as nothing has a page."""
    titles = {
        "section": {section.key: section.title for section in document.sections},
        "question": {key: each.text for key, each in (document.by_key | document.groups).items()},
        "point": {point.key: point.title for point in document.points},
        "evidence": {each.key: each.source for each in document.evidence},
    }
    found = []
    for each in problems:
        kind, _, key = each.place.partition(":")
        found.append(Placed(each, titles.get(kind, {}).get(key, key), ""))
    return found


def placed(draft, problems, *, on_outline=False):
    """Each problem with its place; one query for each kind of place.

    The outline looks up every kind, so that it costs the same whatever is wrong.
    """
    if on_outline:
        found = places_of(draft, {*WHERE}, shown=SHOWN)
    else:
        found = places_of(draft, {problem.place.partition(":")[0] for problem in problems})
    return [Placed(each, *found.get(each.place, (each.place, ""))) for each in problems]


def places_of(draft, kinds, *, shown=()):
    """Name and address of every place of these kinds, by ``question:KEY`` and so on.

    Kinds that are ``shown`` stand on the page itself.
    """
    found = {}
    for kind in kinds & WHERE.keys():
        model, owner, key, words = WHERE[kind]
        # One look-up for all: resolving an address costs more than the rest of a line.
        pages = reverse(f"admin:intake_{model._meta.model_name}_changelist")
        for name, said, pk in model.objects.filter(**{owner: draft}).values_list(key, words, "pk"):
            address = f"#{kind}-{pk}" if kind in shown else f"{pages}{pk}/change/"
            found[f"{kind}:{name}"] = (said or name, address)
    return found

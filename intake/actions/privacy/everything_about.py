"""Everything that is kept about a visit, found by following the database's own relations."""

from collections.abc import Iterator
from functools import cache

from django.db import models as columns

from intake import models

# The log and the stones outlive what they are about.
OUTLIVE = (models.AccessEvent, models.Stone)


def belongings(visit: models.Visit) -> Iterator[columns.QuerySet]:
    """The rows of each model that hang on a visit, the farthest first, without the visit itself.

    Nothing is listed by hand: a model added later is exported and erased with the others.
    """
    for model, path in reversed(_paths(models.Visit)):
        yield model._base_manager.filter(**{path: visit.pk})


@cache
def _paths(root: type[columns.Model]) -> list[tuple[type[columns.Model], str]]:
    """Each model below ``root`` with the shortest way up to it, nearest first."""
    found: dict[type[columns.Model], str] = {}
    level = [(root, "")]
    while level:
        below = []
        for model, path in level:
            for relation in model._meta.related_objects:
                child, name = relation.related_model, relation.field.name
                if child is not root and child not in found and child not in OUTLIVE:
                    found[child] = f"{name}__{path}" if path else name
                    below.append((child, found[child]))
        level = below
    return list(found.items())

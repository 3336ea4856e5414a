"""Whoever has the database and no key learns nothing from lengths, presence and counts.

The attacker knows the shipped questionnaire and how things are stored, reads every row of 200
walks as it lies in the database, and has seen as many other patients answer: for each question he
guesses the answer that was most frequent among those whose rows look most alike. He must not do
better than somebody who always guesses the most frequent answer.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from math import dist, log1p, sqrt
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.answers import save, sheet, submit
from intake.actions.answers.load import load_answers, walked
from intake.actions.privacy.everything_about import belongings
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.answers import Answers, Row, codes_in
from intake.models import sealed
from intake.models.visits.identity import facts_of
from tests.make.builders import NAME, a_version, a_visit, an_entry, shipped_now
from tests.spec.random_patients import random_patient

pytestmark = pytest.mark.django_db
WALKS = 200
AT_MOST = 0.03
NEIGHBOURS = 15
BY_CHANCE = {"stamp", "drafts_minute", "visit", "submission", "version", "invitation", "user"}


def a_walk(seed: int) -> models.Submission:
    """A patient made up by dice, who answers what is asked and sends what can be sent."""
    session = an_entry(a_visit()).session
    submission = session.invitation.visit.submission
    given = sheet.Given(answers_from_json(shipped_now(), random_patient(2 * seed + 1)))
    asked = walked(submission, given, facts_of(submission.visit), at=timezone.now()).counted
    stored(submission, asked)
    if seed % 2:
        with suppress(submit.NotComplete):
            submit.send(submission, session=session, signature=NAME, at=timezone.now())
    return submission


def stored(submission: models.Submission, said: Answers) -> None:
    """Every answer, page by page, as the door would; stored once, because it takes its time."""
    kept = sheet.nothing_kept()
    for page in shipped_now().pages:
        for row in said.rows_of(page.group) if page.group else (None,):
            kept = with_page(kept, page, row, said)
    with transaction.atomic():
        _given, stamp = save._claim(submission, sheet.Given(said))
        save._keep(submission, kept, stamp)


def with_page(kept: sheet.Kept, page: Any, row: Row | None, said: Answers) -> sheet.Kept:
    values = {key: (row.answers if row else said.top).get(key) for key in page.keys}
    if not any(value is not None for value in values.values()):
        return kept
    if not row:
        return sheet.with_page(kept, values, None)
    entry = uuid5(NAMESPACE_OID, row.id)
    if str(entry) not in {each["id"] for each in kept["rows"]}:
        kept = sheet.with_row(kept, page.group, entry)
    return sheet.with_page(kept, values, entry)


def seen_of(submission: models.Submission) -> list[float]:
    """All that the rows of one patient show without a key, in every table that hangs on a visit.

    How many rows there are, which columns are empty, how long each sealed one is, and every number
    that stands in the clear, but those that dice or the clock made.
    """
    found: list[float] = []
    for rows in belongings(submission.visit):
        kept = list(rows.values())
        found.append(len(kept))
        for column in rows.model._meta.concrete_fields:
            if column.primary_key or column.name in BY_CHANCE:
                continue
            found.append(sum(_shown(row[column.attname]) for row in kept))
    return [log1p(number) for number in found]


def _shown(value: Any) -> int:
    if isinstance(value, bytes | memoryview):
        return len(bytes(value))
    return 1 + value if isinstance(value, int) else value is not None


def told_by(submission: models.Submission) -> dict[str, str]:
    """What the attacker wants to know: each choice, and whether it was asked and said at all."""
    said = load_answers(submission).answers
    asked = [q.key for q in shipped_now().questions if q.options]
    found = {key: ",".join(codes_in(said.top.get(key))) for key in asked}
    return {**found, "rows of allergies": str(len(said.rows_of("allergies_list")))}


def advantages(walks: list[tuple[list[float], dict[str, str]]]) -> Iterator[float]:
    """For each walk, how many points better than the most frequent answer.

    Each half learns from the other: the attacker takes the walks whose rows are most alike.
    """
    half = len(walks) // 2
    for learned, tried in ((walks[:half], walks[half:]), (walks[half:], walks[:half])):
        usual = frequent(learned)
        for seen, truth in tried:
            guessed = frequent(alike(seen, learned))
            better = sum(
                (guessed[key] == answer) - (usual[key] == answer) for key, answer in truth.items()
            )
            yield better / len(truth)


def alike(seen: list[float], learned: list) -> list:
    """The nearest walks, with all that are equally near."""
    distances = sorted((dist(seen, other), place) for place, (other, _) in enumerate(learned))
    farthest = distances[NEIGHBOURS - 1][0]
    return [learned[place] for distance, place in distances if distance <= farthest]


def frequent(walks: list) -> dict[str, str]:
    counts: defaultdict[str, Counter] = defaultdict(Counter)
    for _seen, truth in walks:
        for key, answer in truth.items():
            counts[key][answer] += 1
    return {key: found.most_common(1)[0][0] for key, found in counts.items()}


def upper_end(values: list[float]) -> float:
    """Of the 95 % interval of the mean."""
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean + 1.96 * sqrt(spread / len(values))


def lengths_of_0_1(submission: models.Submission) -> dict[str, list[float]]:
    """What stood in the clear there: a row for each answer, as long as the answer."""
    top = json.loads(sealed.open(submission.sheet, "content"))["top"]
    lengths = {key: len(json.dumps(value)) for key, (_revision, *value) in top.items()}
    return {q.key: [float(lengths.get(q.key, 0))] for q in shipped_now().questions}


def test_lengths_presence_and_counts_tell_no_more_than_the_most_frequent_answer():
    a_version(shipped_now())
    submissions = [a_walk(seed) for seed in range(WALKS)]
    truths = [told_by(each) for each in submissions]

    seen = [seen_of(each) for each in submissions]
    assert upper_end(list(advantages(list(zip(seen, truths, strict=True))))) <= AT_MOST

    # The same attacker wins where each answer lies apart and is not filled up.
    lengths = [lengths_of_0_1(each) for each in submissions[:100]]
    better: list[float] = []
    for key in truths[0].keys() & lengths[0].keys():
        pairs = zip(lengths, truths, strict=False)
        better += advantages([(of[key], {key: truth[key]}) for of, truth in pairs])
    assert sum(better) / len(better) > 5 * AT_MOST

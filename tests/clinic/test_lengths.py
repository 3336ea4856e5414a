"""Whoever has the database and no key learns nothing from lengths, presence and counts.

The attacker knows the shipped questionnaire and how things are stored, reads every row of 200
walks as it lies in the database, and has seen as many other patients answer: for each question he
guesses the answer that was most frequent among those whose rows look most alike. He must not do
better than somebody who always guesses the most frequent answer.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import dist, log1p, sqrt
from statistics import mean, stdev
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zlib import crc32

import pytest
from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.answers import sheet, submit
from intake.actions.answers.rows import with_row
from intake.actions.answers.sheet import load_answers, walked
from intake.actions.privacy.everything_about import belongings
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.answers import Answers, Row, codes_in
from intake.models import sealed
from intake.models.visits.visits import facts_of
from tests.make.builders import NAME, a_provider, a_version, a_visit, an_entry, shipped_now
from tests.spec.random_patients import random_patient

pytestmark = pytest.mark.django_db
WALKS = 200
AT_MOST, OF_ONE = 0.03, 0.15
"""Better than the most frequent answer: over all questions, and of one, where dice weigh more."""
NEIGHBOURS = 15
BY_CHANCE = {
    *("stamp", "drafts_minute", "visit", "submission", "version", "invitation", "user"),
    *("sequence", "digest", "subject", "log_head", "sha256"),
}
ENOUGH = 5
"""As many patients must show one value of a column before anything is learned from it."""


def a_walk(seed: int) -> models.Submission:
    """A patient made up by dice, who answers what is asked and sends what can be sent."""
    provider = a_provider(email="ana.ruiz@clinic.example")
    session = an_entry(a_visit(provider=provider)).session
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
        _given, stamp = sheet.claim(submission, sheet.Given(said))
        sheet.keep(submission, kept, stamp)


def with_page(kept: sheet.Kept, page: Any, row: Row | None, said: Answers) -> sheet.Kept:
    values = {key: (row.answers if row else said.top).get(key) for key in page.keys}
    if not any(value is not None for value in values.values()):
        return kept
    if not row:
        return sheet.with_page(kept, values, None)
    entry = uuid5(NAMESPACE_OID, row.id)
    if str(entry) not in {each["id"] for each in kept["rows"]}:
        kept = with_row(kept, page.group, entry)
    return sheet.with_page(kept, values, entry)


def seen_of(submission: models.Submission) -> list[float]:
    """All that the rows of one patient show without a key, in every table that hangs on a visit.

    How many rows there are, which columns are empty, how long each sealed one is, and every number
    and code that stands in the clear, but those that dice or the clock made; the access log too.
    """
    found: list[float] = []
    visit = submission.visit
    for rows in (*belongings(visit), models.AccessEvent.objects.filter(visit=visit)):
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
    if isinstance(value, str):
        return crc32(value.encode()) % 1_000 + 1
    return 1 + value if isinstance(value, int) else value is not None


def told_by(submission: models.Submission) -> dict[str, str]:
    """What the attacker wants to know: each choice, and whether it was asked and said at all."""
    said = load_answers(submission).answers
    asked = [q.key for q in shipped_now().questions if q.options]
    found = {key: ",".join(codes_in(said.top.get(key))) for key in asked}
    return {**found, "rows of allergies": str(len(said.rows_of("allergies_list")))}


Walks = list[tuple[list[float], dict[str, str]]]
Guesser = Callable[[Walks], Callable[[list[float]], dict[str, str]]]


def advantages(walks: Walks, guesser: Guesser) -> Iterator[dict[str, int]]:
    """For each walk and question, whether it is guessed better than by the most frequent answer.

    Each half learns from the other.
    """
    half = len(walks) // 2
    for learned, tried in ((walks[:half], walks[half:]), (walks[half:], walks[:half])):
        usual, guess = frequent(learned), guesser(learned)
        for seen, truth in tried:
            guessed = guess(seen)
            yield {
                key: (guessed[key] == answer) - (usual[key] == answer)
                for key, answer in truth.items()
            }


def by_the_nearest(learned: Walks) -> Callable[[list[float]], dict[str, str]]:
    """What was most frequent among the walks whose rows are most alike."""
    return lambda seen: frequent(alike(seen, learned))


def by_one_column(learned: Walks) -> Callable[[list[float]], dict[str, str]]:
    """For each question the one column that told it best: a leak that the others would drown."""
    usual = frequent(learned)
    tables = [told_by_column(learned, column) for column in range(len(learned[0][0]))]
    best: dict[str, tuple[int, int]] = {}
    for column, table in enumerate(tables):
        for key in usual:
            gain = sum(counts[key] for counts, _guess in table.values())
            gain -= sum(
                truth[key] == usual[key] for seen, truth in learned if seen[column] in table
            )
            if gain > best.get(key, (0, 0))[0]:
                best[key] = (gain, column)

    def guess(seen: list[float]) -> dict[str, str]:
        found = dict(usual)
        for key, (_gain, column) in best.items():
            if seen[column] in tables[column]:
                found[key] = tables[column][seen[column]][1][key]
        return found

    return guess


def told_by_column(
    learned: Walks, column: int
) -> dict[float, tuple[dict[str, int], dict[str, str]]]:
    """For each value of a column what was answered most, and how often."""
    groups: defaultdict[float, Walks] = defaultdict(list)
    for walk in learned:
        groups[walk[0][column]].append(walk)
    found = {}
    for value, walks in groups.items():
        if len(walks) >= ENOUGH:
            guessed = frequent(walks)
            counts = {key: sum(t[key] == said for _s, t in walks) for key, said in guessed.items()}
            found[value] = (counts, guessed)
    return found


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
    return mean(values) + 1.96 * stdev(values) / sqrt(len(values))


def lengths_of_0_1(submission: models.Submission) -> dict[str, list[float]]:
    """What stood in the clear there: a row for each answer, as long as the answer."""
    top = json.loads(sealed.open(submission.sheet, "content"))["top"]
    lengths = {key: len(json.dumps(value)) for key, (_revision, *value) in top.items()}
    return {q.key: [float(lengths.get(q.key, 0))] for q in shipped_now().questions}


def test_lengths_presence_and_counts_tell_no_more_than_the_most_frequent_answer(settings):
    settings.MESSAGES_FROM = "visits@clinic.example"
    a_version(shipped_now())
    submissions = [a_walk(seed) for seed in range(WALKS)]
    truths = [told_by(each) for each in submissions]

    walks = [(seen_of(each), truth) for each, truth in zip(submissions, truths, strict=True)]
    for guesser in (by_the_nearest, by_one_column):
        better = list(advantages(walks, guesser))
        assert upper_end([mean(each.values()) for each in better]) <= AT_MOST, guesser.__name__
        told = {key: mean(each[key] for each in better) for key in truths[0]}
        assert {key: points for key, points in told.items() if points > OF_ONE} == {}

    # The same attacker wins where each answer lies apart and is not filled up.
    lengths = [lengths_of_0_1(each) for each in submissions[:100]]
    found: list[int] = []
    for key in truths[0].keys() & lengths[0].keys():
        pairs = zip(lengths, truths, strict=False)
        alone = [(of[key], {key: truth[key]}) for of, truth in pairs]
        found += (each[key] for each in advantages(alone, by_the_nearest))
    assert mean(found) > 5 * AT_MOST

"""Reads the access log again, from its start or the last check, and says where it is altered."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from intake import models
from intake.models.chain import Head, batch_digest, is_noted, is_own, is_sealed, note_digest
from intake.models.sealed import is_bound

from .rotate_keys import sealed_columns
from .sealed_log import gaps, head, seal_log

AT_ONCE = 2_000
ANCHORED = (models.FrozenDiscussion, models.SignOff)


@dataclass(frozen=True)
class Checked:
    """What a reading found. ``problems`` are sentences that name lines and tell no content."""

    lines: int
    head: Head
    anchors: int
    problems: tuple[str, ...]
    accepted: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.problems


@dataclass
class _Reading:
    """One pass over seals and lines; goes on from what stands there, so one fault is told once."""

    number: int = 0
    last: int = 0
    seal: str = ""
    line: str = ""
    lines: int = 0
    problems: list[str] = field(default_factory=list)

    def take(self, seal: models.AccessSeal) -> None:
        """One seal with the lines that it covers."""
        if seal.number != self.number + 1:
            self.problems.append(f"Seal {self.number + 1} is missing")
        elif not is_sealed(seal, self.seal):
            self.problems.append(f"Seal {seal.number} was rewritten or moved")
        rows = models.AccessEvent.objects.order_by("sequence")
        late = self._lines(rows.filter(sequence__in=json.loads(seal.late)))
        waited_for = [each for each in json.loads(seal.missing) if each[0] > self.last]
        fresh = [
            (number, digest)
            for number, digest in self._lines(
                rows.filter(sequence__gt=self.last, sequence__lte=seal.last)
            )
            if not any(first <= number <= to for first, to in waited_for)
        ]
        self._compare(seal, late, fresh, waited_for)
        self.number, self.last, self.seal = seal.number, seal.last, seal.digest

    def close(self) -> None:
        """Lines that no seal covers yet must be the product's own all the same."""
        later = models.AccessEvent.objects.filter(sequence__gt=self.last)
        self._lines(later.order_by("sequence"))

    def _compare(self, seal, late, fresh, waited_for: list[list[int]]) -> None:
        there = [number for number, _digest in fresh]
        gone = [each for each in gaps(self.last + 1, seal.last, there) if each not in waited_for]
        count = len(late) + len(fresh)
        if count < seal.lines:
            lost = seal.lines - count
            if len(gone) == 1 and gone[0][1] - gone[0][0] + 1 == lost:
                first, last = gone[0]
                lines = f"Line {first} is" if first == last else f"Lines {first} to {last} are"
            else:
                between = f" between {gone[0][0]} and {gone[-1][1]}" if gone else ""
                lines = f"{lost} lines{between} are"
            self.problems.append(f"{lines} missing")
        elif batch_digest([*late, *fresh]) != seal.batch:
            self.problems.append(f"Lines under seal {seal.number} are not those that were sealed")

    def _lines(self, rows) -> list[tuple[int, str]]:
        found = []
        for event in rows.iterator(chunk_size=AT_ONCE):
            if not is_own(event, self.line):
                self.problems.append(f"Line {event.sequence} was rewritten, put in, or moved")
            self.line = event.digest
            self.lines += 1
            found.append((event.sequence, event.digest))
        return found


def check_log(anchors: Iterable[Head] = (), *, at: datetime, whole: bool = True) -> Checked:
    """Seal what is new, then read. ``anchors`` are heads from the daily log, or written down.

    Heads that were kept with sent answers and signatures are always compared too. Without
    ``whole`` lines up to the last check are taken as they were found then.
    """
    seal_log(at=at)
    reading = _Reading()
    checks = models.AccessNote.objects.filter(kind=models.NoteKind.CHECKED).order_by("-id")
    for note in () if whole else checks:
        # Where the last check ended, if it is the product's own and its seal still stands.
        seal = models.AccessSeal.objects.filter(number=note.seal, digest=note.head).first()
        if seal and note.digest == note_digest(note):
            reading = _Reading(seal.number, seal.last, seal.digest)
            break
    for seal in models.AccessSeal.objects.filter(number__gt=reading.number).order_by("number"):
        reading.take(seal)
    reading.close()
    altered, kept = _kept_anchors()
    known = [*anchors, *kept]
    problems = dict.fromkeys([*reading.problems, *altered, *_not_met(known)])
    notes = models.AccessNote.objects.filter(kind=models.NoteKind.ACCEPTED)
    answered_for = {note.said for note in notes if is_noted(note)}
    left = tuple(each for each in problems if each not in answered_for)
    accepted = tuple(each for each in problems if each in answered_for)
    if not left:
        _note(models.NoteKind.CHECKED, at=at, seal=reading.number, head=reading.seal)
    return Checked(reading.lines, head(), len(known), left, accepted)


def accept_break(said: str, *, by: models.User, at: datetime) -> None:
    """A break that is known, such as lines lost with a disk: somebody answers for it by name."""
    _note(models.NoteKind.ACCEPTED, at=at, said=said, by=by)


def keep_acceptances() -> None:
    """Note again, under the newest key, who answered for which break and when."""
    accepted = models.AccessNote.objects.filter(kind=models.NoteKind.ACCEPTED)
    notes = [each for each in accepted if is_noted(each)]
    known = {each.said for each in notes if each.digest == note_digest(each)}
    for note in notes:
        if note.said not in known:
            _note(models.NoteKind.ACCEPTED, at=note.at, said=note.said, by=note.by)
            known.add(note.said)


def _note(kind: models.NoteKind, *, at: datetime, **columns: object) -> None:
    note = models.AccessNote(kind=kind, at=at, **columns)
    note.digest = note_digest(note)
    with transaction.atomic():
        note.save(force_insert=True)


def _kept_anchors() -> tuple[list[str], list[Head]]:
    """Heads bound to what they were taken for; a blank one was wiped."""
    problems, found = [], []
    for model in ANCHORED:
        large = set(sealed_columns()[model]) - {"binding"}
        for row in model.objects.defer(*large).iterator(chunk_size=AT_ONCE):
            if not row.log_head or not is_bound(row):
                problems.append(f"The end of the log that was kept with {row} was altered")
            else:
                found.append(Head.read(row.log_head))
    return problems, found


def _not_met(anchors: list[Head]) -> Iterator[str]:
    wanted = {each.sequence for each in anchors if each.sequence}
    there: dict[int, list[str]] = {}
    for model, name in ((models.AccessEvent, "sequence"), (models.AccessSeal, "last")):
        rows = model.objects.filter(**{f"{name}__in": wanted}).values_list(name, "digest")
        for number, digest in rows:
            there.setdefault(number, []).append(digest)
    last = models.AccessEvent.objects.order_by("-sequence").values_list("sequence", flat=True)
    end = last.first() or 0
    if wanted and max(wanted) > end:
        yield (
            f"Lines were cut off the end: an anchor was taken at line {max(wanted)}, "
            f"but the last one is {end}"
        )
    for each in anchors:
        fits = any(each.is_at(each.sequence, digest) for digest in there.get(each.sequence, ()))
        if 0 < each.sequence <= end and not fits:
            yield f"Line {each.sequence} is not the one that was anchored"

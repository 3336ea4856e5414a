"""Reads the whole access log again and says where it is not as it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from intake import models
from intake.actions.access_log import head
from intake.models.chain import Head, link

AT_ONCE = 2_000


@dataclass(frozen=True)
class Checked:
    """What a reading found. ``problems`` are sentences that name lines and tell no content."""

    lines: int
    head: Head
    anchors: int
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


@dataclass
class _Reading:
    """One pass over the log, and the anchors that are still to be met."""

    waiting: dict[int, list[Head]]
    sequence: int = 0
    digest: str = ""
    lines: int = 0
    problems: list[str] = field(default_factory=list)

    def take(self, event: models.AccessEvent) -> None:
        expected = self.sequence + 1
        if event.sequence != expected:
            self.problems.append(_missing(expected, event.sequence - 1))
        elif link(event, self.digest) != event.digest:
            self.problems.append(
                f"Line {event.sequence} was rewritten, put in, or moved from another place"
            )
        if any(not each.is_at(event.sequence, event.digest) for each in self._due(event)):
            self.problems.append(f"Line {event.sequence} is not the one that was anchored")
        # Goes on from what stands there, so that one altered line is one problem.
        self.sequence, self.digest = event.sequence, event.digest
        self.lines += 1

    def close(self, end: Head) -> None:
        if (end.sequence, end.digest) != (self.sequence, self.digest):
            self.problems.append(
                f"The log ends with line {self.sequence}, but its head says {end.sequence}"
            )
        lost = [sequence for sequence in self.waiting if sequence > self.sequence]
        if lost:
            self.problems.append(
                f"Lines were cut off the end: an anchor was taken at line {max(lost)}, "
                f"but the last one is {self.sequence}"
            )

    def _due(self, event: models.AccessEvent) -> list[Head]:
        return self.waiting.pop(event.sequence, [])


def check_log(anchors: Iterable[Head] = ()) -> Checked:
    """Read every line once. ``anchors`` are heads from the daily log, or written down.

    Heads that were kept with sent answers and signatures are always compared too. Without an
    anchor a tail that was cut off together with the head can't be noticed.
    """
    waiting: dict[int, list[Head]] = {}
    known = [*anchors, *_kept_anchors()]
    for each in known:
        waiting.setdefault(each.sequence, []).append(each)
    waiting.pop(0, None)
    reading = _Reading(waiting)
    end = head()
    for event in (
        models.AccessEvent.objects.filter(sequence__lte=end.sequence)
        .order_by("sequence")
        .iterator(chunk_size=AT_ONCE)
    ):
        reading.take(event)
    reading.close(end)
    reading.problems += _beyond(end)
    return Checked(reading.lines, end, len(known), tuple(reading.problems))


def _kept_anchors() -> Iterator[Head]:
    for model in (models.FrozenDiscussion, models.SignOff):
        kept = model.objects.exclude(log_head="").values_list("log_head", flat=True)
        yield from map(Head.read, kept.iterator(chunk_size=AT_ONCE))


def _beyond(end: Head) -> list[str]:
    """Lines behind the head; one that was added meanwhile has moved the head along."""
    last = models.AccessEvent.objects.order_by("-sequence").values_list("sequence", flat=True)
    is_more = (last.first() or 0) > head().sequence
    return [f"There are lines behind the head, which says {end.sequence}"] if is_more else []


def _missing(first: int, last: int) -> str:
    return f"Line {first} is missing" if first == last else f"Lines {first} to {last} are missing"

"""What differs between two revisions of one discussion."""

from .discussion import AnswerChange, Changes, Discussion, PointChange, Said


def changes_since(before: Discussion, after: Discussion) -> Changes:
    """Answers that changed, came or went, and points that came, went or weigh differently."""
    return Changes(
        since_revision=before.header.revision,
        answers=_answer_changes(_said_by_place(before), _said_by_place(after)),
        points=_point_changes(before, after),
    )


Places = dict[tuple[str | None, str], Said]


def _said_by_place(discussion: Discussion) -> Places:
    return {
        (said.row, said.question): said for section in discussion.sections for said in section.said
    }


def _answer_changes(before: Places, after: Places) -> tuple[AnswerChange, ...]:
    found = []
    for place in dict.fromkeys([*after, *before]):
        old, new = before.get(place), after.get(place)
        named = new or old
        if named and _words(old) != _words(new):
            found.append(AnswerChange(named.short, named.about, _words(old), _words(new)))
    return tuple(found)


def _words(said: Said | None) -> str:
    if said is None:
        return ""
    return "; ".join((*said.words, *(f"“{own}”" for own in said.own)))


def _point_changes(before: Discussion, after: Discussion) -> tuple[PointChange, ...]:
    old = {point.key: point for point in before.points if not point.withdrawn}
    new = {point.key: point for point in after.points if not point.withdrawn}
    found = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        before_severity = was.severity if was else None
        after_severity = now.severity if now else None
        named = now or was
        if named and before_severity is not after_severity:
            found.append(PointChange(named.number, named.title, before_severity, after_severity))
    return tuple(found)

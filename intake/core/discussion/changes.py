"""What differs between two revisions of one discussion."""

from .discussion import AnswerChange, Changes, Discussion, PointChange, Said
from .talking_points import DiscussionPoint


def changes_since(before: Discussion, after: Discussion) -> Changes:
    """Answers that changed, came or went, and points that came, went or weigh differently."""
    said_before, said_after = _said_by_place(before), _said_by_place(after)
    answers = []
    for place in dict.fromkeys([*said_after, *said_before]):
        named = said_after.get(place) or said_before[place]
        old, new = _words(said_before.get(place)), _words(said_after.get(place))
        if old != new:
            answers.append(AnswerChange(named.short, named.about, old, new))
    raised_before, raised_after = _raised_by_key(before), _raised_by_key(after)
    points = []
    for key in dict.fromkeys([*raised_after, *raised_before]):
        was, now = raised_before.get(key), raised_after.get(key)
        point = now or raised_before[key]
        weighed, weighs = was.severity if was else None, now.severity if now else None
        if weighed is not weighs:
            points.append(PointChange(point.number, point.title, weighed, weighs))
    return Changes(before.header.revision, tuple(answers), tuple(points))


def _said_by_place(discussion: Discussion) -> dict[tuple[str | None, str], Said]:
    return {
        (said.row, said.question): said for section in discussion.sections for said in section.said
    }


def _words(said: Said | None) -> str:
    if said is None:
        return ""
    return "; ".join((*said.words, *(f"“{own}”" for own in said.own)))


def _raised_by_key(discussion: Discussion) -> dict[str, DiscussionPoint]:
    return {point.key: point for point in discussion.points if not point.withdrawn}

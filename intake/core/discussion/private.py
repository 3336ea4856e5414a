"""What stays off the copy that a patient takes home, where others may read it."""

from collections.abc import Iterable

from .discussion import Discussion, Said


def keeps_free_words_off(discussion: Discussion) -> bool:
    """Whoever keeps something for the room writes about it elsewhere: "my husband reads my phone".

    Worries, own questions and what was noted in the talk then stay off as a whole.
    """
    return bool(discussion.withheld)


def for_home(discussion: Discussion, *texts: str) -> tuple[str, ...]:
    """Those of the patient's own texts that she did not mark as private, in their order."""
    kept = {own for said in _private(discussion) for own in said.own}
    return tuple(text for text in texts if text not in kept)


def own_doctor_questions(discussion: Discussion) -> tuple[str, ...]:
    """Without those that would name what is private: one without words of its own is a name."""
    names = {
        name
        for said in _private(discussion)
        for name in (said.short, f"{said.short} ({said.about})")
    }
    return tuple(question for question in discussion.ask_own_doctor if question not in names)


def _private(discussion: Discussion) -> Iterable[Said]:
    return (s for section in discussion.sections for s in section.said if s.is_private)

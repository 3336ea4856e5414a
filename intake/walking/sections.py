"""The list of sections: how far each is, and the one thing to do next."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.core.questionnaire.questionnaire import Section

from .filling import Filling
from .route import CHECK, Place, Stop

DRAFT, DONE, STARTED, NOT_STARTED, READY = "draft", "done", "started", "not_started", "ready"


@dataclass(frozen=True)
class Task:
    """A section on the list."""

    title: str
    address: str
    state: str


def tasks_of(filling: Filling, address: Callable[[Stop], str]) -> dict[str, object]:
    """What the page of sections shows, with a door's own addresses."""
    listed = []
    for section in filling.sections:
        waiting = _drafts_in(filling, section)
        pages = (page for page in filling.pages if page.section == section.key)
        is_begun = any(filling.is_kept(page) for page in pages)
        first = waiting[0] if waiting else filling.route.first_to_do(section, is_begun=is_begun)
        title, at = filling.headed(section).title, address(Stop.at(first))
        listed.append(Task(title, at, _state(filling, section)))
    last = Task(_("Check your answers and send"), address(Stop(CHECK)), READY)
    return {
        "tasks": listed,
        "done": sum(task.state == DONE for task in listed),
        # The one thing to do next, so that nobody has to choose from a list.
        "onward": next((task for task in listed if task.state != DONE), last),
        "check_address": last.address,
        "is_begun": any(task.state != NOT_STARTED for task in listed),
        "is_ready": filling.is_ready,
    }


def _state(filling: Filling, section: Section) -> str:
    """Done is what has been gone through and waits for nothing; blanks may be left."""
    seen = [
        bool(filling.answers.rows_of(page.group)) if page.group else filling.is_kept(page)
        for page in filling.pages
        if page.section == section.key
    ]
    asked = {key for keys in section.pages for key in keys}
    is_short = any(group in section.items for group in filling.walk.short_groups)
    waits = is_short or any(missing.question.key in asked for missing in filling.missing)
    if _drafts_in(filling, section):
        return DRAFT
    if all(seen) and not waits:
        return DONE
    return STARTED if any(seen) else NOT_STARTED


def _drafts_in(filling: Filling, section: Section) -> list[Place]:
    return [place for place in filling.drafts if place.page.section == section.key]

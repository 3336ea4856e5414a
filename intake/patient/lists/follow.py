"""What ticks make of the lists and names of the ticks, once a page or an entry is kept."""

from collections.abc import Callable
from dataclasses import replace

from django.http import QueryDict
from django.utils import timezone

from intake.actions.answers.sheet import save_beside
from intake.actions.answers.ticks import follow_ticks, open_first_entry
from intake.core.questionnaire import recognised as names
from intake.core.questionnaire.answers import Answer, Marks, Row
from intake.core.questionnaire.recognised import Beside, ticked
from intake.patient.filling import LISTED, Sheet, sheet_of
from intake.walking.route import Listed, Place


def with_entries(before: Sheet, after: Sheet, place: Place) -> Sheet:
    """What was ticked stands on the list of entries; a list that is next begins with its first."""
    if place.row:
        return after
    questions, at = before.walk.asked_on(place.page), timezone.now()
    if follow_ticks(after.submission, questions, before.answers.top, after.answers.top, at=at):
        after = sheet_of(after.live)
    following = after.route.after(place)
    group = after.questionnaire.groups[following.group] if isinstance(following, Listed) else None
    if group and group.min_rows and open_first_entry(after.submission, group):
        after = sheet_of(after.live)
    return after


def follow_names(before: Sheet, after: Sheet, place: Place, posted: QueryDict) -> Sheet:
    """After a page was kept: the sheet as it stands then."""
    shown = frozenset(posted.getlist(LISTED))

    def change(now: Sheet) -> Beside:
        marks, was = _with_shown(now, before, place, shown)
        keys = () if place.row else place.page.keys
        return names.follow(now.heard, marks, saved=keys, before=was)

    return _kept(after, change)


def follow_row_out(sheet: Sheet, group: str, row: Row) -> Sheet:
    return _kept(sheet, lambda now: names.follow_out(now.heard, now.given.marks, row, group))


def follow_row_back(sheet: Sheet, row: str) -> Sheet:
    return _kept(sheet, lambda now: names.follow_back(now.heard, now.given.marks, row))


def follow_tick(sheet: Sheet) -> Sheet:
    """After a tick took the place of "none of these": other names may tick there as well."""
    return _kept(sheet, lambda now: names.follow(now.heard, now.given.marks))


def take_tick_away(sheet: Sheet, option: str) -> Sheet:
    return _kept(sheet, lambda now: names.take_away(now.heard, now.given.marks, option))


def _kept(sheet: Sheet, change: Callable[[Sheet], Beside]) -> Sheet:
    if not sheet.questionnaire.names_of:
        return sheet
    is_changed = save_beside(
        sheet.submission, lambda now: change(replace(sheet, given=now)), given=sheet.given
    )
    return sheet_of(sheet.live) if is_changed else sheet


def _with_shown(
    now: Sheet, before: Sheet, place: Place, shown: frozenset[str]
) -> tuple[Marks, dict[str, Answer]]:
    """Ticks that were shown on the page itself count as made before Continue was pressed."""
    was, listed = dict(before.answers.top), dict(now.given.marks.listed)
    for each in names.recognised(now.heard.questionnaire, now.heard.counted):
        if each.option in shown and each.question in place.page.keys:
            question = now.questionnaire.by_key[each.question]
            was[each.question] = ticked(question, was.get(each.question), each.code)
            listed.setdefault(each.option, (each.typed, False))
    return replace(now.given.marks, listed=listed), was

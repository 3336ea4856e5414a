"""A small questionnaire on which the clinic's own facts tell: label, license, lot, who treats."""

from dataclasses import replace

from django.utils import timezone

from intake.actions.register import Chosen, Typed
from intake.actions.talk.editions import newest
from intake.actions.talk.talk_page import room_of
from intake.actions.talk.verify import choose
from intake.core.questionnaire.parts import Roles, Rung
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Settles
from tests.make.builders import a_provider, a_sent_submission, a_version, a_visit
from tests.make.room import fresh, owner_of
from tests.make.values import all_of, choice, chose, point, questionnaire, said, when

LABEL, NURSE, CANCER, LOT_LAPSED, LICENSE_LAPSED, LABEL_UNCLEAR = (
    "label_mismatch",
    "nurse_alone",
    "cancer",
    "lot_lapsed",
    "license_lapsed",
    "label_unclear",
)
CLINIC = questionnaire(
    choice("label", "for_a_shot", "research_only", "dont_know", short="Label"),
    choice("given_by", "doctor", "nurse", "dont_know", short="Given by"),
    choice("cancer_ever", "yes", "no", "dont_know", short="Cancer", settles=Settles.PROVIDER),
    points=(
        point(LABEL, all_of(Severity.HOLD, when("label", "=", "research_only"))),
        point(
            NURSE,
            replace(all_of(Severity.HOLD, when("given_by", "=", "nurse")), about_person=True),
        ),
        point(
            CANCER,
            all_of(Severity.DISCUSS_FIRST, when("cancer_ever", "=", "dont_know")),
            all_of(Severity.HOLD, when("cancer_ever", "=", "yes")),
        ),
        point(LOT_LAPSED),
        point(LICENSE_LAPSED),
        point(LABEL_UNCLEAR),
        point("always", always=Severity.INFORM),
    ),
    roles=Roles(ladder=(Rung("label"), Rung("given_by"))),
)
TOLD = said(label=chose("for_a_shot"), given_by=chose("doctor"), cancer_ever=chose("no"))


def a_talk(answers=TOLD):
    a_version(CLINIC)
    return a_sent_submission(visit=a_visit(provider=a_provider()), answers=answers)


def chosen(discussion, at=None, **rows):
    visit, at = discussion.submission.visit, at or timezone.now()
    typed = rows.pop("typed", Typed())
    if "lot" in rows:
        rows.setdefault("product", rows["lot"].product)
    by = owner_of(discussion)
    return choose(visit, Chosen(**rows, typed=typed), by=by, at=at, seen=fresh(visit).recorded)


def room(discussion, at=None):
    visit = fresh(discussion.submission.visit)
    return room_of(visit, by=visit.provider, at=at or timezone.now())


def raised(discussion):
    """Key to severity and number, of the newest edition."""
    points = newest(discussion.submission.visit).read().points
    return {each.key: (each.severity.code, each.number, each.withdrawn) for each in points}

"""The shipped content over that of release 0.1, at a clinic that has patients: words and counts."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.publish import problems_of, publish
from intake.actions.catalog.waive import give_reason
from intake.actions.talk.corrections import reopen
from intake.core.discussion.discuss import Edition, discuss
from intake.core.editing.check import Weight
from intake.core.questionnaire.points import Severity
from intake.management.demonstration import STORIES
from intake.models.visits.visits import facts_to_discuss
from tests.make.builders import a_sent_submission, a_user, a_version, a_visit, patient_answers, say
from tests.make.builders import shipped as release_0_1
from tests.make.shipped import AS_OF, shipped
from tests.make.staff import EDITOR, page, signed_in
from tests.make.values import chose, said

pytestmark = pytest.mark.django_db
SENT = [story.patient for story in STORIES if story.is_sent]


@pytest.fixture
def draft():
    """Version 1 is the content of 0.1, to which the demonstration's patients answered."""
    a_version()
    for name in SENT:
        answers = patient_answers(name)
        born = answers.top["date_of_birth"]
        visit = a_visit(name="Zora Canary", birth_date=born, day=date(2026, 12, 1))
        a_sent_submission(visit=visit, answers=answers, birth_date=born)
    return import_draft(shipped(), by=None, at=timezone.now())


def words(response) -> str:
    text = re.sub(r"</?(strong|em|li|ul|p)[^>]*>", " ", unescape(response.content.decode()))
    return " ".join(text.split())


def by_hand(document) -> list[dict]:
    """What each patient's discussion raises, by the way that sending takes, and not by a count."""
    found = []
    for frozen in models.FrozenDiscussion.objects.all():
        facts = facts_to_discuss(frozen.submission.visit)
        answers = patient_answers(name_of(frozen))
        made = discuss(document, answers, facts, Edition(1, 1, AS_OF))
        found.append({point.key: point.severity for point in made.points})
    return found


def name_of(frozen) -> str:
    born = frozen.read().header.birth_date
    return next(n for n in SENT if patient_answers(n).top["date_of_birth"] == born)


def test_the_new_content_is_told_in_words_and_counted_over_everyone_who_answered(draft):
    client = signed_in(EDITOR)
    told = words(client.get(page("questionnaire", "difference", draft.pk)))
    for expected in ("from version 1 to the draft", "Words of its triggers", "Removed", "Reworded"):
        assert expected in told
    assert release_0_1().by_key["emergency_ready"].text in told
    # What a patient is changing just now was not sent, and counts as it was sent.
    pregnant = next(f for f in models.FrozenDiscussion.objects.all() if name_of(f) == "pregnant")
    reopen(pregnant.submission.visit, reason="Not any more", by=a_user(), at=timezone.now())
    say(
        models.Submission.objects.get(pk=pregnant.submission_id), said(pregnancy_status=chose("no"))
    )
    counted = words(client.post(page("questionnaire", "replay", draft.pk)))
    assert f"over {len(SENT)} of {len(SENT)} sent questionnaires, from version 1" in counted
    assert "Canary" not in counted
    pairs = list(zip(by_hand(release_0_1()), by_hand(shipped()), strict=True))
    titles = release_0_1().point_titles | shipped().point_titles
    for key, title in titles.items():
        gained = sum(key in now and key not in was for was, now in pairs)
        lost = sum(key in was and key not in now for was, now in pairs)
        for count, act in ((gained, "gain"), (lost, "lose")):
            line = f"{count} of {len(SENT)} would {act} {title}"
            assert (line in counted) == bool(count), line
    held = [tuple(Severity.HOLD in each.values() for each in pair) for pair in pairs]
    more = f"{held.count((False, True))} of {len(SENT)} would be held for clinician review"
    assert (more in counted) == bool(held.count((False, True)))


def test_the_new_content_is_published_over_the_old_once_each_softened_point_has_a_reason(draft):
    at, editor = timezone.now(), a_user()
    problems = problems_of(draft, at=at)
    assert {each.weight for each in problems} <= {Weight.WITH_REASON}
    for problem in problems:
        give_reason(draft, problem, reason="Content 0.4, see its review.", by=editor, at=at)
    version = publish(draft, by=editor, at=at, why="Content 0.4")
    assert version.number == 2
    assert version.read().points == shipped().points
    old = models.Submission.objects.values_list("version__number", flat=True)
    assert set(old) == {1}

"""What names tick is kept beside the answers as they are by then."""

import pytest

from intake.actions.answers.sheet import load_answers, save_beside
from intake.core.questionnaire.recognised import Beside
from tests.make.builders import a_submission, a_version, say
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("came_between", [False, True])
def test_it_is_worked_out_again_where_answers_came_between(came_between):
    a_version(SMALL)
    submission = a_submission()
    given, asked = load_answers(submission), []
    if came_between:
        say(submission, SMALL_ANSWERS)

    def ticked(now):
        asked.append(now.answers)
        return Beside({"full_name": f"Maria {len(now.answers.top)}"}, now.marks)

    assert save_beside(submission, ticked, given=given)
    kept = load_answers(submission).answers.top["full_name"]
    assert kept == f"Maria {len(SMALL_ANSWERS.top) if came_between else 0}"
    assert len(asked) == 1 + came_between

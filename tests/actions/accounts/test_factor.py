"""One-time codes and recovery codes: each is taken once, wrong ones lock, nothing is readable."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from intake import models
from intake.actions.accounts import second_factor as factor
from intake.actions.accounts.second_factor import Tried, in_use, next_code, try_code
from tests.make.builders import a_user
from tests.make.factor import enrolled

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def user():
    return enrolled(a_user())


def shown(user: models.User, at: datetime) -> str:
    """What the phone shows, whether it was used or not."""
    fresh = in_use(user)
    fresh.last_step = 0
    return next_code(fresh, at=at)


@pytest.mark.parametrize("late", [timedelta(0), STEP, -STEP])
def test_code_is_taken_when_the_clocks_differ_by_half_a_minute(user, late):
    assert try_code(user, shown(user, NOW), at=NOW + late) is Tried.PASSED


@pytest.mark.parametrize("late", [2 * STEP, -2 * STEP])
def test_code_is_wrong_when_it_is_older_or_newer(user, late):
    assert try_code(user, shown(user, NOW), at=NOW + late) is Tried.WRONG


def test_c38_code_is_taken_once_when_it_comes_again_at_once_and_after_31_seconds(user):
    code = shown(user, NOW)
    told = [try_code(user, code, at=NOW + late) for late in (timedelta(0), STEP / 2, 1.04 * STEP)]
    assert told == [Tried.PASSED, Tried.WRONG, Tried.WRONG]


def test_c38_code_of_before_is_not_taken_when_a_later_one_was(user):
    earlier = shown(user, NOW - STEP)
    assert try_code(user, shown(user, NOW), at=NOW) is Tried.PASSED
    assert try_code(user, earlier, at=NOW) is Tried.WRONG


def test_code_is_taken_with_the_spaces_that_apps_show(user):
    code = shown(user, NOW)
    assert try_code(user, f" {code[:3]} {code[3:]} ", at=NOW) is Tried.PASSED


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "\0", "-1"]
)
def test_anything_else_is_wrong(user, code):
    assert try_code(user, code, at=NOW) is Tried.WRONG


def test_no_code_is_right_for_whoever_has_no_authenticator():
    assert try_code(a_user(), "123456", at=NOW) is Tried.WRONG


def test_sixth_try_is_locked_even_when_it_is_right_and_15_minutes_later_it_is_not(user):
    for _each in range(4):
        assert try_code(user, "000000", at=NOW) is Tried.WRONG
    assert try_code(user, "000000", at=NOW) is Tried.LOCKED
    assert try_code(user, shown(user, NOW), at=NOW) is Tried.LOCKED
    later = NOW + factor.LOCKED_FOR
    assert try_code(user, shown(user, later), at=later) is Tried.PASSED
    kept = [event.action for event in models.AccessEvent.objects.filter(user=user)]
    assert kept.count("factor_locked") == 1


def test_wrong_tries_are_forgotten_when_one_was_right(user):
    for _round in range(3):
        NEXT = NOW + _round * 3 * STEP
        assert try_code(user, "000000", at=NEXT) is Tried.WRONG
        assert try_code(user, "000000", at=NEXT) is Tried.WRONG
        assert try_code(user, shown(user, NEXT), at=NEXT) is Tried.PASSED


def test_c39_recovery_code_signs_in_once(user):
    code, *others = factor.renew_recovery_codes(user, at=NOW)
    assert try_code(user, code.lower(), at=NOW) is Tried.BY_RECOVERY_CODE
    assert try_code(user, code, at=NOW) is Tried.WRONG
    assert try_code(user, others[0].replace("-", " "), at=NOW) is Tried.BY_RECOVERY_CODE


def test_c39_recovery_code_of_somebody_else_or_of_before_opens_nothing(user):
    (old, *_others), other = factor.renew_recovery_codes(user, at=NOW), enrolled(a_user())
    assert try_code(other, old, at=NOW) is Tried.WRONG
    factor.renew_recovery_codes(user, at=NOW)
    assert try_code(user, old, at=NOW) is Tried.WRONG


def test_c39_no_code_and_no_seed_can_be_read_in_the_database(user):
    codes = factor.renew_recovery_codes(user, at=NOW)
    seed = models.sealed.open_bytes(in_use(user), "seed")
    secrets = [seed, seed.hex().encode(), factor.letters_of(in_use(user)).encode()]
    secrets += [code.encode() for code in codes] + [c.replace("-", "").encode() for c in codes]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = [bytes(c) if isinstance(c, memoryview) else c for c in row]
                text = [c if isinstance(c, bytes) else str(c).encode() for c in cells]
                found += [table for s in secrets for cell in text if s in cell]
    assert found == []
    assert len({len(code) for code in codes}) == 1
    assert len(set(codes)) == 10


def test_seed_of_one_account_does_not_open_in_another(user):
    mine, other = in_use(user), in_use(enrolled(a_user()))
    other.seed = mine.seed
    with pytest.raises(models.CannotOpen):
        factor.letters_of(other)


def test_new_authenticator_counts_only_after_a_right_code(user):
    new = factor.begin(user, at=NOW)
    assert factor.confirm(user, "000000", at=NOW) is None
    assert try_code(user, shown(user, NOW), at=NOW) is Tried.PASSED
    assert len(factor.confirm(user, next_code(new, at=NOW), at=NOW)) == factor.CODES
    assert in_use(user) == new
    assert user.authenticators.count() == 1


def test_code_that_confirmed_an_authenticator_does_not_sign_in():
    user = a_user()
    code = next_code(factor.begin(user, at=NOW), at=NOW)
    assert factor.confirm(user, code, at=NOW)
    assert try_code(user, code, at=NOW) is Tried.WRONG


def test_somebody_else_resets_and_nobody_resets_their_own(user):
    boss = a_user()
    with pytest.raises(factor.NotOwn):
        factor.reset(user, by=user, at=NOW)
    factor.reset(user, by=boss, at=NOW)
    assert (in_use(user), user.recovery_codes.count()) == (None, 0)
    newest = models.AccessEvent.objects.first()
    assert (newest.action, newest.user, newest.detail) == ("factor_reset", boss, f"user {user.pk}")


def test_demonstrations_code_is_the_next_one_when_this_one_was_used(user):
    first = next_code(in_use(user), at=NOW)
    assert try_code(user, first, at=NOW) is Tried.PASSED
    second = next_code(in_use(user), at=NOW)
    assert try_code(user, second, at=NOW) is Tried.PASSED
    third, wait = next_code(in_use(user), at=NOW), factor.seconds_until_taken(in_use(user), at=NOW)
    assert try_code(user, third, at=NOW + timedelta(seconds=wait - 1)) is Tried.WRONG
    assert try_code(user, third, at=NOW + timedelta(seconds=wait)) is Tried.PASSED


def test_codes_are_taken_with_hyphens_and_in_other_digits_and_a_slip_is_no_try():
    user, later = enrolled(a_user()), NOW + 4 * STEP
    code = shown(user, NOW)
    assert try_code(user, f"{code[:3]}-{code[3:]}", at=NOW) is Tried.PASSED
    arabic = "".join(chr(0x0660 + int(each)) for each in shown(user, later))
    for slip in ("", "12345", "1234567", "abc", "ABCD-EFGH"):
        assert try_code(user, slip, at=later) is Tried.WRONG
    assert in_use(user).wrong == 0
    assert try_code(user, arabic, at=later) is Tried.PASSED

"""Which passwords staff may choose."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from clinicsite import settings as shipped


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    ["short", "exosome2026!", "Lakeside clinic 1", "password1234", "123456789012", "x1y2" * 33],
)
def test_password_is_refused_when_a_stranger_would_guess_it(password, settings):
    settings.CLINIC = SimpleNamespace(name="Lakeside Clinic")
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["brass kettle on the 7th stair", "日本語のながいパスフレーズ 🫖 " * 5]
)
def test_password_is_taken_whole_when_it_is_long_and_unguessable(password):
    validate_password(password)


def test_passwords_are_kept_as_argon2_with_the_work_that_django_means():
    hasher = Argon2PasswordHasher
    assert [f"{hasher.__module__}.{hasher.__name__}"] == shipped.PASSWORD_HASHERS
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (2, 102_400, 8)

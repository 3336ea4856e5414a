"""An environment in which the production settings start; tests spoil one value of it at a time."""

from tests.environment import a_key


def an_environment(**changes: str | None) -> dict[str, str]:
    values = {
        "INTAKE_SECRET_KEY": "tVhX3n0c_8mAqLr7Zs2-KdJw5YpEoUf9gBiN4xTz6vCaHkQeRy1",
        "INTAKE_SEALING_KEYS": f"2026:{a_key('current')}, 2025:{a_key('old')}",
        "INTAKE_INDEX_KEY": a_key("index"),
        "INTAKE_ALLOWED_HOSTS": "intake.clinic.org",
        "DATABASE_URL": "postgres://intake@localhost/intake",
    }
    changed = values | changes
    return {name: value for name, value in changed.items() if value is not None}

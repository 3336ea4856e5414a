"""What happened to an account, in words for its owner."""

from dataclasses import dataclass
from datetime import datetime

from intake.models import AccessEvent

WORDS = {
    "account_opened": "The account was opened",
    "factor_enrolled": "An authenticator was enrolled",
    "factor_reset": "The second factor was reset",
    "factor_by_recovery_code": "A recovery code was used to sign in",
    "factor_locked": "Too many wrong codes: locked for 15 minutes",
    "password_passed": "The right password was given; the second factor was still to come",
    "password_wrong": "A wrong password was given while signed in",
    "sign_in_failed": "Somebody failed to sign in with your user name",
    "many_sign_ins_failed": "Many tries to sign in with your user name failed",
    "passkey_made": "A passkey was added",
    "passkey_removed": "A passkey was removed",
    "recovery_codes_renewed": "New recovery codes were made",
    "password_changed": "The password was changed",
    "password_given": "A new password was given",
    "session_ended": "A session was ended",
    "roles_changed": "Roles changed",
    "patient_role_granted": "Roles changed",
}


@dataclass(frozen=True, slots=True)
class Happened:
    at: datetime
    what: str
    by: str
    is_by_other: bool


def what_happened(event: AccessEvent) -> Happened:
    _user, _number, roles = f"{event.detail}  ".split(" ", 2)
    words = WORDS[event.action]
    what = f"{words}: {roles.strip()}" if roles.strip() else words
    is_own = event.user is None or event.detail.split()[1] == str(event.user_id)
    by = event.user.printed_name if event.user else "from the command line"
    return Happened(event.at, what, by, not is_own)

"""The roles people have, and the words in which a route's rule is written."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of staff are groups of that name, made by migrations."""

    ANYONE = "anyone"
    PATIENT = "patient session"
    # The password was right, the second factor is still to come.
    HALF_IN = "half signed in"
    STAFF = "every account"
    EDITOR = "question editor"
    FRONT_DESK = "front desk"
    # Enters answers from paper, and so sees answers, which the front desk does not.
    SCRIBE = "scribe"
    PROVIDER = "provider"
    # Settings of sites, and the people who work at them. Sees no patient.
    MANAGER = "clinic manager"
    OFFICER = "privacy officer"
    ADMINISTRATOR = "administrator"
    # A superuser, whatever other roles the account has. Rank alone opens no patient data.
    RANK = "rank"


ANYONE, PATIENT, HALF_IN, STAFF = Role.ANYONE, Role.PATIENT, Role.HALF_IN, Role.STAFF
EDITOR, FRONT_DESK, SCRIBE, PROVIDER = Role.EDITOR, Role.FRONT_DESK, Role.SCRIBE, Role.PROVIDER
MANAGER, OFFICER = Role.MANAGER, Role.OFFICER
ADMINISTRATOR, RANK = Role.ADMINISTRATOR, Role.RANK
READS, WRITES = frozenset({"GET", "HEAD"}), frozenset({"POST"})
IN_THE_ADMIN = (EDITOR, FRONT_DESK, OFFICER, ADMINISTRATOR, RANK)

OWN_SITE = "records of own sites"
OWN_VISIT = "own visits at own sites, and a colleague's there for a day with a reason"
OWN_NOTICE = "own notices"
OWN_ENTRIES = "own entries"
OWN_PHOTOS = "own photos"
OWN_SESSION = "own sessions"

ASKS_FOR_SESSION = "asks_for_patient_session"
"""What a view of the patient's door says of itself when it asks for the patient's session."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may come through, how, and through whose records; another's look the same as none.

    What is ``sensitive`` asks for the password again before it is done, if that was given more
    than five minutes ago.
    """

    who: frozenset[Role]
    methods: frozenset[str]
    only: str = ""
    sensitive: bool = False


def reads(*who: Role, only: str = "") -> Rule:
    return Rule(frozenset(who), READS, only)


def posts(*who: Role, only: str = "", sensitive: bool = False) -> Rule:
    return Rule(frozenset(who), WRITES, only, sensitive)


def fills_in(*who: Role, only: str = "", sensitive: bool = False) -> Rule:
    """A form: it is read, and it is posted."""
    return Rule(frozenset(who), READS | WRITES, only, sensitive)


NOBODY = Rule(frozenset(), READS | WRITES)

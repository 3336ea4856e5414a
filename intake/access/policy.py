"""Who may do what: every route, the roles that may come through it, and by which methods.

This is the whole table. `gate` asks it before every view; a route that does not stand here is
open to nobody. `python -m intake.access.policy` prints it with a column for each role.
"""

import sys
from collections.abc import Iterable, Iterator
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
    PROVIDER = "provider"
    OFFICER = "privacy officer"
    ADMINISTRATOR = "administrator"
    # A superuser, whatever other roles the account has. Rank alone opens no patient data.
    RANK = "rank"


ANYONE, PATIENT, HALF_IN, STAFF, EDITOR, FRONT_DESK, PROVIDER, OFFICER, ADMINISTRATOR, RANK = Role
READS, WRITES = frozenset({"GET", "HEAD"}), frozenset({"POST"})
IN_THE_ADMIN = (EDITOR, FRONT_DESK, OFFICER, ADMINISTRATOR, RANK)

OWN_VISIT = "own visits, and a colleague's for a day with a reason"
OWN_NOTICE = "own notices"
OWN_ENTRIES = "own entries"
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

SITE = {
    "home": reads(ANYONE),
    "healthz": reads(ANYONE),
    "readyz": reads(ANYONE),
}
PATIENTS = {
    "patient:link": fills_in(ANYONE),
    "mended_link": reads(ANYONE),
    "patient:language": posts(ANYONE),
    "patient:finish": posts(ANYONE),
    "patient:hand_back": reads(ANYONE),
    "patient:again": fills_in(PATIENT),
    "patient:start": reads(PATIENT),
    "patient:tasks": reads(PATIENT),
    "patient:page": fills_in(PATIENT, only=OWN_ENTRIES),
    "patient:draft": posts(PATIENT, only=OWN_ENTRIES),
    "patient:discard": posts(PATIENT, only=OWN_ENTRIES),
    "patient:list": fills_in(PATIENT),
    "patient:add": posts(PATIENT),
    "patient:remove": posts(PATIENT),
    "patient:bring_back": posts(PATIENT),
    "patient:check": reads(PATIENT),
    "patient:unchanged": posts(PATIENT),
    "patient:sign": fills_in(PATIENT),
    "patient:sent": reads(PATIENT),
    "patient:copy": reads(PATIENT),
    "patient:calendar": reads(PATIENT),
    "patient:later": reads(PATIENT),
    "patient:stay": posts(PATIENT),
}
ACCOUNTS = {
    "account:sign_in": fills_in(ANYONE),
    "account:sign_out": posts(ANYONE),
    "account:code": fills_in(HALF_IN),
    "account:first_authenticator": fills_in(HALF_IN),
    "account:new_password": fills_in(HALF_IN),
    "account:go_on": posts(HALF_IN),
    # Changes to one's own account ask for both factors in the form itself, each time.
    "account:own": reads(STAFF),
    "account:held": fills_in(STAFF),
    "account:stay": posts(STAFF),
    "account:password": fills_in(STAFF),
    "account:authenticator": fills_in(STAFF),
    "account:confirm_authenticator": fills_in(STAFF),
    "account:recovery_codes": fills_in(STAFF),
    "account:end_session": posts(STAFF, only=OWN_SESSION),
}
PROVIDERS = {
    "provider:worklist": reads(PROVIDER),
    "provider:search": fills_in(PROVIDER),
    "provider:day": reads(PROVIDER),
    "provider:another_visit": fills_in(PROVIDER),
    "provider:notice_seen": posts(PROVIDER, only=OWN_NOTICE),
    "provider:visit": reads(PROVIDER, only=OWN_VISIT),
    "provider:everything": reads(PROVIDER, only=OWN_VISIT),
    "provider:keep": posts(PROVIDER, only=OWN_VISIT),
    "provider:provider_copy": reads(PROVIDER, only=OWN_VISIT),
    "provider:patient_copy": reads(PROVIDER, only=OWN_VISIT),
    "provider:outcome": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:undo_outcome": posts(PROVIDER, only=OWN_VISIT),
    "provider:answered": posts(PROVIDER, only=OWN_VISIT),
    "provider:told": posts(PROVIDER, only=OWN_VISIT),
    "provider:choose": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:facts": posts(PROVIDER, only=OWN_VISIT),
    "provider:fact": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:undo_fact": posts(PROVIDER, only=OWN_VISIT),
    "provider:decision": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:supersede": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:addendum": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:reopen": fills_in(PROVIDER, only=OWN_VISIT),
    "provider:cancel_reopening": posts(PROVIDER, only=OWN_VISIT),
    "provider:confirm_unchanged": posts(PROVIDER, only=OWN_VISIT),
}
DESK = {
    "desk:today": reads(FRONT_DESK),
    "desk:day": reads(FRONT_DESK),
    "desk:enter": posts(FRONT_DESK),
    "desk:search": fills_in(FRONT_DESK),
    "desk:import": fills_in(FRONT_DESK),
    "desk:visit": fills_in(FRONT_DESK),
    "desk:link": fills_in(FRONT_DESK),
    "desk:device": posts(FRONT_DESK),
    "desk:take_back": posts(FRONT_DESK),
    "desk:birth_date": fills_in(FRONT_DESK),
    "desk:move": fills_in(FRONT_DESK),
    "desk:cancel": fills_in(FRONT_DESK),
    "desk:missed": posts(FRONT_DESK),
    "desk:mistake": posts(FRONT_DESK),
    "desk:restore": fills_in(FRONT_DESK),
    "desk:name": fills_in(FRONT_DESK),
    "desk:hand_on": fills_in(FRONT_DESK),
    "desk:contact": fills_in(FRONT_DESK),
    "desk:send_now": posts(FRONT_DESK),
    "desk:messages": reads(FRONT_DESK),
    "desk:again": posts(FRONT_DESK),
}
ADMIN = {
    # These three lead on to the account's own pages.
    "admin:login": reads(STAFF),
    "admin:logout": posts(ANYONE),
    "admin:password_change": reads(STAFF),
    "admin:password_change_done": NOBODY,
    "admin:index": reads(*IN_THE_ADMIN),
    "admin:jsi18n": reads(*IN_THE_ADMIN),
    "admin:app_list": reads(EDITOR, FRONT_DESK, ADMINISTRATOR, RANK),
    "admin:autocomplete": reads(EDITOR, RANK),
    # Leads from .../7/ to .../7/change/, which decides.
    "admin:django.views.generic.base.RedirectView": reads(*IN_THE_ADMIN),
    "admin:view_on_site": NOBODY,
    "admin:auth_user_password_change": fills_in(ADMINISTRATOR, RANK, sensitive=True),
    "admin:intake_user_reset_factor": posts(ADMINISTRATOR, RANK, sensitive=True),
    "admin:intake_user_end_sessions": posts(ADMINISTRATOR, RANK),
    "admin:intake_questionnaire_outline": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_move": posts(EDITOR, RANK),
    "admin:intake_questionnaire_preview": reads(EDITOR, RANK),
    "admin:intake_questionnaire_preview_again": posts(EDITOR, RANK),
    "admin:intake_questionnaire_preview_list": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_preview_page": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_preview_paper": reads(EDITOR, RANK),
    "admin:intake_questionnaire_trial": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_patients": reads(EDITOR, RANK),
    "admin:intake_questionnaire_coverage": reads(EDITOR, RANK),
    "admin:intake_examplepatient_answer": posts(EDITOR, RANK),
    "admin:intake_examplepatient_paper": reads(EDITOR, RANK),
    "admin:intake_questionnaire_publish": fills_in(EDITOR, RANK, sensitive=True),
    "admin:intake_waiver_take_back": posts(EDITOR, RANK),
    "admin:intake_questionnaire_difference": reads(EDITOR, RANK),
    "admin:intake_questionnaire_replay": posts(EDITOR, RANK),
    "admin:intake_questionnaire_import": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_export": reads(EDITOR, RANK),
    **{f"admin:intake_translation{p}": fills_in(EDITOR, RANK) for p in ("", "_po", "_in", "_read")},
    "admin:intake_questionnaire_duplicate": fills_in(EDITOR, RANK),
    "admin:intake_questionnaire_retire": fills_in(EDITOR, RANK, sensitive=True),
    "admin:intake_version_restore": fills_in(EDITOR, RANK),
    "admin:intake_point_sortable_update": posts(EDITOR, RANK),
    "admin:intake_claim_sortable_update": posts(EDITOR, RANK),
    "admin:intake_evidence_sortable_update": posts(EDITOR, RANK),
    "admin:intake_topic_sortable_update": posts(EDITOR, RANK),
    "admin:intake_wordstoavoid_sortable_update": posts(EDITOR, RANK),
    "admin:intake_examplepatient_sortable_update": posts(EDITOR, RANK),
    "admin:intake_version_download": reads(EDITOR, RANK),
    "admin:intake_visit_link": fills_in(FRONT_DESK),
    "admin:intake_visit_device": posts(FRONT_DESK),
    "admin:intake_visit_birth_date": fills_in(FRONT_DESK),
    "admin:intake_visit_revoke": fills_in(FRONT_DESK),
    "admin:intake_accessevent_changelist": reads(OFFICER),
    "admin:intake_accessevent_file": reads(OFFICER),
    "admin:intake_patient_changelist": fills_in(OFFICER),
    "admin:intake_patient_change": reads(OFFICER),
    "admin:intake_patient_looks": posts(OFFICER),
    "admin:intake_patient_export": fills_in(OFFICER, sensitive=True),
    "admin:intake_patient_hold": fills_in(OFFICER, sensitive=True),
    "admin:intake_patient_lift": fills_in(OFFICER, sensitive=True),
    "admin:intake_patient_erase": fills_in(OFFICER, sensitive=True),
    "admin:intake_stone_due": reads(OFFICER),
    "admin:intake_visit_choose": fills_in(FRONT_DESK),
    "admin:intake_visit_fact": fills_in(FRONT_DESK),
    "admin:intake_visit_undo_fact": posts(FRONT_DESK),
    "admin:intake_visit_hand_on": fills_in(FRONT_DESK),
}

# Records that have the admin's usual pages: who works with them, and what can be done at most.
READ, ADD, CHANGE, DELETE = "read", "add", "change", "delete"
WHOLE = (READ, ADD, CHANGE, DELETE)
RECORDS = {
    "intake_questionnaire": (WHOLE, EDITOR, RANK),
    "intake_section": (WHOLE, EDITOR, RANK),
    "intake_question": (WHOLE, EDITOR, RANK),
    "intake_option": ((READ, CHANGE), EDITOR, RANK),
    "intake_point": (WHOLE, EDITOR, RANK),
    "intake_trigger": (WHOLE, EDITOR, RANK),
    "intake_claim": (WHOLE, EDITOR, RANK),
    "intake_evidence": (WHOLE, EDITOR, RANK),
    "intake_topic": (WHOLE, EDITOR, RANK),
    "intake_examplepatient": (WHOLE, EDITOR, RANK),
    "intake_wordstoavoid": (WHOLE, EDITOR, RANK),
    "intake_version": ((READ,), EDITOR, RANK),
    "intake_visit": ((READ, ADD, CHANGE), FRONT_DESK),
    "intake_product": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_lot": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_practitioner": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_emergencykit": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_stone": ((READ,), OFFICER),
    "intake_user": ((READ, ADD, CHANGE), ADMINISTRATOR, RANK),
}


# Saving one of these grants or takes away what others rely on.
SENSITIVE = {"intake_user"}


def _usual_pages(record: str, can: Iterable[str], *who: Role) -> Iterator[tuple[str, Rule]]:
    yield f"admin:{record}_changelist", fills_in(*who) if CHANGE in can else reads(*who)
    yield f"admin:{record}_history", reads(*who)
    form = fills_in(*who, sensitive=record in SENSITIVE)
    yield f"admin:{record}_add", form if ADD in can else NOBODY
    yield f"admin:{record}_change", form if CHANGE in can else reads(*who)
    yield f"admin:{record}_delete", fills_in(*who) if DELETE in can else NOBODY


TABLE: dict[str, Rule] = {
    **SITE,
    **PATIENTS,
    **ACCOUNTS,
    **PROVIDERS,
    **DESK,
    **ADMIN,
    **{
        route: rule
        for record, (can, *who) in RECORDS.items()
        for route, rule in _usual_pages(record, can, *who)  # type: ignore[arg-type]  # a tuple's tail
    },
}


def page() -> Iterator[str]:
    """The table as a page for whoever has to judge it."""
    yield f"| route | {' | '.join(Role)} | only | password again |"
    yield "|---" * (len(Role) + 3) + "|"
    for route, rule in TABLE.items():
        how = " ".join(sorted(rule.methods - {"HEAD"}))
        again = "yes" if rule.sensitive else ""
        cells = (how if role in rule.who else "" for role in Role)
        yield f"| {route} | {' | '.join(cells)} | {rule.only} | {again} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(page()) + "\n")

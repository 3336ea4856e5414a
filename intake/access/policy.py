"""Who may do what: every route, the roles that may come through it, and by which methods.

This is the whole table, with the admin's part from `admin_routes`. `gate` asks it before every
view; a route that does not stand here is open to nobody. `python -m intake.access.policy` prints
it with a column for each role.
"""

import sys
from collections.abc import Iterator

from .admin_routes import ADMIN, USUAL
from .roles import (
    ADMINISTRATOR,
    ANYONE,
    FRONT_DESK,
    HALF_IN,
    MANAGER,
    OWN_ENTRIES,
    OWN_NOTICE,
    OWN_PHOTOS,
    OWN_SESSION,
    OWN_SITE,
    OWN_VISIT,
    PATIENT,
    PROVIDER,
    RANK,
    SCRIBE,
    STAFF,
    Role,
    Rule,
    fills_in,
    posts,
    reads,
)

SITE = {
    "home": reads(ANYONE),
    "logo": reads(ANYONE),
    "healthz": reads(ANYONE),
    "readyz": reads(ANYONE),
}
PATIENTS = {
    "patient:link": fills_in(ANYONE),
    "mended_link": reads(ANYONE),
    "patient:language": posts(ANYONE),
    "patient:finish": posts(ANYONE),
    "patient:hand_back": reads(ANYONE),
    "patient:tablet": fills_in(ANYONE),
    "patient:tablet_now": reads(ANYONE),
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
    "patient:untick": posts(PATIENT),
    "patient:check": reads(PATIENT),
    "patient:own_copy": posts(PATIENT),
    "patient:fit": fills_in(PATIENT),
    "patient:photos": fills_in(PATIENT),
    "patient:late_photo": reads(PATIENT),
    "patient:photo": reads(PATIENT, only=OWN_PHOTOS),
    "patient:small_photo": reads(PATIENT, only=OWN_PHOTOS),
    "patient:remove_photo": posts(PATIENT, only=OWN_PHOTOS),
    "patient:unchanged": posts(PATIENT),
    "patient:sign": fills_in(PATIENT),
    # The session is a scribe's here: the view asks that he or she is signed in as well.
    "patient:sign_paper": fills_in(PATIENT),
    "patient:type_in": posts(SCRIBE, only=OWN_SITE),
    "patient:sent": reads(PATIENT),
    "patient:copy": reads(PATIENT),
    "patient:calendar": reads(PATIENT),
    "patient:later": reads(PATIENT),
    "patient:stay": posts(PATIENT),
}
ACCOUNTS = {
    "account:sign_in": fills_in(ANYONE),
    "account:sign_out": posts(ANYONE),
    "account:welcome": fills_in(ANYONE),
    "account:code": fills_in(HALF_IN),
    "account:use_passkey": posts(HALF_IN),
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
    "account:passkeys": fills_in(STAFF),
    "account:new_passkey": fills_in(STAFF),
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
    "provider:photo": reads(PROVIDER, only=OWN_VISIT),
    "provider:small_photo": reads(PROVIDER, only=OWN_VISIT),
    "provider:provider_copy": reads(PROVIDER, only=OWN_VISIT),
    "provider:patient_copy": reads(PROVIDER, only=OWN_VISIT),
    "provider:both_copies": reads(PROVIDER, only=OWN_VISIT),
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
    "desk:site": posts(FRONT_DESK),
    "desk:enter": posts(FRONT_DESK),
    "desk:search": fills_in(FRONT_DESK),
    "desk:import": fills_in(FRONT_DESK),
    "desk:waiting": fills_in(FRONT_DESK),
    "desk:visit": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:link": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:device": posts(FRONT_DESK, only=OWN_SITE),
    "desk:choose": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:fact": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:undo_fact": posts(FRONT_DESK, only=OWN_SITE),
    "desk:slip": posts(FRONT_DESK, only=OWN_SITE),
    "desk:blank": reads(FRONT_DESK, only=OWN_SITE),
    "desk:take_back": posts(FRONT_DESK, only=OWN_SITE),
    "desk:birth_date": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:move": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:cancel": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:missed": posts(FRONT_DESK, only=OWN_SITE),
    "desk:mistake": posts(FRONT_DESK, only=OWN_SITE),
    "desk:restore": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:name": fills_in(FRONT_DESK, only=OWN_SITE),
    # Both factors are asked for again in the form itself, each time.
    "desk:merge": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:hand_on": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:contact": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:send_now": posts(FRONT_DESK, only=OWN_SITE),
    "desk:give": fills_in(FRONT_DESK, only=OWN_SITE),
    "desk:take_tablet_back": posts(FRONT_DESK, only=OWN_SITE),
    "desk:devices": fills_in(FRONT_DESK),
    "desk:device_name": posts(FRONT_DESK, only=OWN_SITE),
    "desk:end_pairing": posts(FRONT_DESK, only=OWN_SITE),
    "desk:messages": reads(FRONT_DESK),
    "desk:again": posts(FRONT_DESK),
}
SCRIBES = {
    "scribe:visits": fills_in(SCRIBE),
    "scribe:visit": reads(SCRIBE, only=OWN_SITE),
    "scribe:give_up": posts(SCRIBE, only=OWN_SITE),
}
MANAGES = (MANAGER, ADMINISTRATOR, RANK)
CLINIC = {
    "clinic:home": reads(*MANAGES),
    "clinic:new_site": fills_in(*MANAGES),
    "clinic:site": reads(*MANAGES, only=OWN_SITE),
    "clinic:about": fills_in(*MANAGES, only=OWN_SITE),
    "clinic:hours": fills_in(*MANAGES, only=OWN_SITE),
    "clinic:messages": fills_in(*MANAGES, only=OWN_SITE),
    # How long answers are kept, and the number that is called.
    "clinic:care": fills_in(*MANAGES, only=OWN_SITE, sensitive=True),
    "clinic:logo": fills_in(*MANAGES, only=OWN_SITE),
    "clinic:remove_logo": posts(*MANAGES, only=OWN_SITE),
    "clinic:people": reads(*MANAGES),
    "clinic:invite": fills_in(*MANAGES, sensitive=True),
    "clinic:person": fills_in(*MANAGES, only=OWN_SITE, sensitive=True),
    "clinic:invite_again": posts(*MANAGES, only=OWN_SITE, sensitive=True),
    "clinic:close": posts(*MANAGES, only=OWN_SITE, sensitive=True),
    "clinic:open": posts(*MANAGES, only=OWN_SITE, sensitive=True),
}
TABLE: dict[str, Rule] = {
    **SITE,
    **PATIENTS,
    **ACCOUNTS,
    **PROVIDERS,
    **DESK,
    **SCRIBES,
    **CLINIC,
    **ADMIN,
    **USUAL,
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

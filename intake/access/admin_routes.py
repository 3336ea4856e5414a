"""The admin's part of the table of who may do what: its own pages, and those of its records."""

from dataclasses import replace

from .roles import (
    ADMINISTRATOR,
    ANYONE,
    EDITOR,
    FRONT_DESK,
    IN_THE_ADMIN,
    NOBODY,
    OFFICER,
    OWN_SITE,
    RANK,
    STAFF,
    Role,
    Rule,
    fills_in,
    posts,
    reads,
)

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
    "admin:auth_user_password_change": fills_in(ADMINISTRATOR, RANK, only=OWN_SITE, sensitive=True),
    "admin:intake_user_reset_factor": posts(ADMINISTRATOR, RANK, only=OWN_SITE, sensitive=True),
    "admin:intake_user_end_sessions": posts(ADMINISTRATOR, RANK, only=OWN_SITE),
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
    "admin:intake_listedname_sortable_update": posts(EDITOR, RANK),
    "admin:intake_examplepatient_sortable_update": posts(EDITOR, RANK),
    "admin:intake_version_download": reads(EDITOR, RANK),
    "admin:intake_accessevent_changelist": reads(OFFICER),
    "admin:intake_accessevent_file": reads(OFFICER),
    "admin:intake_patient_changelist": fills_in(OFFICER),
    "admin:intake_patient_change": reads(OFFICER, only=OWN_SITE),
    "admin:intake_patient_looks": posts(OFFICER, only=OWN_SITE),
    "admin:intake_patient_export": fills_in(OFFICER, only=OWN_SITE, sensitive=True),
    # Both factors are asked for again in the form itself, each time.
    "admin:intake_patient_merge": fills_in(OFFICER, only=OWN_SITE),
    "admin:intake_patient_hold": fills_in(OFFICER, only=OWN_SITE, sensitive=True),
    "admin:intake_patient_lift": fills_in(OFFICER, only=OWN_SITE, sensitive=True),
    "admin:intake_patient_erase": fills_in(OFFICER, only=OWN_SITE, sensitive=True),
    "admin:intake_stone_due": reads(OFFICER),
}

# Records that have the admin's usual pages: who works with them, and what can be done at most.
READ, ADD, CHANGE, DELETE = "read", "add", "change", "delete"
WHOLE = (READ, ADD, CHANGE, DELETE)
RECORDS: dict[str, tuple[tuple[str, ...], *tuple[Role, ...]]] = {
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
    "intake_listedname": (WHOLE, EDITOR, RANK),
    "intake_version": ((READ,), EDITOR, RANK),
    "intake_product": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_lot": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_practitioner": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_emergencykit": ((READ, ADD, CHANGE), FRONT_DESK, RANK),
    "intake_stone": ((READ,), OFFICER),
    "intake_user": ((READ, ADD, CHANGE), ADMINISTRATOR, RANK),
}


# Saving one of these grants or takes away what others rely on.
SENSITIVE = {"intake_user"}
# Staff of another site get of these what they get of a record that there is not.
OF_A_SITE = {"intake_user"}


USUAL: dict[str, Rule] = {}
for record, (can, *who) in RECORDS.items():
    only = OWN_SITE if record in OF_A_SITE else ""
    form, read = fills_in(*who, sensitive=record in SENSITIVE), reads(*who)
    USUAL |= {
        f"admin:{record}_changelist": fills_in(*who) if CHANGE in can else read,
        f"admin:{record}_history": replace(read, only=only),
        f"admin:{record}_add": form if ADD in can else NOBODY,
        f"admin:{record}_change": replace(form, only=only) if CHANGE in can else read,
        f"admin:{record}_delete": fills_in(*who) if DELETE in can else NOBODY,
    }

"""What each line of the access log says, in words that a patient can read."""

DID = {
    # Patients
    "opened": "Entered with the date of birth",
    "birth_date_wrong": "Tried a wrong date of birth",
    "link_locked": "Link locked after wrong dates of birth",
    "left": "Left the form",
    "sent": "Sent the answers",
    "copy_opened": "Opened the copy",
    "confirmed_unchanged": "Said that nothing changed",
    # Front desk
    "visit_created": "Entered the visit",
    "visit_opened": "Looked at the visit",
    "visit_moved": "Moved the visit",
    "invited": "Made a link",
    "invited_on_device": "Opened the form on the clinic's device",
    "link_revoked": "Took a link back",
    "birth_date_corrected": "Corrected the date of birth",
    # What providers read
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "worklist_read": "Read the list of visits",
    "searched": "Searched for a person",
    "visit_read": "Looked at the visit",
    "discussion_read": "Read the discussion",
    "checklist_read": "Read the checklist",
    "decision_read": "Read the decision",
    "fact_read": "Read a fact to verify",
    "addendum_begun": "Began an addendum",
    "reopening_read": "Read the page to reopen answers",
    "cannot_be_read": "Met a record that cannot be read",
    "copy_printed": "Printed a copy",
    "copy_delayed": "Read a copy as plain text",
    "copy_failed": "Read a copy as plain text",
    "denied": "Was refused",
    "step_in_refused": "Was refused a colleague's visit",
    # What providers change
    "stepped_in": "Opened a colleague's visit, with a reason",
    "notice_seen": "Saw that a colleague opened the visit",
    "reassigned": "Passed the visit on",
    "outcome_recorded": "Recorded an outcome",
    "outcome_taken_back": "Took an outcome back",
    "outcome_refused": "Was refused an outcome",
    "fact_verified": "Verified a fact",
    "fact_taken_back": "Took a verified fact back",
    "register_chosen": "Chose from the register",
    "reopened": "Reopened the answers",
    "reopening_cancelled": "Cancelled the reopening",
    "signed": "Signed the decision",
    "addendum_signed": "Signed an addendum",
    # Privacy officer
    "log_read": "Read the access log",
    "log_exported": "Saved the access log as a file",
    "record_opened": "Opened the patient's record",
    "accounting_made": "Printed who looked at the record",
    "exported": "Handed out everything kept",
    "legal_hold_placed": "Placed a legal hold",
    "legal_hold_lifted": "Lifted a legal hold",
    "erased": "Erased the visit",
    "due_read": "Read what would be erased",
    # Staff and questionnaire
    "account_opened": "Opened an account",
    "published": "Published a version",
    "draft_imported": "Imported a draft",
    "version_restored": "Restored a version into the draft",
    "questionnaire_retired": "Retired a questionnaire",
    "questionnaire_taken_up": "Took a questionnaire up again",
    "reason_given": "Gave a reason for a warning",
    "reason_taken_back": "Took a reason back",
    "answers_replayed": "Ran a draft's rules over sent answers, for counts only",
    "summaries_counted": "Counted the open summaries that print a source",
    "keys_rotated": "Sealed everything with a new key",
}


def did_words(action: str) -> str:
    """Words for an action; one that is not listed yet stands as it is kept."""
    return DID.get(action, action.replace("_", " "))

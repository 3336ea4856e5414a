-- The site's role adds lines to the access log and reads them, and can do nothing else to them.
-- As intake-owner, after every "migrate"; `intake migrate` does it:  psql -f deploy/log-rights.sql
REVOKE UPDATE, DELETE, TRUNCATE ON
    intake_accessevent, intake_accessseal, intake_accessnote, intake_stone
    FROM intake;

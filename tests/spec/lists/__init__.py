"""What patients list, entry by entry and line by line: tables that a clinician can read."""

"""Both copies as plain text, for the day when pages can't be printed."""

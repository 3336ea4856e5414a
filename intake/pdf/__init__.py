"""A discussion on paper: its words, the limited printer, and the check that nothing is missing."""

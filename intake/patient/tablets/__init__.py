"""A paired tablet: its code, its waiting page, and the question for the birth date on it."""

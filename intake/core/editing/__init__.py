"""Checks and comparisons made while a questionnaire is edited."""

"""Questionnaires, answers and discussions as canonical JSON."""

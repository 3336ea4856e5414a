"""Answers from the first page to sending."""

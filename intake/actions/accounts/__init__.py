"""Accounts of staff, their second factor, and one-time tokens."""

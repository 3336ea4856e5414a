"""The second factor of staff."""

"""The patient's door in a real browser."""

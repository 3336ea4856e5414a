"""What patients list, in a real browser."""

"""What patients list, entry by entry and line by line, and the names that are known in it."""

"""The talk from the first outcome to the signature."""

"""A draft in another language: source and translation side by side."""

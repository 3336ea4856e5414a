"""The account's door: signing in with two factors, and one's own account."""

"""What is decided about a discussion: outcomes, the ladder, verified facts, sign-off."""

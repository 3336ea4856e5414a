"""The talk about a discussion: outcomes, verified facts, corrections, sign-off."""

"""The talk, recorded: outcomes, verified facts, corrections, sign-off."""

"""A questionnaire, its conditions, its answers, and the walk through it."""

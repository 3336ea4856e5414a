"""The questionnaire as a tree, with everything that can be added to it."""

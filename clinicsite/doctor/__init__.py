"""Looks whether everything is in place that a clinic relies on, and says the cure."""

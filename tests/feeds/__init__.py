"""Schedules of other programs, in the shapes that are seen; all people in them are invented."""

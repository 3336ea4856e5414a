"""Visits, their links and their record, for staff."""

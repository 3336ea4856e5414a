"""Visits and who the patient is."""

"""Visits at the front desk."""

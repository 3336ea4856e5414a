"""Measurements side by side with floors in one run: make bench."""

"""Copies that are printed, kept and served."""

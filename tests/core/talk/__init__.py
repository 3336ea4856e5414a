"""Outcomes, the ladder and signatures, as values."""

"""Answers before an exosome treatment, and the discussion they lead to."""

__version__ = "0.2.0"
"""The product's version: in the admin's foot, on /healthz, and in every PDF's metadata."""

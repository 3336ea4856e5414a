"""Drafts, versions and example patients."""

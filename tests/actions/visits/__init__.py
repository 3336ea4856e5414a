"""Visits, links, and the birth date behind a link."""

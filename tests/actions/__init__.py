"""Tests of what changes the database."""

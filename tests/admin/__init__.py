"""Tests of the staff's door."""

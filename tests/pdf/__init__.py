"""Tests of the printed copies."""

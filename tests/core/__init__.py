"""Tests of the core that need no database."""

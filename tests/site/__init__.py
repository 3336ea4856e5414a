"""Tests of settings, health, logs and what every response carries."""

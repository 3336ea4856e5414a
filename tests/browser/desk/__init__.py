"""The desk, the scribe and the tablets in a real browser."""

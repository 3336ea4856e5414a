"""What patients list, and what is asked about it before they send."""

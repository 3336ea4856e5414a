"""Entry from paper: the scribe's door, and what stands on every copy."""

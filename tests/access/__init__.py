"""Who may open what, by which way in."""

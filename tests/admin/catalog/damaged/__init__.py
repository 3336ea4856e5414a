"""Questions, points and versions at the staff's door."""

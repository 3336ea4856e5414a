"""Posts that no browser would send, against every kind of form of the patient's door."""

"""Tables a clinician can read: they say what the rules mean, and fail when the core disagrees."""

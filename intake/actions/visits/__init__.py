"""A visit: invited, entered, its birth date put right."""

"""A clinic under load: patients with cookies and think times, many who send at once, and kills."""

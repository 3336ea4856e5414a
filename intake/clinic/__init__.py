"""The clinic manager's door: what is set up, the sites and their settings, who works there."""

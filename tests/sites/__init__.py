"""The clinic manager's door: settings of sites, and the people who work there."""

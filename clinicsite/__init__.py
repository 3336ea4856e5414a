"""The site around the intake app: settings, addresses, and what every response carries."""

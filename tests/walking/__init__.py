"""What guides everyone who fills in a questionnaire, at whatever door."""

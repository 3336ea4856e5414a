"""Where somebody is in a questionnaire and how the way goes on, for patients and the preview."""

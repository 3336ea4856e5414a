"""The questionnaire: imported, compiled, tried, published, retired."""

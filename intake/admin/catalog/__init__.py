"""Staff edit the questionnaire: questions, points, evidence, versions."""

"""The clinic's reasoning: frozen values and pure functions, standard library only."""

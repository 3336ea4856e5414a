"""Documents and answers are read whole, or refused with their path."""

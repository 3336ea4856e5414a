"""Messages to patients: their words, and the worker that sends them."""

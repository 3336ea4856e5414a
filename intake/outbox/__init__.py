"""Messages to patients and providers: their words, and the worker that sends them."""

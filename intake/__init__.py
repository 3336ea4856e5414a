"""Answers before an exosome treatment, and the discussion they lead to."""

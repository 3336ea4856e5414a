"""A patient's answers: loaded, saved, left as a draft, sent."""

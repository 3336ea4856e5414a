"""A whole clinic as it is deployed: killed, copied, watched, and given new keys."""

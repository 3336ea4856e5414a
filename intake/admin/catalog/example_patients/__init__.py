"""Example patients and what is expected of them."""

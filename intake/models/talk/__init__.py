"""Discussions, what was recorded in the talk, who shares it, and its signature."""

"""Template tags of the clinic's form templates."""

"""The page of one discussion and its papers."""

"""One visit's discussion on the screen, and its papers."""

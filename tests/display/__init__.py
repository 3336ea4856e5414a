"""What page and paper write alike."""

"""What the access log says, and lists written as CSV."""

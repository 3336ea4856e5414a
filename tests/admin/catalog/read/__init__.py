"""What pages of the catalog say, word for word."""

"""The reception desk, through the client."""

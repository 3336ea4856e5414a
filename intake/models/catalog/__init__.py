"""The draft catalog and its published versions."""

"""The provider's copy and its first page."""

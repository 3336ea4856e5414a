"""The provider's lists and the day."""

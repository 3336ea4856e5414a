"""The provider's lists of visits."""

"""The provider's door: the worklist, the discussion, and both papers."""

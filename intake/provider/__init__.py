"""The provider's door: sign in, the worklist, the discussion, and both papers."""

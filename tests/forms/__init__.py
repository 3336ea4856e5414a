"""Questions as forms, whatever is posted."""

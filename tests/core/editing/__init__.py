"""What editors are told of a draft before it is published."""

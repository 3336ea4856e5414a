"""What staff and operators do from the shell."""

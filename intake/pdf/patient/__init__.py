"""The patient's copy."""

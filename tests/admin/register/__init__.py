"""The clinic's register."""

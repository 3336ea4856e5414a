"""Prints, keeps and serves copies, for every door."""

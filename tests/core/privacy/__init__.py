"""Cells, lines and lists of what is handed out."""

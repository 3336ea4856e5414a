"""Backups: a dump and what it must hold, encrypted to a public key; and the way back."""
